/** The program without a screen, for schedulers and scripts: `npm run hedui -- VERB …`; exit code 0 done, 1 not done, 2 not understood. */
import path from 'node:path';
import { AppError, type ErrorData } from '../../src-shared/errors.ts';
import { createApp } from '../compose.ts';
import { workbookText } from '../exchange/workbook-text.ts';
import { openLogFile } from '../host/log-file.ts';
import { nodeHost } from '../host/node-host.ts';
import { readCommandLine, USAGE, type CommandLine } from './command-line.ts';
import { deliverTo, runVerb, type Report } from './verbs.ts';

async function run(line: CommandLine): Promise<Report> {
  const app = await createApp({
    dataFolder: line.data,
    serverUrl: line.server,
    ...nodeHost(),
    logger: openLogFile(path.join(line.data, 'logs', 'unattended.log'), Date.now),
    files: deliverTo(line),
    locale: 'zh-CN',
  });
  try {
    return await runVerb(app, line);
  } finally {
    await app.close();
  }
}

/** What went wrong as data, with the sentence a screen would show. */
function failure(error: unknown): Report {
  const data = dataOf(error);
  if (data === null) return { ok: false, message: error instanceof Error ? error.message : String(error) };
  return { ok: false, ...data, message: workbookText('zh-CN')(`error.${data.reason}`, data.details) };
}

/** An error of the core passed on by its router has the same data as one thrown here. */
function dataOf(error: unknown): ErrorData | null {
  if (error instanceof AppError) return error.data;
  if (!(error instanceof Error) || !('data' in error)) return null;
  const data = error.data as Partial<ErrorData> | null | undefined;
  return typeof data?.reason === 'string' ? { code: 'INTERNAL', details: {}, ...data, reason: data.reason } : null;
}

const line = readCommandLine(process.argv.slice(2));
if (typeof line === 'string') {
  process.stderr.write(`${line}\n${USAGE}\n`);
  process.exitCode = 2;
} else {
  const report = await run(line).catch(failure);
  process.stdout.write(`${JSON.stringify(report)}\n`);
  process.exitCode = report.ok ? 0 : 1;
}
