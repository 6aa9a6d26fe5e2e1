import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from './cell.ts';
import type { FieldDefinition } from './field-definition.ts';
import { IMPORT_KINDS } from './import-kinds.ts';
import { dateFromSerial, parseDateText } from './parse-date.ts';
import { parseScaled } from './parse-number.ts';
import { parseCell } from './parse-value.ts';

const YMD = { dateOrder: 'ymd', rounds: false } as const;
const text = (value: string): Cell => ({ is: 'text', text: value });
const number = (digits: string): Cell => ({ is: 'number', digits });

function field(kind: keyof typeof IMPORT_KINDS, key: string): FieldDefinition {
  const found = IMPORT_KINDS[kind].fields.find((each) => each.key === key);
  if (found === undefined) throw new Error(key);
  return found;
}

describe('amounts as people write them', () => {
  it.each([
    ['1234.50', 123450],
    ['1,234.50', 123450],
    ['￥1,234.50', 123450],
    ['¥ 12', 1200],
    ['-¥12.30', -1230],
    ['１２３．４５', 12345],
    ['1,234.5元', 123450],
    ['RMB 10', 1000],
    ['12-', -1200],
    ['0.10', 10],
    ['1.20000', 120],
    ['1E3', 100000],
    ['1.5e-1', 15],
    ['007', 700],
  ])('%s is %i fen', (written, fen) => {
    expect(parseScaled(written, 2)).toEqual({ ok: true, value: fen });
  });

  it.each([
    ['1.005', 'too-many-decimals'],
    ['1,23,456', 'not-a-number'],
    ['1 元 2', 'not-a-number'],
    ['--5', 'not-a-number'],
    ['', 'not-a-number'],
    ['12a', 'not-a-number'],
    ['0x10', 'not-a-number'],
    ['1e-3', 'too-many-decimals'],
    ['99999999999999999', 'number-too-large'],
  ])('%s is refused as %s', (written, reason) => {
    expect(parseScaled(written, 2)).toEqual({ ok: false, reason });
  });

  it('gives back every amount that was written with two decimals, to the fen', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e13, max: 1e13 }), (fen) => {
        const digits = String(Math.abs(fen)).padStart(3, '0');
        const written = `${fen < 0 ? '-' : ''}${digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')}.${digits.slice(-2)}`;
        expect(parseScaled(written, 2)).toEqual({ ok: true, value: fen });
      }),
    );
  });
});

describe('dates of files', () => {
  it.each([
    ['30-05-17', 'dmy', '2017-05-30'],
    ['05-30-17', 'mdy', '2017-05-30'],
    ['17-05-30', 'ymd', '2017-05-30'],
    ['2026/1/5', 'dmy', '2026-01-05'],
    ['20260105', 'dmy', '2026-01-05'],
    ['2026年1月5日', 'ymd', '2026-01-05'],
    ['２０２６－０１－０５', 'ymd', '2026-01-05'],
    ['2026-01-05 13:20:00', 'ymd', '2026-01-05'],
    ['2026-01-05T13:20:00', 'ymd', '2026-01-05'],
    ['1.2.30', 'dmy', '1930-02-01'],
    ['1.2.29', 'dmy', '2029-02-01'],
  ] as const)('%s in %s is %s', (written, order, date) => {
    expect(parseDateText(written, order)).toEqual({ ok: true, value: date });
  });

  it.each([
    ['31-04-17', 'dmy', 'date-does-not-exist'],
    ['12-31-17', 'dmy', 'date-does-not-exist'],
    ['29-02-2023', 'dmy', 'date-does-not-exist'],
    ['tomorrow', 'ymd', 'not-a-date'],
    ['5-2026', 'ymd', 'not-a-date'],
    ['1-1-123', 'dmy', 'not-a-date'],
  ] as const)('%s in %s is refused as %s', (written, order, reason) => {
    expect(parseDateText(written, order)).toEqual({ ok: false, reason });
  });

  it('reads serial numbers of both systems and knows the day that never was', () => {
    expect(dateFromSerial('42885', false)).toEqual({ ok: true, value: '2017-05-30' });
    expect(dateFromSerial('42885.99', false)).toEqual({ ok: true, value: '2017-05-30' });
    expect(dateFromSerial('1', false)).toEqual({ ok: true, value: '1900-01-01' });
    expect(dateFromSerial('59', false)).toEqual({ ok: true, value: '1900-02-28' });
    expect(dateFromSerial('60', false)).toEqual({ ok: false, reason: 'date-does-not-exist' });
    expect(dateFromSerial('61', false)).toEqual({ ok: true, value: '1900-03-01' });
    expect(dateFromSerial('0', true)).toEqual({ ok: true, value: '1904-01-01' });
    expect(dateFromSerial('41423', true)).toEqual({ ok: true, value: '2017-05-30' });
    expect(dateFromSerial('-1', false)).toEqual({ ok: false, reason: 'not-a-date' });
  });
});

describe('codes, choices and the rest of the cells', () => {
  it('keeps leading zeros and long numbers of a code that is text', () => {
    expect(parseCell(text('007'), field('stations', 'code'), YMD)).toEqual({ ok: true, value: '007' });
    expect(parseCell(text('6222021234567890123'), field('stations', 'bankAccount'), YMD)).toEqual({
      ok: true,
      value: '6222021234567890123',
    });
  });

  it('refuses a long code that Excel has kept as a number, because its end is lost', () => {
    expect(parseCell(number('6222021234567890000'), field('stations', 'bankAccount'), YMD)).toEqual({
      ok: false,
      reason: 'code-lost-digits',
    });
  });

  it('takes the apostrophe of our own csv away again', () => {
    expect(parseCell(text("'=A1"), field('stations', 'name'), YMD)).toEqual({ ok: true, value: '=A1' });
    expect(parseCell(text("'tis"), field('stations', 'name'), YMD)).toEqual({ ok: true, value: "'tis" });
  });

  it.each([
    ['EXTERNAL', 'EXTERNAL'],
    ['外部特约站', 'EXTERNAL'],
    ['own', 'OWN'],
  ])('understands the choice %s', (written, choice) => {
    expect(parseCell(text(written), field('stations', 'type'), YMD)).toEqual({ ok: true, value: choice });
  });

  it('refuses errors, unknown choices, dates where a code belongs, and negative amounts', () => {
    const refused = (cell: Cell, one: FieldDefinition): unknown => parseCell(cell, one, YMD);
    expect(refused({ is: 'error', code: '#REF!' }, field('stations', 'name'))).toEqual({
      ok: false,
      reason: 'cell-has-error',
    });
    expect(refused(text('Z'), field('stations', 'grade'))).toEqual({ ok: false, reason: 'choice-unknown' });
    expect(refused({ is: 'date', digits: '44000', from1904: false }, field('stations', 'code'))).toEqual({
      ok: false,
      reason: 'date-instead-of-code',
    });
    expect(refused(text('-1'), field('claims', 'claimedFen'))).toEqual({ ok: false, reason: 'negative-not-allowed' });
    expect(refused(text('1.5'), field('claims', 'mileageKm'))).toEqual({ ok: false, reason: 'not-an-integer' });
  });
});
