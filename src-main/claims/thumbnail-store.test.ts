import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepThumbnail, readThumbnail } from './thumbnail-store.ts';

const SHA = 'ab'.repeat(32);
const OTHER = 'cd'.repeat(32);
const jpeg = (bytes: number): string =>
  Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(bytes - 5, 7), Buffer.from([0xff, 0xd9])]).toString(
    'base64',
  );

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hedui-small-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('a small picture stands under the fingerprint of the picture it shows, and only there', async () => {
  await keepThumbnail({ fileSha256: SHA, contentBase64: jpeg(4_000) }, { folder });
  expect(await readThumbnail(SHA, { folder })).toEqual({ contentBase64: jpeg(4_000) });
  expect(await readThumbnail(OTHER, { folder })).toBeNull();
  expect(await readdir(path.join(folder, 'ab'))).toEqual([`${SHA}.small.jpg`]);
});

it('the one made last is the one that is shown', async () => {
  await keepThumbnail({ fileSha256: SHA, contentBase64: jpeg(4_000) }, { folder });
  await keepThumbnail({ fileSha256: SHA, contentBase64: jpeg(5_000) }, { folder });
  expect(await readThumbnail(SHA, { folder })).toEqual({ contentBase64: jpeg(5_000) });
});

it.each([
  ['cut off by a full disk', async (file: string) => truncate(file, 3_000)],
  ['overwritten with something else', async (file: string) => writeFile(file, 'no picture')],
  ['emptied', async (file: string) => truncate(file, 0)],
])('a file that was %s is none, so that it is made again', async (_what, damage) => {
  await keepThumbnail({ fileSha256: SHA, contentBase64: jpeg(4_000) }, { folder });
  await damage(path.join(folder, 'ab', `${SHA}.small.jpg`));
  expect(await readThumbnail(SHA, { folder })).toBeNull();
});

it.each([
  ['a photograph of 200 KiB', jpeg(200 * 1024)],
  ['a page', Buffer.from('<html></html>').toString('base64')],
  ['nothing', ''],
])('%s is not kept as a small picture', async (_what, contentBase64) => {
  await expect(keepThumbnail({ fileSha256: SHA, contentBase64 }, { folder })).rejects.toMatchObject({
    data: { code: 'BAD_REQUEST', reason: 'thumbnail-no-picture' },
  });
  expect(await readThumbnail(SHA, { folder })).toBeNull();
});
