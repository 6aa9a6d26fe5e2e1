import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { setReserve, withReserve } from './reserve.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hedui-reserve-'));
  file = path.join(folder, 'reserve.bin');
  setReserve(folder);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('case 19: the reserve takes real room and is given up once, when the disk is full', () => {
  expect(statSync(file).size).toBe(4 * 1024 * 1024);
  expect(readFileSync(file).includes(0)).toBe(false);
  const database = new Database(':memory:');
  database.exec('create table t (x text)');
  database.pragma('max_page_count = 2');
  // The real error of SQLite until the reserve is gone, as a full disk would give it.
  const write = (): number => {
    if (existsSync(file)) database.prepare('insert into t values (?)').run('x'.repeat(100_000));
    return database.prepare('insert into t values (?)').run('mine').changes;
  };
  expect(withReserve(folder, write)).toBe(1);
  expect(existsSync(file)).toBe(false);
  const full = (): unknown => database.prepare('insert into t values (?)').run('x'.repeat(100_000));
  expect(() => withReserve(folder, full)).toThrow('full');
  setReserve(folder);
  expect(existsSync(file)).toBe(true);
  database.close();
});

test('another error gives nothing up', () => {
  const wrong = (): never => {
    throw new TypeError('a mistake');
  };
  expect(() => withReserve(folder, wrong)).toThrow('a mistake');
  expect(existsSync(file)).toBe(true);
});
