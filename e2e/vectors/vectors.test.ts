import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { matchesExpected, parseVectorFile, runVectorCase } from './vector-run.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const manifest = JSON.parse(readFileSync(`${folder}manifest.json`, 'utf8')) as {
  functions: string[];
  notYet: string[];
};
const files = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'manifest.json');
const suites = files.map((name) => ({ name, cases: parseVectorFile(readFileSync(folder + name, 'utf8')).cases }));

describe('the calculation vectors', () => {
  describe.each(manifest.functions)('%s', (fn) => {
    const cases = suites.flatMap((suite) => suite.cases.filter((vector) => vector.fn === fn));

    it('has cases', () => {
      expect(cases.length).toBeGreaterThan(0);
    });

    it.each(cases)('gives what case $id says', (vector) => {
      expect(runVectorCase(vector)).toBeNull();
    });
  });

  it.each(suites)('of $name are either run or named as not yet', ({ name, cases }) => {
    const isRun = cases.some((vector) => manifest.functions.includes(vector.fn));
    expect(isRun).not.toBe(manifest.notYet.includes(name));
  });

  it('have no file named as not yet that does not exist', () => {
    expect(manifest.notYet.filter((name) => !files.includes(name))).toEqual([]);
  });
});

describe('the comparison', () => {
  it.each([
    ['further keys are ignored', { a: 1 }, { a: 1, b: 2 }, true],
    ['a missing key is a difference', { a: 1, b: null }, { a: 1 }, false],
    ['a number is not its text', 1, '1', false],
    ['arrays keep their length', [1], [1, 2], false],
    ['instants are compared as instants', '2026-03-02T08:00:00Z', '2026-03-02T08:00:00.000Z', true],
    ['other texts are compared as texts', 'a', 'A', false],
  ])('%s', (_title, expected, got, same) => {
    expect(matchesExpected(expected, got)).toBe(same);
  });

  it('counts an unknown function and an exception as failures', () => {
    expect(runVectorCase({ id: '1', fn: 'toString', in: {}, out: {} })).toEqual({
      expected: {},
      got: { unknownFunction: 'toString' },
    });
    expect(runVectorCase({ id: '2', fn: 'vinCheck', in: null, out: { result: 'valid' } })).not.toBeNull();
  });
});
