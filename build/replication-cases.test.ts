import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { REPOSITORY } from './child-program.ts';

const CASES = 36;
const STATES: ReadonlySet<string> = new Set(['tested', 'in part', 'not yet']);
const TITLE = /\b(?:it|test)(?:\.each)?(?:\([^'"`]*?\])?\(\s*['"`]([^'"`]*)/g;

function namedCases(): Set<number> {
  const files = globSync(['src-*/**/*.test.ts', 'e2e/**/*.test.ts'], { cwd: REPOSITORY });
  const texts = files.map((file) => readFileSync(path.join(REPOSITORY, file), 'utf8'));
  // Titles of tables stand on a line of their own, so every quoted text that begins with the word counts.
  const titles = texts.flatMap((text) => [...text.matchAll(TITLE), ...text.matchAll(/^\s*'(case \d+[^']*)'/gm)]);
  return new Set(
    titles.flatMap(([, title = '']) => [...title.matchAll(/\bcase (\d+)/g)].map(([, number]) => Number(number))),
  );
}

function statedCases(): Map<number, string> {
  const text = readFileSync(path.join(REPOSITORY, 'docs/replication-cases.md'), 'utf8');
  return new Map(
    [...text.matchAll(/^\| (\d+) \|[^|]*\|[^|]*\| ([a-z ]+) \|/gm)].map(([, number, state = '']) => [
      Number(number),
      state.trim(),
    ]),
  );
}

it('the table has all cases, each with its state', () => {
  const stated = statedCases();
  expect([...stated.keys()]).toEqual(Array.from({ length: CASES }, (_, index) => index + 1));
  expect([...stated.values()].filter((state) => !STATES.has(state))).toEqual([]);
});

it('every case said to be tested has a test with its number in the name', () => {
  const named = namedCases();
  const claimed = [...statedCases()].filter(([, state]) => state !== 'not yet').map(([number]) => number);
  expect(claimed.length).toBeGreaterThan(20);
  expect(claimed.filter((number) => !named.has(number))).toEqual([]);
});
