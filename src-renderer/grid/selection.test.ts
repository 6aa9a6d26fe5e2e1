import { describe, expect, it } from 'vitest';
import type { GridQuery } from '../../src-shared/contract/query.ts';
import { ALL_TICKED, isTicked, NOTHING_TICKED, selectionOf, tickedCount, toggleTick } from './selection.ts';

const query: GridQuery = { filters: [{ column: 'queue', op: 'in', values: ['DECIDE'] }], text: '', sort: [] };

describe('ticking rows of a grid that is loaded in pieces', () => {
  it('sends the ids ticked by hand', () => {
    const ticked = toggleTick(toggleTick(toggleTick(NOTHING_TICKED, 'a'), 'b'), 'a');
    expect(selectionOf(ticked, query)).toEqual({ mode: 'ids', ids: ['b'] });
    expect(tickedCount(ticked, 500)).toBe(1);
  });

  it('sends the query and the exceptions after Ctrl+A, not the rows that happened to be loaded', () => {
    const ticked = toggleTick(ALL_TICKED, 'c');
    expect(selectionOf(ticked, query)).toEqual({ mode: 'query', query, except: ['c'] });
    expect(tickedCount(ticked, 128_340)).toBe(128_339);
    expect([isTicked(ticked, 'c'), isTicked(ticked, 'never loaded')]).toEqual([false, true]);
  });
});
