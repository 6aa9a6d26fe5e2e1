import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ShapedInsert } from './shaped-insert.ts';
import type { WireValue } from './wire-reader.ts';

const COLUMNS = ['id', 'a', 'b', 'c', 'd', 'e', 'f', 'g'];
let database: Database.Database;
let inserts: ShapedInsert;

beforeEach(() => {
  database = new Database(':memory:');
  database.exec(`create table box (${COLUMNS.map((column) => `${column} default 'unset'`).join(', ')}, unique (id))`);
  inserts = new ShapedInsert(database, { name: 'box', columns: COLUMNS });
});

afterEach(() => {
  database.close();
});

function stored(): WireValue[][] {
  return database.prepare('select * from box order by id').raw().all() as WireValue[][];
}

/** A row whose empty cells follow the bits of its number. */
function row(number: number): WireValue[] {
  return COLUMNS.map((column, at) => {
    if (at === 0) return number;
    return ((number >> (at - 1)) & 1) === 0 ? null : `${column}${String(number)}`;
  });
}

test('rows of every pattern of empty cells arrive whole, also beyond the patterns that have statements of their own', () => {
  const rows = Array.from({ length: 1280 }, (_value, number) => row(number));
  for (const cells of rows) inserts.add(cells);
  inserts.flush();
  expect(new Set(rows.map((cells) => cells.map((cell) => cell === null).join())).size).toBe(128);
  expect(stored()).toEqual(rows);
});

test('the caller may use its array of cells again for the next row', () => {
  const cells: WireValue[] = row(0);
  for (let number = 0; number < 45; number += 1) {
    for (const [at, cell] of row(number).entries()) cells[at] = cell;
    inserts.add(cells);
  }
  inserts.flush();
  expect(stored()).toEqual(Array.from({ length: 45 }, (_value, number) => row(number)));
});

test('after a row that is there already, nothing that waited is written later', () => {
  inserts.add(row(7));
  inserts.flush();
  inserts.add(row(8));
  inserts.add(row(7));
  expect(() => inserts.flush()).toThrow(/UNIQUE/);
  inserts.forget();
  database.exec('delete from box');
  inserts.add(row(9));
  inserts.flush();
  expect(stored()).toEqual([row(9)]);
});
