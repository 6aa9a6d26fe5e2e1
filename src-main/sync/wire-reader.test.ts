import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sealedText } from '../../src-shared/contract/sync-wire.ts';
import { AppError } from '../../src-shared/errors.ts';
import { WireReader, type WireItem } from './wire-reader.ts';

function block(rows: readonly unknown[][], { crc, n }: { crc?: string; n?: number } = {}): string {
  const lines = [
    `{"t":"begin","from":null,"to":7,"at_ms":1}`,
    `{"t":"tbl","id":1,"name":"region","n":${String(rows.length)}}`,
  ];
  const head = [...lines, ...rows.map((row) => JSON.stringify(row))].map((line) => `${line}\n`).join('');
  const sum = crc ?? crc32(Buffer.from(head)).toString(16).padStart(8, '0');
  return `${head}{"t":"commit","to":7,"n":${String(n ?? rows.length)},"crc":"${sum}","cursor":"1.e.7.s.h"}\n`;
}

/** A block of regions in the text of COPY, as PostgreSQL would write these names. */
function copied(names: readonly string[], more = ''): string {
  const rows = names.map((name, at) => `r${String(at)}\t1\tg\t1\t1\tc\t${name}\t\\N\t${String(at)}\n`).join('') + more;
  const n = names.length + (more === '' ? 0 : 1);
  const head = `{"t":"begin","from":null,"to":7,"at_ms":1}\n{"t":"tbl","id":1,"name":"region","n":${String(n)},"copy":${String(Buffer.byteLength(rows))}}\n${rows}`;
  const sum = crc32(Buffer.from(head)).toString(16).padStart(8, '0');
  return `${head}{"t":"commit","to":7,"n":${String(n)},"crc":"${sum}","cursor":"1.e.7.s.h"}\n`;
}

function regionCells(name: string | null, at: number): unknown[] {
  return [`r${String(at)}`, 1, 'g', 1, 1, 'c', name, null, at];
}

function readInPieces(text: string, sizes: readonly number[]): unknown[][] {
  const bytes = Buffer.from(text);
  const reader = new WireReader();
  const found: unknown[][] = [];
  const take = (items: Iterable<WireItem>): void => {
    for (const { batch } of items)
      if (batch !== null) found.push(...batch.sections.flatMap((section) => section.rows()));
  };
  let at = 0;
  for (const size of sizes) {
    take(reader.push(bytes.subarray(at, at + size)));
    at += size;
  }
  take(reader.push(bytes.subarray(at)));
  return found;
}

describe('reading a stream', () => {
  test('case 29: gives the same rows however the network cuts it', () => {
    const cell = fc.oneof(fc.string(), fc.integer(), fc.constant(null));
    const row = fc.array(cell, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(fc.array(row, { minLength: 1, maxLength: 6 }), { maxLength: 4 }),
        fc.array(fc.nat(40)),
        (blocks, sizes) => {
          expect(readInPieces(blocks.map((rows) => block(rows)).join(''), sizes)).toEqual(blocks.flat());
        },
      ),
    );
  });

  test('case 29: text of every kind comes out as it went in, cut between any two bytes', () => {
    const texts = ['👩‍🔧', 'e\u0301 é', 'שלום', '\u2028\u2029', '𠮷野家', '"\\\n\t{[', '浙G·12345'];
    expect(readInPieces(block([texts, texts]), Array<number>(900).fill(1))).toEqual([texts, texts]);
  });

  test('case 12 and case 29: rows in the text of COPY come out the same however the network cuts them', () => {
    const blocks = [copied(['浙G·1\\t2', 'b', '\\N']), copied(['{"t":"end"}', 'e\u0301']), copied([])].join('');
    const expected = [
      [regionCells('浙G·1\t2', 0), regionCells('b', 1), regionCells(null, 2)],
      [regionCells('{"t":"end"}', 0), regionCells('e\u0301', 1)],
    ].flat();
    for (const size of [1, 2, 3, 7, 50, 100_000])
      expect(readInPieces(blocks, Array<number>(900).fill(size))).toEqual(expected);
    // cut off anywhere: whole blocks or nothing
    const bytes = Buffer.from(blocks);
    for (let end = 0; end < bytes.length; end += 1) {
      const found = [...new WireReader().push(bytes.subarray(0, end))].flatMap(({ batch }) =>
        batch === null ? [] : batch.sections.flatMap((section) => section.rows()),
      );
      expect(expected.slice(0, found.length)).toEqual(found);
    }
  });

  test('case 36: a length beyond every block and a row of other columns break the stream', () => {
    const whole = copied(['a', 'b']);
    expect(() => readInPieces(whole.replace(/"copy":\d+/, '"copy":999999999999'), [])).toThrow(/broken-stream/);
    expect(() => readInPieces(whole.replace(/"copy":\d+/, '"copy":-1'), [])).toThrow(/broken-stream/);
    expect(() => readInPieces(copied(['a'], '\t1\t1\n'), [])).toThrow(/broken-stream/);
  });

  test('case 13: refuses a block whose bytes are not the ones the server counted', () => {
    expect(() => readInPieces(block([['济南', 1]], { crc: '00000001' }), [])).toThrow(/broken-stream/);
  });

  test('case 13: no flipped bit of a commit changes its number, its cursor or where to resume', () => {
    const commit = { to: 11, cursor: '1.first.11.s.h', resume: '1.first.11.2.id' };
    const seal = crc32(Buffer.from(sealedText(commit)))
      .toString(16)
      .padStart(8, '0');
    const plain = block([['济南', 1]]);
    const { crc } = JSON.parse(plain.slice(plain.lastIndexOf('{'))) as { crc: string };
    const line = `${JSON.stringify({ t: 'commit', ...commit, n: 1, crc, seal })}\n`;
    const whole = Buffer.from(plain.slice(0, plain.lastIndexOf('{')) + line);
    const accepted = (bytes: Buffer): unknown[] => {
      try {
        return [...new WireReader().push(bytes)].flatMap(({ batch }) => batch?.commit ?? []);
      } catch (error) {
        if (error instanceof AppError) return [];
        throw error;
      }
    };
    expect(accepted(whole)).toMatchObject([commit]);
    const from = whole.length - Buffer.byteLength(line);
    for (let at = from; at < whole.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const bytes = Buffer.from(whole);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        for (const taken of accepted(bytes))
          expect(taken, `bit ${String(bit)} of ${String(at - from)}`).toMatchObject(commit);
      }
    }
  });

  test('case 36: refuses a block with fewer rows than announced', () => {
    expect(() => readInPieces(block([['a'], ['b']], { n: 3 }), [])).toThrow(/broken-stream/);
  });

  test('case 12: drops what stands after the last commit of a broken stream', () => {
    const whole = block([['a']]);
    expect(readInPieces(whole + block([['b']]).slice(0, -20), [])).toEqual([['a']]);
  });

  test.each(['{"t":"e?d","more":false}', '{"t":"end","m?re":false}', '{"t":'])(
    'case 13: takes a broken steering line for a broken stream and for nothing else: %s',
    (line) => {
      expect(() => readInPieces(`${line}\n`, [])).toThrow(/broken-stream/);
    },
  );

  test('case 36: gives up on a block that never ends', () => {
    const reader = new WireReader(1000);
    expect(() => [...reader.push(Buffer.from(block([['x'.repeat(2000)]]).slice(0, -200)))]).toThrow(/broken-stream/);
  });
});
