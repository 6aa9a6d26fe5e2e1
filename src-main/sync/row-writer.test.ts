import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Database } from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CopyReader } from '../../src-shared/contract/copy-text.ts';
import { openReplicaFile } from '../db/open-stores.ts';
import { RowWriter } from './row-writer.ts';
import type { WireSection, WireValue } from './wire-reader.ts';

let folder: string;
let database: Database;
let writer: RowWriter;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'hedui-rows-'));
  database = await openReplicaFile(path.join(folder, 'replica.db'));
  writer = new RowWriter(database);
});

afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

const PRODUCT_LINE = 3;
const breathe = (): Promise<void> => Promise.resolve();

function section(t: 'tbl' | 'del' | 'evict', rows: WireValue[][]): WireSection {
  const header =
    t === 'tbl'
      ? { t, id: PRODUCT_LINE, name: 'product_line', n: rows.length }
      : { t, id: PRODUCT_LINE, n: rows.length };
  return { header, rows: () => rows };
}

function line(id: string, version: number, name = 'Bus'): WireValue[] {
  return [id, version, 'g', 1, 1, id, name];
}

function names(): unknown[] {
  return database.prepare('select id, _v, name from product_line order by id').raw().all();
}

test('case 10: a newer row replaces an older one and never the other way round', () => {
  writer.apply(section('tbl', [line('a', 5, 'new')]));
  writer.apply(section('tbl', [line('a', 4, 'late'), line('b', 1)]));
  expect(names()).toEqual([
    ['a', 5, 'new'],
    ['b', 1, 'Bus'],
  ]);
});

test('whole numbers come in quotes and are integers in the file', () => {
  writer.apply(section('tbl', [line('a', 5).map((cell) => (cell === null ? null : String(cell)))]));
  expect(names()).toEqual([['a', 5, 'Bus']]);
  expect(database.prepare('select distinct typeof(_v) from product_line').pluck().all()).toEqual(['integer']);
});

test('a deletion older than the row that stands leaves it alone', () => {
  writer.apply(section('tbl', [line('a', 5), line('b', 5), line('c', 5)]));
  writer.apply(
    section('del', [
      ['a', 4],
      ['b', 5],
    ]),
  );
  writer.apply(section('evict', [['c', 9]]));
  expect(names()).toEqual([['a', 5, 'Bus']]);
});

test('a snapshot block that brings a row again keeps the newer of the two', async () => {
  const many = Array.from({ length: 120 }, (_value, at) => line(`r${String(at).padStart(3, '0')}`, 3));
  database.exec('begin');
  await writer.insert(section('tbl', many), breathe);
  const again = section('tbl', [line('r007', 2, 'older'), line('r008', 4, 'newer'), line('z', 1)]);
  database.exec('commit; begin');
  await expect(writer.insert(again, breathe)).rejects.toThrow(/UNIQUE/);
  database.exec('rollback; begin');
  writer.upsert(again);
  database.exec('commit');
  expect(database.prepare('select count(*) from product_line').pluck().get()).toBe(121);
  expect(
    database.prepare(`select name from product_line where id in ('r007', 'r008') order by id`).pluck().all(),
  ).toEqual(['Bus', 'newer']);
});

test('rows in the text of COPY are written like the others, and a short count refuses them', async () => {
  const many = Array.from({ length: 120 }, (_value, at) => line(`r${String(at).padStart(3, '0')}`, 3));
  const copied = (rows: WireValue[][], n = rows.length): WireSection => ({
    ...section('tbl', rows),
    header: { t: 'tbl', id: PRODUCT_LINE, name: 'product_line', n, copy: 1 },
    copied: () => new CopyReader(Buffer.from(rows.map((row) => `${row.join('\t')}\n`).join('')), 'titiitt'),
  });
  database.exec('begin');
  await writer.insert(copied(many), breathe);
  const again = copied([line('r007', 2, 'older'), line('r008', 4, 'newer'), line('z', 1)]);
  database.exec('commit; begin');
  await expect(writer.insert(again, breathe)).rejects.toThrow(/UNIQUE/);
  database.exec('rollback; begin');
  writer.upsert(again);
  database.exec('commit');
  expect(database.prepare('select count(*) from product_line').pluck().get()).toBe(121);
  expect(
    database.prepare(`select name from product_line where id in ('r007', 'r008') order by id`).pluck().all(),
  ).toEqual(['Bus', 'newer']);
  for (const n of [59, 61]) {
    const other = Array.from({ length: 60 }, (_value, at) => line(`x${String(at)}`, 1));
    database.exec('begin');
    await expect(writer.insert(copied(other, n), breathe)).rejects.toThrow(/broken-stream/);
    database.exec('rollback');
  }
});

test('a table that is not ours breaks the stream', () => {
  expect(() => writer.apply({ header: { t: 'tbl', id: 9999, name: 'x', n: 0 }, rows: () => [] })).toThrow(
    /broken-stream/,
  );
});
