import { describe, expect, it } from 'vitest';
import type { ColumnView } from '../../src-shared/contract/views.contract.ts';
import { fittedViews, movedView } from './column-views.ts';

const view = (key: string, part: Partial<ColumnView> = {}): ColumnView => ({
  key,
  hidden: false,
  pinned: false,
  widthPixels: null,
  ...part,
});

describe('kept columns of a list', () => {
  it('lose what the list no longer has and gain what is new in it', () => {
    const kept = [view('fen', { widthPixels: 140 }), view('gone'), view('no', { hidden: true })];
    expect(fittedViews(kept, [view('no'), view('fen'), view('new')])).toEqual([
      view('fen', { widthPixels: 140 }),
      view('no', { hidden: true }),
      view('new'),
    ]);
  });

  it('never hide everything', () => {
    const kept = [view('no', { hidden: true }), view('fen', { hidden: true })];
    expect(fittedViews(kept, [view('no'), view('fen')]).map(({ hidden }) => hidden)).toEqual([false, true]);
  });

  it.each([
    ['b', -1, 'bac'],
    ['b', 1, 'acb'],
    ['a', -1, 'abc'],
    ['c', 5, 'abc'],
    ['x', 1, 'abc'],
  ])('%s moved by %i stand as %s', (key, by, order) => {
    const moved = movedView([view('a'), view('b'), view('c')], key, by);
    expect(moved.map((each) => each.key).join('')).toBe(order);
  });
});
