import { copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createRouterClient, type RouterClient } from '@orpc/server';
import {
  ExportRequest,
  ImportKind,
  ImportMapping,
  type ImportState,
} from '../../src-shared/contract/exchange.contract.ts';
import type { SyncState } from '../../src-shared/contract/sync.contract.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { App } from '../compose.ts';
import type { FileDelivery } from '../jobs/file-delivery.ts';
import type { AppRouter } from '../router.ts';
import type { CommandLine } from './command-line.ts';

type Client = RouterClient<AppRouter, Record<never, never>>;
export type Report = Record<string, unknown> & { ok: boolean };

const LIVE_TIMEOUT_MS = 15 * 60_000;
/** How long a server may stay away before a scheduled run gives up. */
const AWAY_PATIENCE_MS = 60_000;
const PIECE_BYTES = 192 * 1024;
const POLL_MS = 250;
const ISSUES_PER_PAGE = 1000;

/** Files go where the command line says instead of into a download. */
export function deliverTo(line: CommandLine): FileDelivery {
  return {
    deliver: async ({ path: made }) => {
      const out = path.resolve(line.option('out'));
      await copyFile(made, out);
      return { downloadPath: out, savedPath: out };
    },
  };
}

/** Signs in and runs one verb through the same procedures as the screens. */
export async function runVerb(app: App, line: CommandLine): Promise<Report> {
  const client: Client = createRouterClient(app.router);
  await signIn(client, line);
  await untilLive(app);
  if (line.verb === 'verify') return verify(client);
  return line.verb === 'export' ? exportReport(app, client, line) : importFile(client, line);
}

async function signIn(client: Client, line: CommandLine): Promise<void> {
  const password = process.env.HEDUI_PASSWORD ?? '';
  if (line.demoUser !== null) await client.session.signInDemo({ login: line.demoUser });
  else await client.session.signIn({ login: line.user ?? '', password });
}

/**
 * All tiers there and level with the server: a report over half of the data would be a wrong one. A server that does not
 * answer is tried again for a while, as the desktop does; only what stays so ends the run.
 */
function untilLive(app: App): Promise<void> {
  return new Promise((resolve, reject) => {
    let problem: SyncState['problem'] = null;
    let patience: NodeJS.Timeout | null = null;
    const end = (error: AppError | null): void => {
      clearTimeout(timer);
      if (patience !== null) clearTimeout(patience);
      unsubscribe();
      if (error === null) resolve();
      else reject(error);
    };
    const away = (): void => end(new AppError('UNAVAILABLE', problem?.reason ?? 'server-away', problem?.details ?? {}));
    const timer = setTimeout(away, LIVE_TIMEOUT_MS);
    const unsubscribe = app.events.subscribe((event) => {
      if (event.type !== 'sync') return;
      const { phase, historyPending } = event.state;
      if (phase === 'live' && !historyPending) end(null);
      else if (phase === 'offline' || phase === 'failed') {
        problem = event.state.problem;
        patience ??= setTimeout(away, AWAY_PATIENCE_MS);
      } else if (phase !== 'connecting' && patience !== null) {
        clearTimeout(patience);
        patience = null;
      }
    });
  });
}

async function verify(client: Client): Promise<Report> {
  const checked = await client.sync.checkData({});
  return { ok: checked.mismatches.length === 0, ...checked };
}

async function exportReport(app: App, client: Client, line: CommandLine): Promise<Report> {
  const params = await readJson(line.option('params'));
  const request = ExportRequest.parse({ report: line.option('report'), ...params });
  const { jobId } = await client.exchange.export({ request });
  const job = await app.services.jobs.finished(jobId);
  return { ok: job.state === 'done', state: job.state, file: job.file, problem: job.problem };
}

/** Takes a file in through the procedures of the screens; `--map` may name sheet, header row and column names as well. */
export async function importFile(client: Client, line: CommandLine): Promise<Report> {
  const kind = ImportKind.parse(line.option('kind'));
  const { sheet = null, headerRowNo = null, columnNames = null, ...mapping } = await readJson(line.option('map'));
  const fileId = await upload(client, line.option('file'));
  const inspected = await client.exchange.inspect({
    ...{ fileId, kind },
    sheet: sheet as string | null,
    headerRowNo: headerRowNo as number | null,
    columnNames: columnNames as string[] | null,
  });
  const preview = await client.exchange.preview({
    ...{ fileId, kind, sheet: inspected.sheet, headerRowNo: inspected.headerRowNo },
    columnNames: inspected.columnNames,
    mapping: ImportMapping.parse(mapping),
  });
  if (line.dryRun) return written(line, { ok: preview.rowsRefused === 0, dryRun: true, preview });
  const { importId } = await client.exchange.commit({ previewId: preview.previewId });
  const state = await finished(client, importId);
  const issues = await allIssues(client, importId);
  return written(line, { ok: state.state === 'done', state, ...issues });
}

async function upload(client: Client, file: string): Promise<string> {
  const bytes = await readFile(file);
  let fileId: string | null = null;
  let at = 0;
  do {
    const piece = bytes.subarray(at, at + PIECE_BYTES).toString('base64');
    at += PIECE_BYTES;
    const sent: { fileId: string } = await client.exchange.upload({
      ...{ fileId, piece, fileName: path.basename(file) },
      last: at >= bytes.length,
    });
    fileId = sent.fileId;
  } while (at < bytes.length);
  return fileId;
}

async function finished(client: Client, importId: string): Promise<ImportState> {
  for (;;) {
    const state = await client.exchange.importState({ importId });
    if (state.state !== 'sending') return state;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function allIssues(client: Client, importId: string): Promise<{ issues: unknown[]; repeats: unknown[] }> {
  const issues: unknown[] = [];
  const repeats: unknown[] = [];
  for (let offset = 0; ; offset += ISSUES_PER_PAGE) {
    const page = await client.exchange.importIssues({ importId, offset, limit: ISSUES_PER_PAGE });
    issues.push(...page.issues);
    repeats.push(...page.repeats);
    if (offset + ISSUES_PER_PAGE >= page.total) return { issues, repeats };
  }
}

async function written(line: CommandLine, report: Report): Promise<Report> {
  await writeFile(line.option('report'), JSON.stringify(report, null, 2));
  return report;
}

async function readJson(file: string): Promise<Record<string, unknown>> {
  const value: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (typeof value !== 'object' || value === null) throw new AppError('BAD_REQUEST', 'parameters-unreadable', { file });
  return { ...value };
}
