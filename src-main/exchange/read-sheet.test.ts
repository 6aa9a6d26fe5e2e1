import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cell } from '../../src-shared/domain/exchange/cell.ts';
import { readRows, withForeignFile } from './foreign-file.ts';
import { LinesFile } from './lines-file.ts';
import { textOfBytes } from './xml-text.ts';
import { XmlBytes } from './xml-bytes.ts';
import { ZipWriter } from './zip-writer.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hedui-sheet-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PARTS: Readonly<Record<string, string>> = {
  '[Content_Types].xml': '<Types/>',
  '_rels/.rels': `<Relationships><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': '<workbook><sheets><sheet name="S" r:id="r1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="r1" Type="${OFFICE}/worksheet" Target="worksheets/a.xml"/><Relationship Id="r2" Type="${OFFICE}/sharedStrings" Target="s.xml"/><Relationship Id="r3" Type="${OFFICE}/styles" Target="y.xml"/></Relationships>`,
  'xl/s.xml': '<sst><si><t>甲&amp;乙</t></si><si><r><t>a</t></r><r><t>b</t></r><rPh><t>no</t></rPh></si></sst>',
  'xl/y.xml': '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
};

async function cellsOf(sheetData: string): Promise<[number, (string | null)[]][]> {
  const file = path.join(folder, 'sheet.xlsx');
  const zip = new ZipWriter(file);
  const sheet = `<x:worksheet><x:sheetData>${sheetData}</x:sheetData></x:worksheet>`;
  for (const [name, xml] of Object.entries({ ...PARTS, 'xl/worksheets/a.xml': sheet })) {
    await zip.begin(name);
    await zip.write(xml);
    await zip.end();
  }
  await zip.close();
  const rows: [number, (string | null)[]][] = [];
  await withForeignFile(file, (opened) =>
    readRows(opened, null, (rowNo, cells) => {
      rows.push([rowNo, cells.map(plain)]);
      return true;
    }),
  );
  return rows;
}

function plain(cell: Cell): string | null {
  if (cell.is === 'empty') return null;
  if (cell.is === 'text') return cell.text;
  if (cell.is === 'flag') return `flag ${String(cell.value)}`;
  return cell.is === 'error' ? cell.code : `${cell.is} ${cell.digits}`;
}

describe('the cells of a sheet', () => {
  it('are told apart by type and style, also where the same digits stand under each other', async () => {
    const rows = await cellsOf(
      [
        '<row r="2"><c r="A2"><v>1</v></c><c r="C2" t="s"><v>0</v></c></row>',
        '<row r="3"><c r="A3" s="1"><v>1</v></c><c r="C3" t="s"><v>1</v></c></row>',
        '<row><c t="s"><v> 1 </v></c><c t="str"><v>1</v></c><c t="b"><v>1</v></c></row>',
        '<row><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c><f>A1</f></c></row>',
        '<row><c t="inlineStr"><is><t>1</t></is></c><c t="inlineStr"><is><r><t>x</t></r><r><t>y</t></r><rPh><t>z</t></rPh></is></c></row>',
        '<row><c><v>1</v></c></row>',
      ].join(''),
    );
    expect(rows).toEqual([
      [2, ['number 1', null, '甲&乙']],
      [3, ['date 1', null, 'ab']],
      [4, ['ab', '1', 'flag true']],
      [5, ['flag true', '#N/A', '#FORMULA']],
      [6, ['1', 'xy']],
      [7, ['number 1']],
    ]);
  });

  it('keep their signs: quotes of either kind, prefixes, other attributes, entities, sections, escapes and comments', async () => {
    const rows = await cellsOf(
      `<x:row spans='1:3' x14ac:r="9" r = '5' ><x:c x14ac:s="1"  r='B5' t="str"><x:v>a&lt;b&#x4e2d;</x:v></x:c><x:c t='str' r="C5"><x:v><![CDATA[&amp;<]]>!<!-- > -->?</x:v></x:c><x:c t="str"><x:v>1_x000D_2_</x:v></x:c><x:c r="AB5" t="str"><x:v>${'长'.repeat(40)}</x:v></x:c></x:row>`,
    );
    expect(rows).toEqual([
      [5, [null, 'a<b中', '&amp;<!?', '1\r2_', ...Array.from({ length: 23 }, () => null), '长'.repeat(40)]],
    ]);
  });

  it.each([
    ['a row before its time', '<row r="3"/><row r="2"/>'],
    ['a row that is no number', '<row r="x"/>'],
    ['a cell of no column', '<row><c r="1"><v>1</v></c></row>'],
    ['an attribute without quotes', '<row r=1></row>'],
    ['a number that is none', '<row><c><v>1.2.3</v></c></row>'],
    ['an entity of no table', '<row><c t="str"><v>&bomb;</v></c></row>'],
    ['a tag that is not closed', '<row><c><v>1</v></c>'],
  ])('%s makes the workbook damaged', async (_name, xml) => {
    await expect(cellsOf(xml)).rejects.toMatchObject({ data: { reason: 'workbook-damaged' } });
  });
});

it('reads a part the same way in pieces of any size', () => {
  const xml = `<?xml version="1.0"?><a b="1>2"><!-- 中 --><n:c d='/'/>文字&amp;x<e></e><![CDATA[<]]></a>`;
  const bytes = Buffer.from(xml);
  const whole = heard([bytes]);
  expect(whole).toEqual([
    'open a b="1>2"',
    "open c d='/'",
    'close c',
    'text 文字&x',
    'open e',
    'close e',
    'text <',
    'close a',
  ]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (sizes) => {
      const pieces: Buffer[] = [];
      for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
        const size = sizes[turn % sizes.length] ?? 1;
        pieces.push(bytes.subarray(at, at + size));
        at += size;
      }
      expect(heard(pieces)).toEqual(whole);
    }),
  );
});

function heard(pieces: readonly Buffer[]): string[] {
  const marks: string[] = [];
  const scanner = new XmlBytes({
    open: (bytes, nameFrom, nameTo, to) =>
      marks.push(`open ${bytes.toString('utf8', nameFrom, nameTo)}${bytes.toString('utf8', nameTo, to)}`),
    close: (bytes, nameFrom, nameTo) => marks.push(`close ${bytes.toString('utf8', nameFrom, nameTo)}`),
    text: (bytes, from, to, isRaw) => marks.push(`text ${textOfBytes(bytes, from, to, isRaw)}`),
  });
  for (const piece of pieces) scanner.feed(piece);
  scanner.end();
  return marks;
}

it('finds any line of a growing file again', () => {
  const file = new LinesFile(path.join(folder, 'lines'));
  const lines = ['', '中文', 'x'.repeat(5_000), '"'.repeat(600_000), 'end'];
  const places = lines.map((line) => file.add(line));
  expect(places.map((place) => file.lineAt(place))).toEqual(lines);
  expect(file.lineAt(file.add('more'))).toBe('more');
  file.close();
});
