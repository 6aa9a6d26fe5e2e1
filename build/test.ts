/** `npm test`: every suite with its seconds, and one last line `N passed, N failed`. `--long` adds the long forms. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runStep } from './steps.ts';
import { verify } from './verify.ts';

interface Counts {
  passed: number;
  failed: number;
  /** What failed, to be said once more at the very end: a log that was cut off keeps its end. */
  failures?: readonly string[];
}

interface Suite {
  name: string;
  run(): Promise<Counts>;
}

const VITEST = 'node_modules/vitest/vitest.mjs';
const SLOW_FILE_MS = 5_000;
const SLOW_FILES_SHOWN = 15;
const NOTHING_COUNTED: Counts = { passed: 0, failed: 1 };

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    startTime: number;
    endTime: number;
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
  }[];
}

const SHOWN_LINES = 12;
const shorten = (text: string): string => text.split('\n').slice(0, SHOWN_LINES).join('\n');

/** Every test that failed and every file that could not be loaded, with the head of what was said. */
function failuresOf({ testResults }: VitestReport): string[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = path.relative(process.cwd(), name);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0) return status === 'failed' ? [`${file}\n${shorten(message)}`] : [];
    return failed.map((test) => `${file} > ${test.fullName}\n${shorten(test.failureMessages.join('\n'))}`);
  });
}

/** Where the minutes went, for whoever has to keep the run short. */
function slowestFiles({ testResults }: VitestReport): string[] {
  return testResults
    .map(({ name, startTime, endTime }) => ({ name: path.relative(process.cwd(), name), ms: endTime - startTime }))
    .filter(({ ms }) => ms >= SLOW_FILE_MS)
    .sort((left, right) => right.ms - left.ms)
    .slice(0, SLOW_FILES_SHOWN)
    .map(({ name, ms }) => `  ${(ms / 1000).toFixed(1).padStart(6)} s  ${name}`);
}

/** vitest's own report: a file that could not even be loaded counts as a failure, and so does a suite without a test. */
async function runVitest(filters: readonly string[], long: boolean): Promise<Counts> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'hedui-test-'));
  const report = path.join(folder, 'report.json');
  const step = {
    name: 'vitest',
    command: [VITEST, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...filters],
    env: long ? { HEDUI_LONG: '1' } : {},
  };
  const { exitCode } = await runStep(step, (text) => process.stdout.write(text));
  try {
    const result = JSON.parse(readFileSync(report, 'utf8')) as VitestReport;
    for (const line of slowestFiles(result)) console.log(line);
    const unloaded = result.testResults.filter(
      (file) => file.status === 'failed' && file.assertionResults.length === 0,
    );
    const failed = result.numFailedTests + unloaded.length;
    const unseen = failed === 0 && (exitCode !== 0 || result.numPassedTests === 0) ? 1 : 0;
    return { passed: result.numPassedTests, failed: failed + unseen, failures: failuresOf(result) };
  } catch {
    return NOTHING_COUNTED;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A program that closes with `N passed, N failed`. */
async function runCounting(command: readonly string[]): Promise<Counts> {
  const { output, exitCode } = await runStep({ name: 'counting', command }, (text) => process.stdout.write(text));
  const [, passed, failed] = /(\d+) passed, (\d+) failed\s*$/.exec(output.trimEnd()) ?? [];
  if (passed === undefined || failed === undefined || Number(passed) === 0) return NOTHING_COUNTED;
  const failures = output.split(/^(?=ok {5}|FAILED|\d+ passed)/m).filter((part) => part.startsWith('FAILED'));
  return {
    passed: Number(passed),
    failed: Number(failed) + (exitCode !== 0 && failed === '0' ? 1 : 0),
    failures: failures.map((part) => shorten(part.trimEnd())),
  };
}

function suites(long: boolean): Suite[] {
  return [
    { name: 'verify', run: verify },
    { name: 'vectors', run: () => runVitest(['e2e/vectors'], long) },
    {
      name: 'unit and integration',
      run: () =>
        runVitest(['src-', 'migrations/', 'build/', 'bench/', 'e2e/integration', ...(long ? ['e2e/long'] : [])], long),
    },
    { name: 'simulation', run: () => runVitest(['e2e/simulation'], long) },
    { name: 'transports', run: () => runVitest(['e2e/conformance'], long) },
    { name: 'stories', run: () => runCounting(['e2e/run.ts', ...(long ? ['--long'] : [])]) },
  ];
}

const { values } = parseArgs({
  options: { long: { type: 'boolean', default: false }, only: { type: 'string', multiple: true } },
});
const total: Counts = { passed: 0, failed: 0 };
const summary: string[] = [];
const allFailures: string[] = [];
for (const suite of suites(values.long)) {
  if (values.only !== undefined && !values.only.includes(suite.name)) continue;
  console.log(`\n== ${suite.name}`);
  const startedAtMs = performance.now();
  const { passed, failed, failures = [] } = await suite.run();
  allFailures.push(...failures.map((failure) => `[${suite.name}] ${failure}`));
  total.passed += passed;
  total.failed += failed;
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  summary.push(`${suite.name}: ${seconds} s, ${passed} passed, ${failed} failed`);
}
if (allFailures.length > 0) console.log(`\n== what failed\n${allFailures.join('\n')}`);
console.log(`\n${summary.join('\n')}`);
if (total.passed === 0) total.failed = Math.max(1, total.failed);
process.exitCode = total.failed === 0 ? 0 : 1;
console.log(`${total.passed} passed, ${total.failed} failed`);
