/** The program without a screen, for schedulers and scripts: `npm run hedui -- VERB …`; exit code 0 done, 1 not done, 2 not understood. */
import path from 'node:path';
import { AppError } from '../../src-shared/errors.ts';
import { createApp } from '../compose.ts';
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

/** What went wrong as data; the reason selects the sentence of the catalogue, as on a screen. */
function failure(error: unknown): Report {
  if (error instanceof AppError) return { ok: false, ...error.data };
  if (error instanceof Error && 'data' in error) return { ok: false, data: error.data, message: error.message };
  return { ok: false, message: error instanceof Error ? error.message : String(error) };
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
