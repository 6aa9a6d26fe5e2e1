/** Every torture file through a real desktop, round after round, as a table: what it gave, how long it took, what it left in memory. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildScreens, SCREENS_FOLDER } from '../../build/build-renderer.ts';
import { startProgram, type Program } from '../../build/child-program.ts';
import { anyFreePort } from '../../build/free-port.ts';
import { workbookText } from '../../src-main/exchange/workbook-text.ts';
import { residentBytes } from '../../src-main/host/resident-memory.ts';
import type { ImportMapping } from '../../src-shared/contract/exchange.contract.ts';
import type { Scalar } from '../../src-shared/contract/values.ts';
import { CATALOGUES } from '../../src-shared/i18n/index.ts';
import { listFile } from '../world/lists/expected-lists.ts';
import { collectedBytes } from './collected-memory.ts';
import { startDesktopProcess, until, type Client, type DesktopProcess } from './desktop-process.ts';

const TORTURE = listFile('10-import-torture');
const ROUNDS = 2;
/** The largest files first, so that the program has grown to its working size before anything is compared. */
const WARM_UP_FILES = 5;
const WARM_UPS = 3;
/** A hang, as the issue counts it; most files take less than a second. */
const HANG_SECONDS = 20;
/** What a whole round may leave behind, the collector having run: page caches fill, but nothing stays of every file. */
const LEFT_BEHIND_MIB = 16;
/** What the desktop may hold at any moment, with what waits to be collected. */
const PEAK_MIB = 640;
const MIB = 1024 * 1024;
const PIECE_BYTES = 192 * 1024;
/** Ends that are no sentence about the file but an accident of the program. */
const ACCIDENTS = new Set(['unexpected', 'isolated-task-crashed', 'isolated-task-died', 'isolated-task-timeout']);

interface Outcome {
  file: string;
  /** Rows that became an entry of the list, or null when the file was refused. */
  rows: number | null;
  reason: string | null;
  sentence: string;
  seconds: number;
  memoryBeforeMiB: number;
  memoryAfterMiB: number;
  /** The longest a screen waited for its answer meanwhile. */
  slowestAnswerMs: number;
}

let folder = '';
let server: Program;
let desktop: DesktopProcess;
let inspectPort = 0;

beforeAll(async () => {
  expect(existsSync(TORTURE), 'the shared data (../shared/data/10-import-torture) is absent').toBe(true);
  folder = mkdtempSync(path.join(tmpdir(), 'hedui-torture-'));
  await buildScreens();
  const port = await anyFreePort();
  server = startProgram({
    script: 'src-server/main.ts',
    args: ['--port', String(port), '--data', path.join(folder, 'server'), '--demo'],
    logFile: path.join(folder, 'server.log'),
  });
  const serverUrl = String((await server.line('listening')).listening);
  inspectPort = await anyFreePort();
  desktop = await startDesktopProcess({
    ...{ name: 'desktop', folder, serverUrl, screens: SCREENS_FOLDER, login: 'jiesuan01' },
    env: { NODE_OPTIONS: `--inspect-port=127.0.0.1:${inspectPort}` },
  });
  await until('the copy is whole', async () => {
    const state = await desktop.client.sync.state({});
    return state.phase === 'live' && !state.historyPending;
  });
}, 300_000);

