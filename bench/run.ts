/** `npm run bench [-- NAME…] [-- --scale S]`: runs the named measurements, or all, one after the other. */
import { parseArgs } from 'node:util';

const BENCHES = [
  'sync.snapshot',
  'sync.first-screen',
  'sync.delta',
  'grid.page',
  'grid.scroll',
  'rules.evaluate',
  'audit.bulk',
  'claim.open',
  'settlement.run',
  'excel.export',
  'excel.import',
  'app.start',
];

export interface BenchOptions {
  /** 1 = 1,000,000 claims with 4,000,000 lines (design §7). */
  scale: number;
}

interface Bench {
  run: (options: BenchOptions) => Promise<void>;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2).filter((argument) => argument !== '--'),
    options: { scale: { type: 'string', default: '0.3' } },
    allowPositionals: true,
  });
  const scale = Number(values.scale);
  const unknown = positionals.filter((name) => !BENCHES.includes(name));
  if (unknown.length > 0 || !(scale > 0 && scale <= 10)) {
    console.error(`unknown: ${unknown.join(', ') || `--scale ${values.scale}`}; known: ${BENCHES.join(', ')}`);
    process.exitCode = 2;
    return;
  }
  for (const name of positionals.length > 0 ? positionals : BENCHES) {
    const startedAtMs = performance.now();
    const bench = (await import(`./${name}.ts`)) as Bench;
    await bench.run({ scale });
    console.error(`${name}: ${((performance.now() - startedAtMs) / 1000).toFixed(1)} s`);
  }
}

await main();
