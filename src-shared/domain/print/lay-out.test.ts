import { describe, expect, it } from 'vitest';
import { breakLines } from './break-lines.ts';
import { calibrated, calibrationFromReading, crossPlaces, NO_CALIBRATION } from './calibration.ts';
import { DOCUMENT_OF_FORM, DOCUMENT_TYPES, FORM_KEYS } from './form-template.ts';
import { FIRST_FORMS } from './forms/index.ts';
import { dateTimeText, formatValue } from './format-value.ts';
import { layOutForm } from './lay-out.ts';
import { PAPERS, paperMicrons } from './papers.ts';
import { parseSerial, serialAfter, serialText } from './serial.ts';

const words = (key: string, values: Readonly<Record<string, string | number>> = {}): string =>
  [key, ...Object.values(values)].join(' ');
const tools = { words, barcode: () => [1, 1, 2] };
const document = (no: string, lines = 0) => ({
  type: 'claim' as const,
  id: `id-${no}`,
  no,
  values: { no, complaintText: '异响' },
  lines: Array.from({ length: lines }, (_, index) => ({ seq: index + 1, no: `L${String(index + 1)}` })),
});
const OPTIONS = { copies: 1, printedBefore: [0], printedAtMs: 0, printedBy: '李晓燕' };

describe('page breaks', () => {
  const area = { ...FIRST_FORMS.statement, lines: { ...FIRST_FORMS.statement.lines, firstTop: 40, nextTop: 20 } };
  const template = {
    lines: { ...area.lines, bottom: 100, headHeight: 10, rowHeight: 10 } as NonNullable<
      typeof FIRST_FORMS.statement.lines
    >,
    foot: { top: 80, height: 20, art: [], fields: [], checks: [], dates: [] },
  };
  // first page: 5 rows, 3 above the foot; later pages: 7 rows, 5 above the foot
  it.each([
    [0, [[0, 0, true]]],
    [3, [[0, 3, true]]],
    [
      4,
      [
        [0, 3, false],
        [3, 4, true],
      ],
    ],
    [
      5,
      [
        [0, 4, false],
        [4, 5, true],
      ],
    ],
    [
      10,
      [
        [0, 5, false],
        [5, 10, true],
      ],
    ],
    [
      11,
      [
        [0, 5, false],
        [5, 10, false],
        [10, 11, true],
      ],
    ],
  ])('%i rows', (count, pages) => {
    expect(breakLines(template, count).map(({ from, to, hasFoot }) => [from, to, hasFoot])).toEqual(pages);
  });

  it('ends when the foot leaves no room for a row at all', () => {
    const tight = { ...template, foot: { ...template.foot, top: 30 } };
    const pages = breakLines(tight, 3);
    expect(pages.at(-1)).toEqual({ from: 3, to: 3, hasFoot: true });
    expect(pages.every(({ from, to }) => to >= from)).toBe(true);
  });
});

describe('a form', () => {
  it('keeps the copies of a document together and marks what was printed before', () => {
    const { pages } = layOutForm(
      FIRST_FORMS.statement,
      [document('A', 40), document('B')],
      { ...OPTIONS, copies: 3, printedBefore: [0, 2] },
      tools,
    );
    expect(pages.map(({ documentIndex, copy, pageNo }) => [documentIndex, copy, pageNo].join())).toEqual([
      '0,1,1',
      '0,1,2',
      '0,2,1',
      '0,2,2',
      '0,3,1',
      '0,3,2',
      '1,1,1',
      '1,2,1',
      '1,3,1',
    ]);
    const texts = pages.map(({ placed }) => placed.flatMap((piece) => (piece.kind === 'text' ? [piece.text] : [])));
    expect(texts.map((all) => all.filter((text) => text.startsWith('form.reprint')))).toEqual([
      ...Array.from({ length: 6 }, () => []),
      ['form.reprint 3'],
      ['form.reprint 4'],
      ['form.reprint 5'],
    ]);
    expect(texts[2]).toContain('form.copy 2 form.copy.station');
  });

  it('names every text that does not fit by document, field and row, once however many copies', () => {
    const long = '水'.repeat(400);
    const documents = [
      document('A'),
      { ...document('B', 1), values: { complaintText: long }, lines: [{ name: long }] },
    ];
    const { overflows } = layOutForm(FIRST_FORMS.appraisal, documents, { ...OPTIONS, copies: 2 }, tools);
    expect(overflows.map(({ documentNo, field, line }) => [documentNo, field, line])).toEqual([
      ['B', 'complaintText', null],
      ['B', 'name', 1],
    ]);
  });

  it('warns of a barcode that cannot be made', () => {
    const labelled = { ...document('A'), values: { tagNo: '标签' } };
    const { overflows } = layOutForm(FIRST_FORMS.oldPartLabel, [labelled], OPTIONS, { words, barcode: () => [] });
    expect(overflows.map(({ field }) => field)).toEqual(['tagNo']);
  });

  it('exists for every key, and is the form of a document', () => {
    expect(Object.keys(FIRST_FORMS)).toEqual([...FORM_KEYS]);
    for (const key of FORM_KEYS) {
      expect(FIRST_FORMS[key].key).toBe(key);
      expect(DOCUMENT_TYPES).toContain(DOCUMENT_OF_FORM[key]);
    }
  });

  it.each(Object.values(FIRST_FORMS))('$key has every place on its sheet and no text under 8 points', (template) => {
    const { lines, foot, paper } = template;
    const rows = (lines?.fields ?? []).map((field) => ({ ...field, y: field.y + (lines?.firstTop ?? 0) }));
    const below = (foot?.fields ?? []).map((field) => ({ ...field, y: field.y + (foot?.top ?? 0) }));
    for (const { key, x, y, w, h, size } of [...template.fields, ...rows, ...below]) {
      expect(x >= 3 && x + w <= paper.widthMm - 3, `${key} across`).toBe(true);
      expect(y >= 3 && y + h <= paper.heightMm - 2, `${key} down`).toBe(true);
      expect(size, key).toBeGreaterThanOrEqual(8);
    }
    if (foot !== null) expect(foot.top + foot.height).toBeLessThanOrEqual(paper.heightMm - 7);
  });
});

