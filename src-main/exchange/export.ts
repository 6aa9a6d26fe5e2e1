import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { ExportRequest } from '../../src-shared/contract/exchange.contract.ts';
import type { AppServices } from '../app-services.ts';
import { exportFileName } from './export-notes.ts';
import { workbookText } from './workbook-text.ts';

const REPORT_TEXTS = { claimDetails: 'book.claimDetails', statement: 'book.statement' } as const;

/** Starts the report as a job; the file comes with the finished job. */
export async function startExport(services: AppServices, request: ExportRequest): Promise<{ jobId: string }> {
  const user = services.user();
  const locale = services.locale();
  const nowMs = services.clock();
  const name = exportFileName(workbookText(locale)(REPORT_TEXTS[request.report]), '', nowMs);
  const folder = path.join(services.workFolder(), services.newId());
  await mkdir(folder, { recursive: true });
  const facts = { userName: user.name, nowMs, appVersion: services.appVersion, locale, path: path.join(folder, name) };
  const job = await services.jobs.start(
    { kind: `export.${request.report}`, title: { fileName: name } },
    async (control) => {
      const run = {
        signal: control.signal,
        onProgress: (done: number, total: number | null, phase: string) => control.progress(done, total, phase),
      };
      const written =
        request.report === 'claimDetails'
          ? await services.stores.job('exchange.exportClaims', { ...facts, query: request.query }, run)
          : await services.stores.job('exchange.exportStatement', { ...facts, statementId: request.statementId }, run);
      return { file: { name: path.basename(written.path), path: written.path } };
    },
  );
  return { jobId: job.id };
}
