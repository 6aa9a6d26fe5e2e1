import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { atOneMoment } from './at-one-moment.ts';

let folder: string;
let writer: Database.Database;
let reader: Database.Database;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hedui-one-moment-'));
  const file = path.join(folder, 'replica.db');
  writer = new Database(file);
  writer.pragma('journal_mode = WAL');
  writer.exec(`create table paper (version); create table photo (name); insert into paper values (1)`);
  reader = new Database(file, { readonly: true });
});

afterEach(() => {
  reader.close();
  writer.close();
  rmSync(folder, { recursive: true, force: true });
});

const version = (): unknown => reader.prepare('select version from paper').pluck().get();
const photos = (): unknown => reader.prepare('select count(*) from photo').pluck().get();
const takePhoto = (): void => {
  writer.exec(`begin; update paper set version = version + 1; insert into photo values ('a'); commit`);
};

it('answers with the paper and its photographs of one moment, whatever is committed in between', async () => {
  const answer = await atOneMoment(reader, async () => {
    const before = version();
    takePhoto();
    return { version: before, photos: await Promise.resolve(photos()) };
  });
  expect([answer, { version: version(), photos: photos() }]).toEqual([
    { version: 1, photos: 0 },
    { version: 2, photos: 1 },
  ]);
});

it('leaves nothing open after a question that failed, and the next one sees what is there then', async () => {
  await expect(
    atOneMoment(reader, () => {
      version();
      throw new Error('unknown');
    }),
  ).rejects.toThrow('unknown');
  takePhoto();
  expect([reader.inTransaction, version()]).toEqual([false, 2]);
});