describe('calibration', () => {
  it('moves and stretches from the upper left corner', () => {
    expect(calibrated({ x: 20, y: 30 }, { dxTenthMm: 15, dyTenthMm: -20, scaleXBp: 10_100, scaleYBp: 10_000 })).toEqual(
      {
        x: 21.7,
        y: 28,
      },
    );
  });

  it.each(Object.values(PAPERS))(
    'takes back what a printer does to $key, from any calibration it was printed with',
    (paper) => {
      const places = crossPlaces(paper);
      const current = { dxTenthMm: 7, dyTenthMm: -4, scaleXBp: 10_000, scaleYBp: 10_000 };
      const printer = { a: 1.012, b: -18 };
      const seen = (mm: number, shift: number): number => printer.a * (mm * 10 + shift) + printer.b;
      const corrected = calibrationFromReading(paper, current, {
        nearX: seen(places.nearX, 7),
        farX: seen(places.farX, 7),
        nearY: seen(places.nearY, -4),
        farY: seen(places.farY, -4),
      });
      if (corrected === null) throw new Error('no calibration');
      const { x, y } = calibrated({ x: places.farX, y: places.farY }, corrected);
      expect(printer.a * x * 10 + printer.b).toBeCloseTo(places.farX * 10, -0.5);
      expect(printer.a * y * 10 + printer.b).toBeCloseTo(places.farY * 10, -0.5);
    },
  );

  it('corrects a pure shift exactly and refuses what no printer does', () => {
    const paper = PAPERS.continuous140;
    const { nearX, nearY, farX, farY } = crossPlaces(paper);
    const read = { nearX: nearX * 10 + 15, farX: farX * 10 + 15, nearY: nearY * 10 - 20, farY: farY * 10 - 20 };
    expect(calibrationFromReading(paper, NO_CALIBRATION, read)).toEqual({
      dxTenthMm: -15,
      dyTenthMm: 20,
      scaleXBp: 10_000,
      scaleYBp: 10_000,
    });
    expect(calibrationFromReading(paper, NO_CALIBRATION, { ...read, farX: read.nearX })).toBeNull();
    expect(calibrationFromReading(paper, NO_CALIBRATION, { ...read, farX: farX * 12 })).toBeNull();
  });
});

describe('values and numbers', () => {
  it.each([
    [1234567, 'fen', '12,345.67'],
    [-5, 'fen', '-0.05'],
    [1000, 'fenInWords', '壹拾元整'],
    [2500, 'quantity', '2.5'],
    [3000, 'quantity', '3'],
    [350, 'hours', '3.5'],
    [1300, 'percent', '13%'],
    [1234567, 'integer', '1,234,567'],
    ['2026-11-29', 'date', '2026-11-29'],
    [null, 'fen', ''],
  ] as const)('%s as %s is %s', (value, format, text) => {
    expect(formatValue(value, { format }, words)).toBe(text);
  });

  it('tells the time of Shanghai', () => {
    expect(dateTimeText(Date.UTC(2026, 10, 28, 17, 5))).toBe('2026-11-29 01:05');
  });

  it('counts the numbers of the paper on, with their zeros', () => {
    const serial = parseSerial(' NO.00998 ');
    if (serial === null) throw new Error('no serial');
    expect([serialText(serial), serialText(serial, 2), serialText(serialAfter(serial, 3))]).toEqual([
      'NO.00998',
      'NO.01000',
      'NO.01001',
    ]);
    expect(parseSerial('NO.')).toBeNull();
  });

  it('gives the printer its paper in micrometres', () => {
    expect(paperMicrons(PAPERS.continuous140)).toEqual({ width: 241_000, height: 140_000 });
  });
});
