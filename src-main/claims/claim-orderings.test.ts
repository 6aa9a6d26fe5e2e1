import { beforeAll, expect, test } from 'vitest';
import type { GridQuery, Sort } from '../../src-shared/contract/query.ts';
import type { ReadStores } from '../db/stores.ts';
import { testReplica } from '../testing/test-replica.ts';
import { orderedPage, preparedOrdering } from './claim-orderings.ts';
import { wholeOrder } from './claim-query.ts';

/** More than a list that is sorted whole at once. */
const CLAIMS = 52_000;
const replica = testReplica();

beforeAll(() => {
  const { replicaFile: file } = replica.stores;
  const given: Record<string, string> = {
    ...{ id: `printf('%07d', (value * 7919) % ${String(CLAIMS)})`, no: `'C' || value` },
    ...{ vin_text: `'VIN' || (value % 977)`, mileage_km: 'nullif(value % 1009, 0)', status: `'APPROVED'` },
    hold_reason: `case when value % 37 = 0 then 'H' || (value % 5) end`,
  };
  for (const table of ['claim', 'claim_overlay']) {
    const columns = file.pragma(`table_info(${table})`) as { name: string; type: string; notnull: number }[];
    const values = columns
      .filter(({ name, notnull }) => notnull === 1 || name in given)
      .map(({ name, type }) => ({ name, value: given[name] ?? (type === 'INTEGER' ? '0' : `''`) }));
    const every = table === 'claim' ? '1' : '101';
    file.exec(
      `insert into ${table} (${values.map(({ name }) => name).join(',')})
       with recursive row (value) as (
         select ${every} union all select value + ${every} from row where value + ${every} <= ${String(CLAIMS)})
       select ${values.map(({ value }) => value).join(',')} from row`,
    );
  }
  file.exec(`update claim_overlay set vin_text = 'VIN' || substr(id, 5), mileage_km = mileage_km + 17`);
});

/** A new state of the data each time, so that nothing is known from before. */
let state = 0;
function stores(): ReadStores {
  state += 1;
  const version = String(state);
  const { replicaFile: file } = replica.stores;
  return { access: 'read', replicaFile: file, localFile: file, replicaVersion: () => version } as unknown as ReadStores;
}

const SORTS: Sort[][] = [
  [{ column: 'vin', direction: 'asc' }],
  [{ column: 'mileageKm', direction: 'desc' }],
  [{ column: 'no', direction: 'desc' }],
  // most have none
  [{ column: 'holdReason', direction: 'asc' }],
  [{ column: 'holdReason', direction: 'desc' }],
  [
    { column: 'status', direction: 'asc' },
    { column: 'mileageKm', direction: 'desc' },
  ],
];
const CONDITIONS: { filters: GridQuery['filters']; hasOverlay: boolean }[] = [
  { filters: [], hasOverlay: true },
  { filters: [{ column: 'mileageKm', op: 'between', values: [0, 2000] }], hasOverlay: false },
];
const CASES = SORTS.flatMap((sort) =>
  CONDITIONS.map(({ filters, hasOverlay }) => ({
    ...{ query: { filters, text: '', sort }, hasOverlay },
    name: [...sort, ...filters].map((part) => Object.values(part).join(' ')).join(', '),
  })),
);

test.each(CASES)('a page of a long list is the same wherever it was found: $name', ({ query, hasOverlay }) => {
  const { sql, params } = wholeOrder(query, hasOverlay);
  const whole = replica.stores.replicaFile
    .prepare(sql)
    .pluck()
    .all(...params) as number[];
  const total = whole.length;
  expect(total).toBeGreaterThan(50_000);
  for (const offset of [0, 4_900, 30_000, total - 130]) {
    const found = stores();
    expect(orderedPage(found, query, hasOverlay, { offset, limit: 200, total })).toEqual(
      whole.slice(offset, offset + 200),
    );
    const known = preparedOrdering(found, query, hasOverlay);
    expect(orderedPage(found, query, hasOverlay, { offset, limit: 200, total })).toEqual([
      ...known.subarray(offset, offset + 200),
    ]);
  }
});

test('a condition that no list shows is no order: it is refused as a column that is not there', () => {
  for (const column of ['supplierName', 'decidedBy', 'hitBy'])
    expect(() => wholeOrder({ filters: [], text: '', sort: [{ column, direction: 'asc' }] }, false)).toThrow(
      'unknown-column',
    );
});
