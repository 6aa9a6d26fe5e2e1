import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ProgramEnded, startProgram, type Program } from '../build/child-program.ts';
import { printBenchLine } from './bench-line.ts';
import { loginsOf, openBenchServer, type BenchServer } from './bench-server.ts';
import { usageOf } from './process-usage.ts';

const LOG_CHARACTERS = 4000;

interface Form {
  desktops: number;
  /** How many desktops share one process; each has three threads and about 200 MiB of its own. */
  perProcess: number;
  commandsPerSecond: number;
  seconds: number;
  scale: number;
}

const FORMS = {
  short: { desktops: 6, perProcess: 3, commandsPerSecond: 5, seconds: 10, scale: 0.002 },
  /** What issue 4 asks for; a smaller world has fewer claims in review than fifty desktops need. */
  long: { desktops: 50, perProcess: 1, commandsPerSecond: 20, seconds: 300, scale: 0.02 },
} as const satisfies Record<string, Form>;

interface Checked {
  checked: number;
  differing: string[];
  attention: number;
  seen: number;
  histogram: [number, number][];
  rssMiB: number;
}

/**
 * Desktops without a window on one server with PostgreSQL, which decide and see each other's decisions: time from the
 * server's decision to the row in every desktop's copy, what the server used, and all copies equal at the end (issue 4).
 */
export async function run({ long }: { long: boolean }): Promise<void> {
  const form = FORMS[long ? 'long' : 'short'];
  const server = await openBenchServer(form.scale);
  const processes: Program[] = [];
  try {
    const logins = await loginsOf(server, 'l1');
    for (let first = 0; first < form.desktops; first += form.perProcess)
      processes.push(startDesktops(server, { form, first, logins }));
    await said(processes, 'ready');
    const postmaster = await server.postmasterPid();
    const before = { server: usageOf(server.pid), postgres: usageOf(postmaster) };
    const startedMs = performance.now();
    for (const { child } of processes) child.send('go');
    const worked = await said<{ worked: number; waited: number }>(processes, 'worked');
    const seconds = (performance.now() - startedMs) / 1000;
    const after = { server: usageOf(server.pid), postgres: usageOf(postmaster) };
    const results: Checked[] = [];
    for (const program of processes) {
      program.child.send('check');
      results.push(...(await said<Checked>([program], 'checked')));
    }
    const sent = worked.reduce((sum, line) => sum + line.worked, 0);
    const waited = worked.reduce((sum, line) => sum + line.waited, 0);
    if (waited > 0) console.error(`${String(waited)} turns let pass: the claim's last decision had not come back`);
    const cores = (name: 'server' | 'postgres'): number => (after[name].cpuSeconds - before[name].cpuSeconds) / seconds;
    const use = { server: cores('server'), postgres: cores('postgres') };
    report({ form, sent, seconds, results, use, residentMiB: after.server.residentMiB, peakMiB: server.peakMiB() });
    await assertSound(server, { form, sent, results });
    for (const { child } of processes) child.send('end');
    await Promise.all(processes.map(({ ended }) => ended));
  } catch (error) {
    // the folder with the logs goes with the server
    if (error instanceof ProgramEnded) console.error(readFileSync(error.logFile, 'utf8').slice(-LOG_CHARACTERS));
    throw error;
  } finally {
    await Promise.all(processes.map((program) => program.kill()));
    await server.close();
  }
}

function startDesktops(
  server: BenchServer,
  { form, first, logins }: { form: Form; first: number; logins: readonly string[] },
): Program {
  const numbers = Array.from({ length: Math.min(form.perProcess, form.desktops - first) }, (_, at) => first + at);
  const own = numbers.map((number) => logins[number % logins.length] ?? '');
  const everyMs = (1000 * form.desktops) / form.commandsPerSecond;
  const folder = path.join(server.folder, `desktops-${String(first)}`);
  return startProgram({
    script: 'bench/fleet-desktops.ts',
    args: [
      ...['--server', server.url, '--folder', folder, '--logins', own.join(','), '--first', String(first)],
      ...['--all', String(form.desktops), '--every', String(everyMs), '--seconds', String(form.seconds)],
    ],
    logFile: path.join(server.folder, `desktops-${String(first)}.log`),
  });
}

