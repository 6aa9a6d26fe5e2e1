import { expect, it } from 'vitest';
import { testReplica } from '../testing/test-replica.ts';
import { planOptions } from './sheets.repository.ts';

const { stores, add } = testReplica();

it('says what cycle counting asks of a warehouse a day, from its keys by class and how often each is counted', () => {
  add('warehouse', { id: 'W1', code: 'ZX', name: '库', region_id: 'R' });
  // 12 of class A, 18 of B, 90 without a class, which are counted like C
  for (let at = 0; at < 120; at += 1) {
    const key = { part_id: `P${String(at)}`, warehouse_id: 'W1' };
    add('stock_balance', { ...key, id: `B${String(at)}`, owner: 'HQ', condition: 'NEW' });
    if (at < 30)
      add('part_warehouse_setting', { ...key, id: `S${String(at)}`, method: 'MANUAL', abc_class: at < 12 ? 'A' : 'B' });
  }
  expect(planOptions(stores, null).warehouses[0]?.load).toEqual({
    classes: [
      { abcClass: 'A', keys: 12, countsPerYear: 4 },
      { abcClass: 'B', keys: 18, countsPerYear: 2 },
      { abcClass: 'C', keys: 90, countsPerYear: 1 },
    ],
    ...{ workdays: 250, loadPerDayCenti: 70, capacityLines: 1 },
  });
});
