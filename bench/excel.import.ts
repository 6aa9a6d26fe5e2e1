/** `excel.import` of design §7: a count sheet of 100,000 rows parsed, validated and previewed, against exceljs' streaming reader alone. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { printBenchLine } from './bench-line.ts';

const READER = fileURLToPath(new URL('./world/read-count-sheet.ts', import.meta.url));
const RUNS = 3;

interface Run {
  cpuMs: number;
  wallMs: number;
  overIdleMiB: number;
}

/** Each reader in processes of its own, in turns; the median by CPU counts all threads of the process. */
export async function run(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'hedui-bench-import-'));
  try {
    const file = path.join(folder, 'count-sheet.xlsx');
    await read('write', file);
    const ours: Run[] = [];
    const looks: Run[] = [];
    const peers: Run[] = [];
    for (let turn = 0; turn < RUNS; turn += 1) {
      ours.push(await read('preview', file));
      looks.push(await read('import', file));
      peers.push(await read('exceljs', file));
    }
    const [own, look, peer] = [median(ours), median(looks), median(peers)];
    const about = { bench: 'excel.import', peer: 'exceljs streaming reader alone' } as const;
    printBenchLine({ ...about, case: '100,000 rows, CPU', value: own.cpuMs, unit: 'ms', peerValue: peer.cpuMs });
    printBenchLine({
      ...about,
      case: 'with the first look, CPU',
      value: look.cpuMs,
      unit: 'ms',
      peerValue: peer.cpuMs,
    });
    printBenchLine({ ...about, case: '100,000 rows, wall', value: own.wallMs, unit: 'ms', peerValue: peer.wallMs });
    printBenchLine({
      ...{ ...about, case: 'peak memory over idle', value: own.overIdleMiB, unit: 'MiB', peerValue: peer.overIdleMiB },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function median(runs: readonly Run[]): Run {
  const sorted = runs.toSorted((left, right) => left.cpuMs - right.cpuMs);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('nothing was measured');
  return middle;
}

function read(what: 'write' | 'preview' | 'import' | 'exceljs', file: string): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [READER, what, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      output += piece;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(output) as Run);
      else reject(new Error(`the ${what} run ended with code ${String(code)}`));
    });
  });
}
