/** `npm run bench [-- NAME…] [-- --scale S] [-- --long]`: runs the named measurements, or all, one after the other. */
import { parseArgs } from 'node:util';
import { closeBenchDesk } from './bench-desk.ts';
import { closeBenchCluster } from './bench-server.ts';

const BENCHES = [
  'sync.snapshot',
  'sync.first-screen',
  'grid.scroll',
  'app.start',
  'sync.delta',
  'sync.writers',
  'sync.fleet',
  'sync.company',
  'grid.page',
  'rules.evaluate',
  'rules.compare',
  'audit.bulk',
  'claim.open',
  'settlement.run',
  'count.sheet',
  'ledger.page',
  'exceptions.page',
  'period.close',
  'due.stock',
  'reconcile.run',
  'excel.export',
  'excel.import',
  'evidence.zip',
];
/** These look at one server and one full desktop, which is downloaded once. */
const AT_THE_DESK = new Set(['sync.first-screen', 'grid.scroll', 'app.start']);

export interface BenchOptions {
  /** 1 = 1,000,000 claims with 4,000,000 lines (design §7). */
  scale: number;
  /** The form that takes minutes, where a bench has one. */
  long: boolean;
}

interface Bench {
  run: (options: BenchOptions) => Promise<void>;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2).filter((argument) => argument !== '--'),
    options: { scale: { type: 'string', default: '0.3' }, long: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const scale = Number(values.scale);
  const unknown = positionals.filter((name) => !BENCHES.includes(name));
  if (unknown.length > 0 || !(scale > 0 && scale <= 10)) {
    console.error(`unknown: ${unknown.join(', ') || `--scale ${values.scale}`}; known: ${BENCHES.join(', ')}`);
    process.exitCode = 2;
    return;
  }
  const beganAtMs = performance.now();
  try {
    for (const name of positionals.length > 0 ? positionals : BENCHES) {
      const startedAtMs = performance.now();
      if (!AT_THE_DESK.has(name)) await closeBenchDesk();
      const bench = (await import(`./${name}.ts`)) as Bench;
      await bench.run({ scale, long: values.long });
      console.error(`${name}: ${((performance.now() - startedAtMs) / 1000).toFixed(1)} s`);
    }
  } finally {
    await closeBenchDesk();
    await closeBenchCluster();
  }
  const minutes = (performance.now() - beganAtMs) / 60_000;
  console.error(`all: ${minutes.toFixed(1)} min`);
}

await main();
