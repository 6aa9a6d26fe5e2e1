import { describe, expect, it } from 'vitest';
import { loadedRows, rowsAt, type RowSource } from './fetch-rows.ts';

function source(total: number, loaded: ReadonlySet<number>): RowSource<string> & { asked: [number, number][] } {
  const asked: [number, number][] = [];
  return {
    asked,
    rowAt: (index) => (loaded.has(index) ? `row ${index}` : undefined),
    fetch: (offset, limit) => {
      asked.push([offset, limit]);
      const length = Math.max(0, Math.min(limit, total - offset));
      return Promise.resolve(Array.from({ length }, (_, at) => `row ${offset + at}`));
    },
  };
}

const run = { signal: new AbortController().signal, onProgress: () => undefined };

describe('rows that are not loaded', () => {
  it('come through the store in pages of at most 1,000, and only from where they are wanted', async () => {
    const list = source(10_000, new Set());
    const places = [...Array.from({ length: 1500 }, (_, at) => at + 100), 5000, 5002];
    const rows = await rowsAt(list, places, run);
    expect(rows).toEqual(places.map((place) => `row ${place}`));
    expect(list.asked).toEqual([
      [100, 1000],
      [1100, 500],
      [5000, 3],
    ]);
  });

  it('are left out when they have gone', async () => {
    expect(await rowsAt(source(2, new Set()), [0, 1, 2, 3], run)).toEqual(['row 0', 'row 1']);
  });

  it('are not asked for once the person has stopped it', async () => {
    const abort = new AbortController();
    abort.abort();
    await expect(rowsAt(source(5, new Set()), [0], { ...run, signal: abort.signal })).rejects.toThrow();
  });

  it('are not needed where all are loaded', () => {
    const list = source(5, new Set([1, 2]));
    expect(loadedRows(list, [1, 2])).toEqual(['row 1', 'row 2']);
    expect(loadedRows(list, [1, 2, 3])).toBeNull();
  });
});
