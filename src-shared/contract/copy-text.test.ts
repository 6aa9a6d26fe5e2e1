import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CopyReader, firstCell, type CopyCell } from './copy-text.ts';

const WRITTEN: Record<string, string> = {
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

/** As PostgreSQL writes it. */
function written(rows: readonly CopyCell[][]): string {
  const cell = (value: CopyCell): string =>
    value === null ? '\\N' : String(value).replace(/[\\\b\f\n\r\t\v]/g, (character) => WRITTEN[character] ?? '');
  return rows.map((row) => `${row.map(cell).join('\t')}\n`).join('');
}

function read(text: string, kinds: string, at = 1): CopyCell[][] | null {
  const reader = new CopyReader(Buffer.from(text), kinds);
  const rows: CopyCell[][] = [];
  while (!reader.done) {
    const cells: CopyCell[] = [];
    const count = reader.read(cells, at);
    if (count < 0) return null;
    for (let row = 0; row < count; row += 1) rows.push(cells.slice(row * kinds.length, (row + 1) * kinds.length));
  }
  return rows;
}

const SAFE = Number.MAX_SAFE_INTEGER;

test('case 29 and case 30: text of every kind and integers up to the limits come out as PostgreSQL had them', () => {
  const special = fc.constantFrom(
    '\\N',
    '\\',
    '\t',
    '\n',
    '{"t":"end"}',
    '👩‍🔧',
    'e\u0301',
    '\u2028',
    '',
    '\\\\N',
    '\r\n',
  );
  const text = fc.option(fc.oneof(fc.string({ unit: 'binary' }), special));
  const integer = fc.option(fc.oneof(fc.maxSafeInteger(), fc.constantFrom(SAFE, -SAFE, 0, 10 ** 15, -1)));
  fc.assert(
    fc.property(fc.array(fc.tuple(text, integer, text)), fc.integer({ min: 1, max: 60 }), (rows, at) => {
      expect(read(written(rows), 'tit', at)).toEqual(rows);
    }),
  );
});

test.each([
  ['a cell too few', 'a\t1\n'],
  ['a cell too many', 'a\t1\tb\tc\n'],
  ['a word for a number', 'a\tx\tb\n'],
  ['nothing for a number', 'a\t\tb\n'],
  ['a fraction', 'a\t1.5\tb\n'],
  ['a number no number holds', 'a\t9007199254740993\tb\n'],
])('refuses %s', (_what, text) => {
  expect(read(text, 'tit')).toBeNull();
});

test('the first cell is found with its escapes', () => {
  expect(firstCell('01JX\t1\t2')).toBe('01JX');
  expect(firstCell('a\\tb\t1')).toBe('a\tb');
});

test('rows longer than what is turned into characters at a time, and rows across its edge, come out whole', () => {
  const long = '核对\n'.repeat(30_000);
  const rows: CopyCell[][] = Array.from({ length: 3000 }, (_value, at) => [
    `row ${String(at)} ${'x'.repeat(at % 97)}`,
    at,
    at % 1000 === 7 ? long : null,
  ]);
  expect(read(written(rows), 'tit', 40)).toEqual(rows);
  const withoutLastNewline = written(rows.slice(0, 2000)).slice(0, -1);
  expect(read(withoutLastNewline, 'tit', 7)).toEqual(rows.slice(0, 2000));
});
