import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { ExportRequest } from '../../src-shared/contract/exchange.contract.ts';
import { maySeeSamples } from '../../src-shared/contract/sampling.contract.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { AppServices } from '../app-services.ts';
import { exportFileName } from './export-notes.ts';
import { writeImportErrors } from './error-workbook.ts';
import { writeEvidenceZip, type EvidenceSource } from './evidence-zip.ts';
import type { KeptFiles } from './kept-files.ts';
import { workbookText, type WorkbookText } from './workbook-text.ts';

type Written = { path: string };

/** Starts the report as a job; the file comes with the finished job. */
export async function startExport(
  services: AppServices,
  request: ExportRequest,
  from: { kept: KeptFiles; evidence: EvidenceSource },
): Promise<{ jobId: string }> {
  const user = services.user();
  if (request.report === 'auditSample' && !maySeeSamples(user.roles))
    throw new AppError('FORBIDDEN', 'samples-not-yours');
  const locale = services.locale();
  const nowMs = services.clock();
  const t = workbookText(locale);
  const name = exportFileName(reportName(request, t), nowMs, formatOf(request));
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
      const write = (): Promise<Written> => {
        switch (request.report) {
          case 'claimDetails':
            return services.stores.job('exchange.exportClaims', { ...facts, query: request.query }, run);
          case 'statement':
            return services.stores.job('exchange.exportStatement', { ...facts, statementId: request.statementId }, run);
          case 'countSheet': {
            const { sheetId, exportRev } = request;
            return services.stores.job(
              'exchange.exportCountSheet',
              { ...facts, sheetId, exportRev, userId: user.id },
              run,
            );
          }
          case 'stock': {
            const { request: asked, perWarehouse = false } = request;
            return services.stores.job('exchange.exportStock', { ...facts, request: asked, perWarehouse }, run);
          }
          case 'grid':
            return services.stores.job('exchange.exportGrid', { ...facts, request }, run);
          case 'template':
            return formatOf(request) === 'csv'
              ? services.stores.job('exchange.exportData', { ...facts, kind: request.kind }, run)
              : services.stores.job('exchange.exportTemplate', { ...facts, ...templateOf(request) }, run);
          case 'importErrors':
            return writeImportErrors(
              services,
              { importId: request.importId, path: facts.path, kept: from.kept, ...run },
              t,
            );
          case 'auditSample':
            return writeEvidenceZip(from.evidence, { ...facts, request: request.request }, run, t);
        }
      };
      const written = await write();
      return { file: { name: path.basename(written.path), path: written.path } };
    },
  );
  return { jobId: job.id };
}

/** Lists and stored data can be csv; a template is a workbook, with its checks and dictionaries. */
function formatOf(request: ExportRequest): 'xlsx' | 'csv' | 'zip' {
  if (request.report === 'auditSample') return 'zip';
  const canBeCsv = request.report === 'grid' || (request.report === 'template' && request.withData);
  return (canBeCsv ? request.format : undefined) ?? 'xlsx';
}

function templateOf({ kind, withData }: ExportRequest & { report: 'template' }) {
  return { kind, withData };
}

function reportName(request: ExportRequest, t: WorkbookText): string {
  switch (request.report) {
    case 'grid':
      return request.title;
    case 'stock':
      return t(`report.${request.request.name}`);
    case 'template':
      return t(request.withData ? 'book.dataOf' : 'book.templateOf', { kind: t(`exchange.kind.${request.kind}`) });
    default:
      return t(`book.${request.report}`);
  }
}
