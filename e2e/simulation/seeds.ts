/**
 * `npm run seeds -- [--from 1] [--to 10000] [--chunk 100] [--state FILE]`: a long range of seeds of the simulation, one
 * line of progress after each chunk. It may be stopped at any moment: with the same state file it goes on after the last
 * whole chunk. A seed that fails is printed with its trace and kept in the state file; the range goes on behind it.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { REPOSITORY } from '../../build/child-program.ts';

const SUMS = [
  ...(['seeds', 'states', 'commands', 'crashes', 'serverDeaths', 'restores', 'upheavals'] as const),
  ...(['exchanges', 'checks', 'cpuSeconds'] as const),
];
type Sums = Record<(typeof SUMS)[number], number>;

interface State {
  from: number;
  /** All seeds before this one are done. */
  next: number;
  failed: number[];
  sums: Sums;
}

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: {
    from: { type: 'string', default: '1' },
    to: { type: 'string', default: '10000' },
    chunk: { type: 'string', default: '100' },
    state: { type: 'string', default: path.join(tmpdir(), 'hedui-seeds.json') },
  },
});
const [from, to, chunk] = [values.from, values.to, values.chunk].map(Number) as [number, number, number];

function readState(): State {
  const fresh: State = { from, next: from, failed: [], sums: Object.fromEntries(SUMS.map((key) => [key, 0])) as Sums };
  if (!existsSync(values.state)) return fresh;
  const kept = JSON.parse(readFileSync(values.state, 'utf8')) as State;
  return kept.from === from ? kept : fresh;
}

function keep(state: State): void {
  writeFileSync(`${values.state}.new`, JSON.stringify(state));
  renameSync(`${values.state}.new`, values.state);
}

/** The seeds from `first` on in a process of their own; its output and how it ended. */
function runSeeds(first: number, count: number): Promise<{ ok: boolean; output: string }> {
  const args = ['node_modules/vitest/vitest.mjs', 'run', 'e2e/simulation/simulation.test.ts', '-t', 'seeds from'];
  const env = { ...process.env, HEDUI_FIRST_SEED: String(first), HEDUI_SEEDS: String(count), NO_COLOR: '1' };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: REPOSITORY, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}

function add(state: State, output: string): void {
  const line = /^\{"seeds":.*\}$/m.exec(output)?.[0];
  if (line === undefined) throw new Error(`no sums in the output:\n${output}`);
  const sums = JSON.parse(line) as Sums;
  for (const key of SUMS) state.sums[key] += sums[key];
}

async function main(): Promise<void> {
  const state = readState();
  const startedMs = performance.now();
  const startedAt = state.next;
  while (state.next <= to) {
    const count = Math.min(chunk, to - state.next + 1);
    const { ok, output } = await runSeeds(state.next, count);
    if (ok) {
      add(state, output);
      state.next += count;
    } else {
      const failed = Number(/HEDUI_SEED=(\d+) replays it/.exec(output)?.[1] ?? Number.NaN);
      if (Number.isNaN(failed)) throw new Error(`the run from ${String(state.next)} on broke:\n${output}`);
      console.log(output);
      state.failed.push(failed);
      // The seeds before it were sound; their sums are lost with the run that ended, so they are not counted.
      state.next = failed + 1;
    }
    keep(state);
    const perSeedMs = (performance.now() - startedMs) / Math.max(1, state.next - startedAt);
    const hoursLeft = ((to - state.next + 1) * perSeedMs) / 3_600_000;
    const figures = { done: state.next - 1, of: to, failed: state.failed, ...state.sums };
    console.log(
      JSON.stringify({ ...figures, msPerSeed: Math.round(perSeedMs), hoursLeft: Number(hoursLeft.toFixed(2)) }),
    );
  }
  if (state.failed.length > 0) process.exitCode = 1;
}

await main();