async function said<Line>(processes: readonly Program[], key: string): Promise<Line[]> {
  return (await Promise.all(processes.map((program) => program.line(key)))) as Line[];
}

interface Outcome {
  form: Form;
  sent: number;
  seconds: number;
  results: readonly Checked[];
  use: { server: number; postgres: number };
  residentMiB: number;
  peakMiB: number | null;
}

function report({ form, sent, seconds, results, use, residentMiB, peakMiB }: Outcome): void {
  const bench = 'sync.fleet';
  const merged = new Map<number, number>();
  for (const [ms, count] of results.flatMap(({ histogram }) => histogram))
    merged.set(ms, (merged.get(ms) ?? 0) + count);
  const sorted = [...merged].sort(([a], [b]) => a - b);
  const processes = Math.ceil(form.desktops / form.perProcess);
  const fleet = `${String(form.desktops)} desktops in ${String(processes)} processes, ${(sent / seconds).toFixed(1)} commands/s for ${seconds.toFixed(0)} s`;
  for (const share of [0.5, 0.95, 0.99]) {
    const name = `p${String(share * 100)}`;
    printBenchLine({
      ...{ bench, case: `${fleet}: decided on the server → visible on each desktop, ${name}` },
      ...{ value: quantile(sorted, share), unit: 'ms', peer: null, peerValue: null },
    });
  }
  for (const [name, value] of Object.entries(use))
    printBenchLine({ bench, case: `${fleet}: CPU of the ${name}`, value, unit: 'cores', peer: null, peerValue: null });
  const memory = { unit: 'MiB', peer: 'its peak', peerValue: peakMiB };
  printBenchLine({ bench, case: `${fleet}: memory of the server's process`, value: residentMiB, ...memory });
  const differing = results.reduce((sum, result) => sum + result.differing.length, 0);
  const none = { peer: null, peerValue: null };
  printBenchLine({ bench, case: 'copies that differ from the server at the end', value: differing, unit: '', ...none });
}

/** The smallest number of milliseconds within which this share of all has happened. */
function quantile(sorted: readonly [number, number][], share: number): number {
  const all = sorted.reduce((sum, [, count]) => sum + count, 0);
  let passed = 0;
  for (const [ms, count] of sorted) {
    passed += count;
    if (passed >= share * all) return ms;
  }
  return Number.NaN;
}

/** A violation is no figure: the bench fails over it. */
async function assertSound(
  server: BenchServer,
  { form, sent, results }: { form: Form; sent: number; results: readonly Checked[] },
): Promise<void> {
  const differing = results.flatMap((result) => result.differing);
  if (differing.length > 0) throw new Error(`copies differ from the server:\n${differing.join('\n')}`);
  const statuses = await server.query<{ status: string; n: string }>(
    'select status, count(*) as n from command_log group by status',
  );
  const applied = Number(statuses.find(({ status }) => status === 'applied')?.n ?? 0);
  const [decisions] = await server.query<{ n: string }>(
    `select count(*) as n from audit_decision where action in ('HOLD', 'RELEASE') and command_id is not null`,
  );
  const logged = statuses.reduce((sum, { n }) => sum + Number(n), 0);
  if (logged !== sent || Number(decisions?.n) !== applied)
    throw new Error(`${String(sent)} sent, ${JSON.stringify(statuses)} logged, ${String(decisions?.n)} decisions`);
  const seen = results.reduce((sum, result) => sum + result.seen, 0);
  if (seen !== applied * form.desktops)
    throw new Error(`${String(seen)} seen of ${String(applied)} decisions on ${String(form.desktops)} desktops`);
  const attention = results.reduce((sum, result) => sum + result.attention, 0);
  if (attention > logged - applied) throw new Error(`${String(attention)} on the work-lists`);
}
