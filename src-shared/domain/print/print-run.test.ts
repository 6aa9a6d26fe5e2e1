import { describe, expect, it } from 'vitest';
import { reportRun, type BatchPage } from './print-run.ts';

/** Two copies of a document of two pages, then one of one page, two copies. */
const PAGES: BatchPage[] = [
  { documentIndex: 0, copy: 1, pageNo: 1, pageCount: 2 },
  { documentIndex: 0, copy: 1, pageNo: 2, pageCount: 2 },
  { documentIndex: 0, copy: 2, pageNo: 1, pageCount: 2 },
  { documentIndex: 0, copy: 2, pageNo: 2, pageCount: 2 },
  { documentIndex: 1, copy: 1, pageNo: 1, pageCount: 1 },
  { documentIndex: 1, copy: 2, pageNo: 1, pageCount: 1 },
];

describe('what a person reports after a run', () => {
  it('finishes every copy whose last page came out, with the numbers its sheets bore', () => {
    const outcome = reportRun(PAGES, { nextPage: 1, serial: 'NO.0098' }, { throughPage: 6, spoiled: [] });
    expect(outcome).toEqual({
      nextPage: 7,
      isDone: true,
      printed: [
        { documentIndex: 0, copies: 2, pages: 4, serialFrom: 'NO.0098', serialTo: 'NO.0101' },
        { documentIndex: 1, copies: 2, pages: 2, serialFrom: 'NO.0102', serialTo: 'NO.0103' },
      ],
      spoiled: [],
      serialText: 'NO.0104',
    });
  });

  it('goes on from the page after the last good one; spoiled sheets use up numbers and finish nothing', () => {
    const spoiled = [
      { pageNo: 5, reason: 'jam' },
      { pageNo: 4, reason: 'jam' },
    ];
    const first = reportRun(PAGES, { nextPage: 1, serial: '7' }, { throughPage: 3, spoiled });
    expect(first).toMatchObject({
      nextPage: 4,
      isDone: false,
      printed: [{ documentIndex: 0, copies: 1, pages: 2, serialFrom: '7', serialTo: '8' }],
      spoiled: [
        { documentIndex: 0, pageNo: 4, serial: '10', reason: 'jam' },
        { documentIndex: 1, pageNo: 5, serial: '11', reason: 'jam' },
      ],
      serialText: '12',
    });
    const second = reportRun(PAGES, { nextPage: 4, serial: '12' }, { throughPage: 6, spoiled: [] });
    expect(second).toMatchObject({ isDone: true, serialText: '15' });
    expect(second?.printed.map(({ documentIndex, copies }) => [documentIndex, copies])).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  it('uses no number before anything came out, and paper without numbers has none', () => {
    expect(reportRun(PAGES, { nextPage: 3, serial: '50' }, { throughPage: 2, spoiled: [] })).toMatchObject({
      nextPage: 3,
      printed: [],
      serialText: '50',
    });
    expect(reportRun(PAGES, { nextPage: 1, serial: null }, { throughPage: 6, spoiled: [] })?.serialText).toBeNull();
  });

  it.each([
    ['before this run', 4, { throughPage: 2, spoiled: [] }],
    ['beyond the batch', 1, { throughPage: 7, spoiled: [] }],
    ['a spoiled sheet among the good ones', 1, { throughPage: 3, spoiled: [{ pageNo: 3, reason: '' }] }],
    ['a spoiled sheet beyond the batch', 1, { throughPage: 3, spoiled: [{ pageNo: 9, reason: '' }] }],
  ])('refuses a report %s', (_what, nextPage, report) => {
    expect(reportRun(PAGES, { nextPage, serial: null }, report)).toBeNull();
  });
});
