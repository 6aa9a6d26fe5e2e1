import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTsv, toHtmlTable, toTsv, type ClipboardCell } from './clipboard-text.ts';

const text = (value: string): ClipboardCell => ({ text: value, asText: true });
const number = (value: string): ClipboardCell => ({ text: value, asText: false });

describe('copying', () => {
  it('ends rows with CRLF and quotes what holds a tab, a break or a quote', () => {
    expect(
      toTsv([
        [text('0022'), number('-12.50')],
        [text('a\tb'), text('say "no"\nor yes')],
      ]),
    ).toBe('0022\t-12.50\r\n"a\tb"\t"say ""no""\nor yes"\r\n');
  });

  it('makes text that looks like a formula inert, and leaves numbers alone', () => {
    expect(toTsv([[text('=1+1'), text('@cmd'), number('-5'), text('-5')]])).toBe("'=1+1\t'@cmd\t-5\t-5\r\n");
  });

  it('gives codes the text format and escapes markup', () => {
    expect(toHtmlTable([[text('<0022>'), number('3')]])).toContain(
      `<tr><td style="mso-number-format:'\\@'">&lt;0022&gt;</td><td>3</td></tr>`,
    );
  });
});

describe('pasting', () => {
  it.each<[string, string[][]]>([
    [
      'a\tb\r\nc\td\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a\nb', [['a'], ['b']]],
    [
      'a\t\r\n\tb',
      [
        ['a', ''],
        ['', 'b'],
      ],
    ],
    ['"x\ty"\t"1 ""2"" 3"\n', [['x\ty', '1 "2" 3']]],
    ['5" pipe\t"half', [['5" pipe', '"half']]],
    ['"a"b\tc', [['"a"b', 'c']]],
    ['', []],
    ['\r\n', [['']]],
    ["'=A1", [['=A1']]],
    ["'tis", [["'tis"]]],
  ])('%j is %j', (written, cells) => {
    expect(parseTsv(written)).toEqual(cells);
  });

  it('gives back every table that was copied', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '0', '"', '\t', '\n', '=', '-', '价', ' ') });
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain((columns) =>
        fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 4 }),
      );
    fc.assert(
      fc.property(table, (rows) => {
        expect(parseTsv(toTsv(rows.map((row) => row.map(text))))).toEqual(rows);
      }),
    );
  });
});
