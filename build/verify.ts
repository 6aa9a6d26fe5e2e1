/** `npm run verify`: the quick checks, each with its seconds. */
import { fileURLToPath } from 'node:url';
import { runStep, type Step, type StepResult } from './steps.ts';

/** Two lanes for two cores; the long ones begin. */
const LANES: readonly (readonly Step[])[] = [
  [
    { name: 'types', command: ['node_modules/typescript/bin/tsc', '-p', '.'] },
    { name: 'layers', command: ['build/check-layers.ts'] },
    { name: 'generated types', command: ['build/generate-types.ts', '--check'] },
    { name: 'rules document', command: ['build/rules-document.ts', '--check'] },
  ],
  [
    {
      name: 'lint',
      command: ['--max-old-space-size=4096', 'node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0'],
    },
    { name: 'dead code', command: ['node_modules/knip/bin/knip.js', '--no-progress'] },
    {
      name: 'format',
      command: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
    },
  ],
];

/** Every check once; what a failing one has to say is printed in full. */
export async function verify(): Promise<{ passed: number; failed: number }> {
  const lanes = LANES.map(async (steps) => {
    const results: StepResult[] = [];
    for (const step of steps) {
      const result = await runStep(step);
      console.log(`  ${result.exitCode === 0 ? 'ok    ' : 'FAILED'} ${step.name} (${result.seconds.toFixed(1)} s)`);
      if (result.exitCode !== 0) console.log(result.output.trimEnd());
      results.push(result);
    }
    return results;
  });
  const results = (await Promise.all(lanes)).flat();
  const passed = results.filter(({ exitCode }) => exitCode === 0).length;
  return { passed, failed: results.length - passed };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { passed, failed } = await verify();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}
