import { beforeAll, expect, test } from 'vitest';
import type { GridQuery } from '../../src-shared/contract/query.ts';
import { planningOrder, planningPage } from './planning.repository.ts';
import { testReplica } from '../testing/test-replica.ts';

const NOW_MS = Date.parse('2026-11-23T04:00:00Z');
const monthsAgo = (months: number): number => NOW_MS - Math.round(months * 30.5 * 86_400_000);

const { stores, add } = testReplica();

beforeAll(() => {
  for (const [id, name] of [
    ['W0', '总库'],
    ['W1', '金华库'],
    ['W2', '济南库'],
  ] as const)
    add('warehouse', {
      ...{ id, code: id, name, region_id: 'R1', parent_id: id === 'W0' ? null : 'W0' },
      ...{ erp_plant: '1000', erp_sloc: id },
    });
  for (const id of ['P1', 'P2', 'P3'])
    add('part', {
      ...{ id, part_no: `00${id}`, name: `配件 ${id}`, uom: '件', issue_price_fen: 1, supply_price_fen: 1, is_wear: 0 },
      ...{ serialised: 0, old_part_policy: 'NONE', status: 'ACTIVE' },
    });
  const setting = (partId: string, warehouseId: string, more: Record<string, string | number | null>): void =>
    add('part_warehouse_setting', {
      ...{ id: `${partId}${warehouseId}`, part_id: partId, warehouse_id: warehouseId, method: 'NORMAL' },
      ...{ computed_at_ms: NOW_MS, first_move_at_ms: monthsAgo(30), last_issue_at_ms: monthsAgo(0.2) },
      ...{ computed_reorder_milli: 43_000, computed_max_milli: 90_000, pack_milli: 10_000, issued_milli: 120_000 },
      ...more,
    });
  const balance = (partId: string, warehouseId: string, pieces: number | null, condition = 'NEW'): void =>
    add('stock_balance', {
      ...{
        id: `${partId}${warehouseId}${condition}`,
        warehouse_id: warehouseId,
        part_id: partId,
        owner: 'HQ',
        condition,
      },
      ...{ batch_no: '', serial_no: '', qty_milli: pieces === null ? 0 : pieces * 1000, value_fen: 600, last_seq: 1 },
      last_move_at_ms: 1,
    });
  // the specification's position: 18 free + 20 on order + 15 on the way − 12 not filled = 41, so 50 are ordered in tens
  setting('P1', 'W1', {});
  balance('P1', 'W1', 30);
  balance('P1', 'W1', 15, 'IN_TRANSIT');
  add('stock_reservation', {
    ...{ id: 'R1', warehouse_id: 'W1', part_id: 'P1', qty_milli: 24_000, doc_type: 'APP', doc_no: 'A', state: 'HELD' },
  });
  add('erp_document_line', {
    ...{ id: 'E1', erp_system: 'SAP', doc_type: 'PO', doc_no: '1', line_no: '1', doc_year: '', part_no: '00P1' },
    ...{ plant: '1000', sloc: 'W1', qty_milli: 30_000, received_milli: 10_000 },
  });
  // 150 lie there, 120 a year are issued, the maximum is 90: 30 too many, and the other warehouse is short
  setting('P2', 'W1', {});
  balance('P2', 'W1', 150);
  setting('P2', 'W2', { min_milli: 5_000, max_milli: 9_000 });
  balance('P2', 'W2', 5);
  setting('P3', 'W2', { computed_reorder_milli: null, computed_max_milli: null, last_issue_at_ms: monthsAgo(26) });
  balance('P3', 'W2', 5);
});

const page = (query: Partial<GridQuery> = {}) =>
  planningPage(stores, { query: { filters: [], text: '', sort: [], ...query }, offset: 0, limit: 50 });
const row = (id: string) => page().rows.find((each) => each.id === id);

test('the position is free + on order + on the way − not filled, and the proposal goes up to the maximum in packs', () => {
  expect(row('P1W1')).toMatchObject({
    ...{ onHandMilli: 30_000, availableMilli: 6_000, onOrderMilli: 20_000, inTransitMilli: 15_000, backlogMilli: 0 },
    ...{ positionMilli: 41_000, orderMilli: 50_000, sourceName: '总库' },
  });
});

test('approved figures go before computed ones, and a key without any proposes nothing', () => {
  expect(row('P2W2')).toMatchObject({ positionMilli: 5_000, orderMilli: 10_000 });
  expect(row('P3W2')).toMatchObject({ orderMilli: null, movementClass: 'OBSOLETE' });
});

test('excess is what lies there beyond maximum and a year, with the places that are short of it', () => {
  expect(row('P2W1')).toMatchObject({ movementClass: 'SLOW', excessMilli: 30_000, shortAt: '济南库', orderMilli: 0 });
  expect(row('P1W1')).toMatchObject({ movementClass: 'ACTIVE', excessMilli: 0, shortAt: '' });
});

test('lists by what is to be ordered, filters by class and sums up', () => {
  expect(
    planningOrder(stores, {
      query: { filters: [], text: '', sort: [{ column: 'orderMilli', direction: 'desc' }] },
      anchorId: 'P2W2',
    }),
  ).toEqual({
    ...{ ids: ['P1W1', 'P2W2', 'P2W1', 'P3W2'], total: 4, place: 1 },
  });
  const slow = page({ filters: [{ column: 'movementClass', op: 'in', values: ['SLOW'] }] });
  expect(slow.rows.map(({ id }) => id)).toEqual(['P2W1']);
  expect(page().totals).toEqual({ toOrder: 2, valueFen: 2400, excessFen: 120, computedAtMs: NOW_MS });
});
