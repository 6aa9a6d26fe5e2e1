import { describe, expect, it } from 'vitest';
import type { IGetRowsParams } from 'ag-grid-community';
import { differing, nextOf, PagedRows } from './paged-rows.ts';

interface Line {
  id: string;
  text: string;
}

/** A store of lines whose order is that of their texts. */
function storeOf(
  lines: Line[],
  answered: () => Promise<void> = () => Promise.resolve(),
  isAsked: () => boolean = () => true,
) {
  const totals: number[] = [];
  const sorted = (): Line[] => [...lines].sort((a, b) => (a.text < b.text ? -1 : 1));
  const source = new PagedRows<Line>(
    { filters: [], text: '' },
    {
      load: ({ query, offset, limit }) => {
        const named = query.filters.find(({ column }) => column === 'id')?.values;
        const found = named === undefined ? sorted() : lines.filter(({ id }) => named.includes(id)).reverse();
        return answered().then(() => ({ rows: found.slice(offset, offset + limit), total: found.length }));
      },
      order: ({ query, anchorId }) => {
        const ids = sorted().flatMap(({ id, text }) => (text.includes(query.text) ? [id] : []));
        const place = anchorId === null ? -1 : ids.indexOf(anchorId);
        return Promise.resolve({ ids, total: ids.length, place: place < 0 ? null : place });
      },
      isAsked,
      onTotal: (total) => totals.push(total),
      onError: (error) => {
        throw error;
      },
    },
    () => null,
  );
  const block = (startRow: number, endRow: number): Promise<(string | undefined)[]> =>
    new Promise((resolve, reject) => {
      const successCallback = (rows: (Line | undefined)[]): void => resolve(rows.map((row) => row?.id));
      source.getRows({
        ...{ startRow, endRow, sortModel: [], filterModel: {}, context: null },
        ...{ successCallback, failCallback: () => reject(new Error('failed')) },
      } as unknown as IGetRowsParams<Line>);
    });
  return { source, block, totals };
}

describe('a list that was asked something else meanwhile', () => {
  it('does not tell how many rows the old question had', async () => {
    let isAsked = true;
    const answer = Promise.withResolvers<undefined>();
    const { block, totals } = storeOf(
      [{ id: 'id-a', text: 'a' }],
      () => answer.promise,
      () => isAsked,
    );
    const late = block(0, 1);
    isAsked = false;
    answer.resolve(undefined);
    expect(await late).toEqual(['id-a']);
    expect(totals).toEqual([]);
  });
});

describe('a list whose order is held', () => {
  it('keeps every row in its place while rows come, change their order and go', async () => {
    const lines = ['a', 'b', 'c', 'd'].map((text) => ({ id: `id-${text}`, text }));
    const { source, block, totals } = storeOf(lines);
    expect(await block(0, 2)).toEqual(['id-a', 'id-b']);
    lines.push({ id: 'id-0', text: '0' });
    const moved = lines[3];
    if (moved !== undefined) moved.text = 'aa';
    expect(await block(2, 4)).toEqual(['id-c', 'id-d']);
    lines.splice(2, 1);
    expect(await block(2, 4)).toEqual([undefined, 'id-d']);
    expect(totals).toEqual([4, 4, 4]);
    expect(await source.find([], 'aa')).toEqual({ places: [3], total: 1 });
    expect(await source.updates([])).toBe(2);
  });

  it('takes the order anew when asked, and says where the row under the hands stands now', async () => {
    const lines = ['b', 'c', 'd'].map((text) => ({ id: `id-${text}`, text }));
    const { source, block } = storeOf(lines);
    await block(0, 3);
    lines.push({ id: 'id-a', text: 'a' });
    expect(await source.reorder([], 'id-c')).toEqual({ id: 'id-c', place: 2, total: 4 });
    expect(await block(0, 4)).toEqual(['id-a', 'id-b', 'id-c', 'id-d']);
    expect(await source.updates([])).toBe(0);
    lines.splice(1, 1);
    expect(await source.reorder([], 'id-c')).toEqual({ id: 'id-d', place: 2, total: 3 });
    lines.length = 0;
    expect(await source.reorder([], 'id-d')).toBeNull();
  });

  it('gives the rows of the new order to a block that was asked for under the old one and answered after it', async () => {
    const lines = [{ id: 'id-b', text: 'b' }];
    const first = Promise.withResolvers<undefined>();
    const answers = [first.promise];
    const { source, block } = storeOf(lines, async () => answers.shift());
    const early = block(0, 200);
    await Promise.resolve(); // the old order has come, its rows are on the way
    lines.push({ id: 'id-a', text: 'a' });
    await source.reorder([], null);
    first.resolve(undefined);
    expect(await early).toEqual(['id-a', 'id-b']);
  });
});

it('counts what has come and what has gone', () => {
  expect(differing(['a', 'b', 'c'], ['c', 'd', 'a'])).toBe(2);
  expect(differing(['a'], ['a'])).toBe(0);
  expect(differing([], ['a', 'b'])).toBe(2);
});

it('goes to the next row that is left', () => {
  expect(nextOf(['a', 'b', 'c', 'd'], 'b', ['d', 'a'])).toEqual({ id: 'd', place: 0 });
  expect(nextOf(['a', 'b'], 'x', ['a'])).toBeNull();
});
