import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Kysely } from 'kysely';
import { REPOSITORY, startProgram } from '../../build/child-program.ts';
import { anyFreePort } from '../../build/free-port.ts';
import type { CentralTables } from '../../src-server/db/central-tables.generated.ts';
import { startFeedAnew } from '../../src-server/sync/feed.repository.ts';
import { openTestCentral } from '../../src-server/testing/central-store.ts';
import { addRegion, addUser, markAsDemo } from '../../src-server/testing/rows.ts';
import { seedRules } from '../../src-server/testing/small-company.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { listFile } from '../world/lists/expected-lists.ts';
import type { ImportReport, TakeList } from './list-checks.ts';

export interface HeduiLists {
  db: Kysely<CentralTables>;
  /** Starts the program `hedui` on the file and waits for its end. */
  take: TakeList;
  /** One line for each run so far: what it read, what became of it, and how long it took from start to end. */
  table(): string;
  close(): Promise<void>;
}

const RUN_LIMIT_MS = 15 * 60_000;

/** A central server in a process of its own, on PostgreSQL, with one region, one warehouse, one clerk and the first rules. */
export async function openHeduiLists(): Promise<HeduiLists> {
  const folder = mkdtempSync(path.join(tmpdir(), 'hedui-lists-'));
  const store = await openTestCentral('postgres');
  const { db } = store;
  const regionId = await addRegion(db, '1');
  await markAsDemo(db);
  await addUser(db, { login: 'clerk', roles: ['l1'] });
  await db
    .insertInto('warehouse')
    .values({ ...rowIdentity('W1', 'g'), code: 'W1', name: '总库', regionId })
    .execute();
  await seedRules(db);
  await startFeedAnew(db);
  const server = startProgram({
    script: 'src-server/main.ts',
    args: ['--port', String(await anyFreePort()), '--data', path.join(folder, 'server')],
    logFile: path.join(folder, 'server.log'),
    env: { DATABASE_URL: store.databaseUrl ?? '' },
  });
  const serverUrl = String((await server.line('listening')).listening);
  const lines: string[] = [];
  const take: TakeList = async (kind, file, map, dryRun = false) => {
    const [mapFile, reportFile] = [path.join(folder, 'map.json'), path.join(folder, 'report.json')];
    writeFileSync(mapFile, JSON.stringify(map));
    rmSync(reportFile, { force: true });
    const startedAtMs = performance.now();
    const { exitCode, stdout } = await runHedui([
      ...['import', '--data', path.join(folder, 'desktop'), '--server', serverUrl, '--demo-user', 'clerk'],
      ...['--kind', kind, '--file', path.isAbsolute(file) ? file : listFile(file), '--map', mapFile],
      ...['--report', reportFile, ...(dryRun ? ['--dry-run'] : [])],
    ]);
    // A file that cannot be read at all leaves no report; what the program said is the report then.
    const text = existsSync(reportFile) ? readFileSync(reportFile, 'utf8') : (stdout.trim().split('\n').at(-1) ?? '{}');
    const report = JSON.parse(text) as ImportReport;
    const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
    lines.push(lineOf({ kind, file: path.basename(file), report, exitCode, seconds }));
    return report;
  };
  return {
    db,
    take,
    table: () => lines.join('\n'),
    close: async () => {
      await server.stop();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function runHedui(args: readonly string[]): Promise<{ exitCode: number; stdout: string }> {
  const program = path.join(REPOSITORY, 'src-main/unattended/main.ts');
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', program, ...args],
      { cwd: REPOSITORY, timeout: RUN_LIMIT_MS, maxBuffer: 512 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
        if (exitCode === null || exitCode > 1) reject(new Error(`hedui ended badly: ${String(error)}\n${stderr}`));
        else resolve({ exitCode, stdout });
      },
    );
  });
}

interface Run {
  kind: string;
  file: string;
  report: ImportReport;
  exitCode: number;
  seconds: string;
}

function lineOf({ kind, file, report, exitCode, seconds }: Run): string {
  const { state, preview } = report;
  const end =
    state !== undefined
      ? `${state.rowsRead} rows, ${state.rowsRefused} refused, ${state.rowsRepeated} repeated → ${state.created} created, ${state.updated} updated, ${state.unchanged} unchanged`
      : preview !== undefined
        ? `looked at only: ${preview.rowsRead} rows, ${preview.rowsRefused} refused, ${preview.things} things`
        : `refused: ${report.reason ?? ''} ${JSON.stringify(report.details ?? {})}`;
  return [kind.padEnd(16), file.padEnd(46), end, `exit ${exitCode}`, `${seconds} s`].join(' | ');
}
