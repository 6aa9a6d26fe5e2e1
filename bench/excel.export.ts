/** `excel.export` of design §7: 100,000 × 20 styled rows, our writer against exceljs' streaming writer with styles. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { printBenchLine } from './bench-line.ts';

const WRITER = fileURLToPath(new URL('./world/write-workbook.ts', import.meta.url));
const RUNS = 3;

interface Run {
  cpuMs: number;
  wallMs: number;
  /** Highest resident memory of the process over what it had before it began to write. */
  overIdleMiB: number;
  fileMiB: number;
}

/** Each writer in processes of its own, in turns; the median by CPU counts all threads of the process. */
export async function run(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'hedui-bench-excel-'));
  try {
    const ours: Run[] = [];
    const peers: Run[] = [];
    for (let turn = 0; turn < RUNS; turn += 1) {
      ours.push(await write('bulk', path.join(folder, 'bulk.xlsx')));
      peers.push(await write('exceljs', path.join(folder, 'exceljs.xlsx')));
    }
    const own = median(ours);
    const peer = median(peers);
    const bench = 'excel.export';
    printBenchLine({
      bench,
      case: '100,000 × 20, CPU',
      value: own.cpuMs,
      unit: 'ms',
      peer: 'exceljs streaming, styles',
      peerValue: peer.cpuMs,
    });
    printBenchLine({
      bench,
      case: '100,000 × 20, wall',
      value: own.wallMs,
      unit: 'ms',
      peer: 'exceljs streaming, styles',
      peerValue: peer.wallMs,
    });
    printBenchLine({
      bench,
      case: 'peak memory over idle',
      value: own.overIdleMiB,
      unit: 'MiB',
      peer: 'exceljs streaming, styles',
      peerValue: peer.overIdleMiB,
    });
    printBenchLine({
      bench,
      case: 'file size',
      value: own.fileMiB,
      unit: 'MiB',
      peer: 'exceljs streaming, styles',
      peerValue: peer.fileMiB,
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

function write(writer: 'bulk' | 'exceljs', file: string): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [WRITER, writer, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      output += piece;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code !== 0) reject(new Error(`the ${writer} writer ended with code ${String(code)}`));
      else resolve({ ...(JSON.parse(output) as Omit<Run, 'fileMiB'>), fileMiB: statSync(file).size / 1048576 });
    });
  });
}
