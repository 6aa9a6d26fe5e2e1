import { describe, expect, it } from 'vitest';
import { takeScan, type ScanLine } from './take-scan.ts';
import { NOTHING_SCANNED, wedgeKey } from './wedge.ts';

const RULES = { minCharacters: 6, maxMeanGapMs: 35 };

/** The text key by key with this gap, then Enter. */
function typed(text: string, gapMs: number, beforeEndMs = gapMs): string | null {
  let state = NOTHING_SCANNED;
  let atMs = 1000;
  for (const char of text) {
    ({ state } = wedgeKey(state, { char, isEnd: false, atMs }, RULES));
    atMs += gapMs;
  }
  return wedgeKey(state, { char: null, isEnd: true, atMs: atMs - gapMs + beforeEndMs }, RULES).scanned;
}

interface Typing {
  text: string;
  gapMs: number;
  beforeEndMs?: number;
}

const TYPINGS: readonly (readonly [name: string, typing: Typing, scanned: string | null])[] = [
  ['a scanner', { text: 'A-01-01', gapMs: 8 }, 'A-01-01'],
  ['full-width digits of an input method', { text: '６９０１２３', gapMs: 8 }, '690123'],
  ['too short', { text: '12345', gapMs: 8 }, null],
  ['a person', { text: '690123', gapMs: 120 }, null],
  ['a person who waits before Enter', { text: '690123', gapMs: 8, beforeEndMs: 900 }, null],
  ['exactly at the limit', { text: '690123', gapMs: 35 }, null],
];

describe('a barcode wedge', () => {
  it.each(TYPINGS)('%s', (_name, { text, gapMs, beforeEndMs }, scanned) => {
    expect(typed(text, gapMs, beforeEndMs)).toBe(scanned);
  });

  it('a quantity that was typed before a scan is no part of it', () => {
    let { state } = wedgeKey(NOTHING_SCANNED, { char: '7', isEnd: false, atMs: 0 }, RULES);
    for (const [at, char] of [...'690123'].entries())
      ({ state } = wedgeKey(state, { char, isEnd: false, atMs: 500 + at * 5 }, RULES));
    expect(wedgeKey(state, { char: null, isEnd: true, atMs: 535 }, RULES).scanned).toBe('690123');
  });
});

describe('what a scan does', () => {
  const line = (id: string, partId: string, binCode: string, more: Partial<ScanLine> = {}): ScanLine => ({
    ...{ id, partId, binCode, serialNo: '', countedMilli: null, ...more },
  });
  const lines = [
    line('1', 'P1', 'A'),
    line('2', 'P1', 'B'),
    line('3', 'P2', 'A'),
    line('4', 'S', 'A', { serialNo: 'X' }),
  ];
  const part = (id: string, factorMilli = 1000) => ({ bin: null, part: { id, partNo: id, factorMilli } });

  it.each([
    ['a bin', { bin: { id: 'b', code: 'B' }, part: null }, 'A', { kind: 'bin', binCode: 'B', left: 3 }],
    ['a part in the open bin', part('P1'), 'B', { kind: 'count', lineId: '2', addMilli: 1000 }],
    ['a box', part('P1', 12_000), 'A', { kind: 'count', lineId: '1', addMilli: 12_000 }],
    ['a part that lies in one bin only', part('P2'), null, { kind: 'count', lineId: '3', addMilli: 1000 }],
    ['a part of two bins without an open one', part('P1'), null, { kind: 'needsBin' }],
    ['a part of another bin', part('P2'), 'B', { kind: 'found', partId: 'P2', addMilli: 1000, listedIn: 'A' }],
    ['a part of no bin', part('P9'), 'B', { kind: 'found', partId: 'P9', addMilli: 1000, listedIn: null }],
    ['a code nobody knows', { bin: null, part: null }, 'A', { kind: 'unknown' }],
  ] as const)('%s', (_name, thing, openBin, outcome) => {
    expect(takeScan(thing, { lines, openBin })).toEqual(outcome);
  });

  it('a serial number counts once', () => {
    expect(takeScan(part('S'), { lines, openBin: 'A' })).toEqual({ kind: 'count', lineId: '4', addMilli: 1000 });
    const counted = lines.map((each) => (each.id === '4' ? { ...each, countedMilli: 1000 } : each));
    expect(takeScan(part('S'), { lines: counted, openBin: 'A' })).toEqual({ kind: 'repeat', lineId: '4' });
  });
});