afterAll(async () => {
  await desktop.program.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('every torture file is taken in or refused with a sentence; the desktop stays alive, answers, and keeps its memory', async () => {
  const files = readdirSync(TORTURE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  expect(files.length).toBeGreaterThan(100);
  const largest = files.toSorted((left, right) => statSync(right).size - statSync(left).size).slice(0, WARM_UP_FILES);
  for (let warmUp = 0; warmUp < WARM_UPS; warmUp += 1) for (const file of largest) await outcomeOf(file);
  const rounds: Outcome[][] = [];
  const collectedMiB: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const outcomes: Outcome[] = [];
    for (const file of files) outcomes.push(await outcomeOf(file));
    rounds.push(outcomes);
    collectedMiB.push(toMiB(await collectedBytes(desktop.program.child.pid ?? 0, inspectPort)));
    console.log(tableOf(round, outcomes));
    const memory = [usualMemory(outcomes), peakMemory(outcomes), collectedMiB.at(-1) ?? 0];
    console.log(`memory of the desktop in MiB, usual, most, after the round and its collector: ${memory.join(', ')}`);
  }
  const all = rounds.flat();
  expect(all.filter(({ reason }) => reason !== null && ACCIDENTS.has(reason))).toEqual([]);
  expect(all.filter(({ reason }) => reason !== null && !hasSentence(reason)).map(({ reason }) => reason)).toEqual([]);
  expect(all.filter(({ seconds }) => seconds > HANG_SECONDS)).toEqual([]);
  expect(new Set(rounds.map((outcomes) => JSON.stringify(outcomes.map(endOf)))).size, 'every round ends alike').toBe(1);
  const [afterFirst = 0] = collectedMiB;
  expect(collectedMiB.filter((mib) => mib > afterFirst + LEFT_BEHIND_MIB)).toEqual([]);
  expect(peakMemory(all)).toBeLessThan(PEAK_MIB);
  expect(desktop.program.child.exitCode, 'the desktop is the same process as at the beginning').toBeNull();
}, 3_000_000);

async function outcomeOf(file: string): Promise<Outcome> {
  const memoryBeforeMiB = await memoryMiB();
  const answers = measureAnswers(desktop.client);
  const startedAtMs = performance.now();
  const end = await importNames(desktop.client, file);
  const seconds = (performance.now() - startedAtMs) / 1000;
  const slowestAnswerMs = await answers.stop();
  return {
    ...{ file: path.relative(TORTURE, file), ...end, seconds, slowestAnswerMs, memoryBeforeMiB },
    memoryAfterMiB: await memoryMiB(),
  };
}

type End = Pick<Outcome, 'rows' | 'reason' | 'sentence'>;

/** The first column of the best sheet as a list of names: as much of the way of an import as any file can go. */
async function importNames(client: Client, file: string): Promise<End> {
  const kind = 'nameLists';
  try {
    const fileId = await upload(client, file);
    const found = await client.exchange.inspect({ fileId, kind, sheet: null, headerRowNo: null });
    const [column] = found.columns;
    if (column === undefined) throw new Error(`${file}: read without a column`);
    const mapping: ImportMapping = {
      dateOrder: 'ymd',
      fields: { listCode: { from: 'fixed', value: 'TORTURE' }, name: { from: 'column', column: column.name } },
    };
    const { sheet, headerRowNo } = found;
    const preview = await client.exchange.preview({ fileId, kind, sheet, headerRowNo, mapping });
    const { importId } = await client.exchange.commit({ previewId: preview.previewId });
    await until(`${file}: the import has ended`, async () => {
      const { state } = await client.exchange.importState({ importId });
      return state !== 'sending';
    });
    const state = await client.exchange.importState({ importId });
    const rows = state.rowsInThings;
    const rest = [`${state.rowsRefused} refused`, `${state.rowsRepeated} repeated`];
    return { rows, reason: state.problem?.reason ?? null, sentence: `${state.rowsRead} read, ${rest.join(', ')}` };
  } catch (error) {
    const problem = problemOf(error);
    if (problem === null) throw error;
    const sentence = workbookText('zh-CN')(`error.${problem.reason}`, problem.details);
    return { rows: null, reason: problem.reason, sentence };
  }
}

async function upload(client: Client, file: string): Promise<string> {
  const bytes = readFileSync(file);
  let fileId: string | null = null;
  for (let at = 0; fileId === null || at < bytes.length; at += PIECE_BYTES) {
    const sent: { fileId: string } = await client.exchange.upload({
      ...{ fileId, fileName: path.basename(file), last: at + PIECE_BYTES >= bytes.length },
      piece: bytes.subarray(at, at + PIECE_BYTES).toString('base64'),
    });
    fileId = sent.fileId;
  }
  return fileId;
}

interface Problem {
  reason: string;
  details: Record<string, Exclude<Scalar, undefined>>;
}

function problemOf(error: unknown): Problem | null {
  if (!(error instanceof Error) || !('data' in error)) return null;
  const data = error.data as Partial<Problem> | null;
  return typeof data?.reason === 'string' ? { reason: data.reason, details: data.details ?? {} } : null;
}

/** Asks the desktop a small thing over and over, as a screen does, and keeps the longest wait. */
function measureAnswers(client: Client): { stop(): Promise<number> } {
  let stopped = false;
  let slowestMs = 0;
  const asking = (async () => {
    while (!stopped) {
      const askedAtMs = performance.now();
      await client.jobs.list({});
      slowestMs = Math.max(slowestMs, performance.now() - askedAtMs);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      await asking;
      return slowestMs;
    },
  };
}

async function memoryMiB(): Promise<number> {
  return toMiB(await residentBytes(desktop.program.child.pid ?? 0));
}

function toMiB(bytes: number | null): number {
  if (bytes === null) throw new Error('the desktop process is gone');
  return Math.round(bytes / MIB);
}

function hasSentence(reason: string): boolean {
  return Object.values(CATALOGUES).every((texts) => texts[`error.${reason}`] !== undefined);
}

function endOf({ file, rows, reason }: Outcome): unknown[] {
  return [file, rows, reason];
}

/** The median: the first copy at the start and the collector's days say nothing about what files leave behind. */
function usualMemory(outcomes: readonly Outcome[]): number {
  const sorted = outcomes.map(({ memoryAfterMiB }) => memoryAfterMiB).sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function peakMemory(outcomes: readonly Outcome[]): number {
  return Math.max(...outcomes.map(({ memoryAfterMiB }) => memoryAfterMiB));
}

function tableOf(round: number, outcomes: readonly Outcome[]): string {
  const lines = outcomes.map(({ file, rows, reason, sentence, ...figures }) =>
    [
      file.padEnd(92),
      rows === null ? 'refused ' : `imported ${rows} rows`.padEnd(20),
      `${figures.seconds.toFixed(2)} s`,
      `${figures.memoryBeforeMiB} → ${figures.memoryAfterMiB} MiB`,
      `answers within ${Math.ceil(figures.slowestAnswerMs)} ms`,
      reason === null ? sentence : `${reason}: ${sentence}`,
    ].join(' | '),
  );
  return [`round ${round} of ${ROUNDS}`, ...lines].join('\n');
}
