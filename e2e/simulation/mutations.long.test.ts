import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { REPOSITORY } from '../../build/child-program.ts';
import { MUTATIONS, type Mutation } from './mutations.ts';

const SOURCES = ['bench', 'build', 'e2e', 'migrations', 'src-main', 'src-renderer', 'src-server', 'src-shared'];
const FILES = ['package.json', 'tsconfig.json', 'vite.config.ts', 'vitest.config.ts'];

let copy = '';

beforeAll(() => {
  copy = mkdtempSync(path.join(tmpdir(), 'hedui-mutant-'));
  for (const name of [...SOURCES, ...FILES])
    cpSync(path.join(REPOSITORY, name), path.join(copy, name), { recursive: true });
  symlinkSync(path.join(REPOSITORY, 'node_modules'), path.join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** The tests of this name in a copy of the source; the suite of a copy must find a test, or the run counts as failed. */
function runTests(files: readonly string[], test: string): Promise<{ exitCode: number | null; output: string }> {
  const env: NodeJS.ProcessEnv = { ...process.env, HEDUI_LONG: '0', NO_COLOR: '1' };
  for (const name of Object.keys(env)) if (name.startsWith('VITEST') || name === 'FORCE_COLOR') delete env[name];
  const args = ['node_modules/vitest/vitest.mjs', 'run', ...files, '-t', test];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: copy, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
    child.on('close', (exitCode) => resolve({ exitCode, output }));
  });
}

function mutated({ file, changes, name }: Mutation, source: string): string {
  return changes.reduce((text, { find, put }) => {
    expect(text.split(find).length - 1, `${name}: the place in ${file}`).toBe(1);
    return text.replace(find, () => put);
  }, source);
}

const plain = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

it('without a mutation the five tests pass in the copy', async () => {
  const names = MUTATIONS.map(({ caughtBy }) => plain(caughtBy.test)).join('|');
  const files = [...new Set(MUTATIONS.map(({ caughtBy }) => caughtBy.file))];
  const { exitCode, output } = await runTests(files, names);
  expect(exitCode, output).toBe(0);
  expect(output).toMatch(/Tests\s+5 passed/);
}, 600_000);

it.each(MUTATIONS)(
  'a mutation is caught: $name',
  async (mutation) => {
    const file = path.join(copy, mutation.file);
    const source = readFileSync(file, 'utf8');
    writeFileSync(file, mutated(mutation, source));
    try {
      const { exitCode, output } = await runTests([mutation.caughtBy.file], plain(mutation.caughtBy.test));
      expect(exitCode, `it survived:\n${output}`).toBe(1);
      expect(output).toMatch(/Tests\s+1 failed/);
      expect(output).toMatch(mutation.says);
    } finally {
      writeFileSync(file, source);
    }
  },
  600_000,
);
