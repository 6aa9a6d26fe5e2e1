import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { storeErrorKind } from '../db/store-errors.ts';
import type { WriteStores } from '../db/stores.ts';
import { openTestStores, type TestStores } from '../testing/write-stores.ts';
import { STATE_KEYS, writeState } from './replica-state.ts';
import { replicaReadTasks, replicaWriteTasks } from './replica.tasks.ts';

const PRODUCT_LINE = 3;
const BEFORE = '1.e.7.s.h';
const AFTER = '1.e.8.s.h';

let opened: TestStores;
let stores: WriteStores;

beforeEach(async () => {
  opened = await openTestStores();
  ({ stores } = opened);
  writeState(stores.replicaFile, { [STATE_KEYS.cursor]: BEFORE, [STATE_KEYS.seq]: '7', [STATE_KEYS.complete]: '1' });
  stores.replicaFile.exec(`insert into product_line values ('a', 1, 'g', 1, 1, 'a', 'old')`);
});

afterEach(() => opened.close());

function delta(rows: readonly unknown[][]): Uint8Array {
  const head = [
    `{"t":"begin","from":"${BEFORE}","to":8,"at_ms":1}`,
    `{"t":"tbl","id":${String(PRODUCT_LINE)},"name":"product_line","n":${String(rows.length)}}`,
    ...rows.map((row) => JSON.stringify(row)),
  ].join('\n');
  const crc = crc32(Buffer.from(`${head}\n`))
    .toString(16)
    .padStart(8, '0');
  const commit = { t: 'commit', to: 8, n: rows.length, crc, cursor: AFTER };
  return new Uint8Array(Buffer.from(`${head}\n${JSON.stringify(commit)}\n{"t":"end","more":false}\n`));
}

const standing = (): unknown => replicaReadTasks['replica.standing'](stores as never, null);
const names = (): unknown[] =>
  stores.replicaFile.prepare('select id, name from product_line order by id limit 3').raw().all();

test('case 19: a disk that fills in the middle of a batch leaves the old rows and the old place, and the batch fits later', () => {
  const body = delta([
    ['a', 2, 'g', 1, 1, 'a', 'new'],
    ...Array.from({ length: 400 }, (_value, at) => [`b${String(at)}`, 1, 'g', 1, 1, 'b', '汽'.repeat(500)]),
  ]);
  const pages = Number(stores.replicaFile.pragma('page_count', { simple: true }));
  stores.replicaFile.pragma(`max_page_count = ${String(pages + 20)}`);
  let error: unknown = null;
  try {
    replicaWriteTasks['replica.applyDelta'](stores, { body, cursor: BEFORE });
  } catch (thrown) {
    error = thrown;
  }
  expect(storeErrorKind(error)).toBe('full');
  expect(standing()).toMatchObject({ cursor: BEFORE, seq: 7, complete: true });
  expect(names()).toEqual([['a', 'old']]);
  stores.replicaFile.pragma('max_page_count = 1000000');
  expect(replicaWriteTasks['replica.applyDelta'](stores, { body, cursor: BEFORE })).toMatchObject({
    seq: 8,
    batches: 1,
  });
  expect(standing()).toMatchObject({ cursor: AFTER, seq: 8 });
  expect(names()[0]).toEqual(['a', 'new']);
  expect(stores.replicaFile.pragma('integrity_check', { simple: true })).toBe('ok');
});
