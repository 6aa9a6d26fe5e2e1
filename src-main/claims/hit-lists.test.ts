import { beforeAll, expect, it } from 'vitest';
import { testReplica } from '../testing/test-replica.ts';
import { hitExtras } from './hit-extras.repository.ts';

const { stores, add } = testReplica();

const CLAIM = {
  ...{ vehicle_id: 'V', vin_text: 'LXC00000000000001', station_id: 'S1', claimant_id: 'S1', claimant_name: '上海站' },
  ...{
    repair_finish_date: '2026-03-10',
    region_id: 'R',
    component_group_id: 'G',
    main_op_id: 'OP',
    action_code: 'REPLACE',
  },
};

function claim(id: string, more: Record<string, string | number | null> = {}): void {
  add('claim', { id, no: `SP-${id}`, claimed_fen: 123_450, main_item_text: '制动器', ...CLAIM, ...more });
}

function listOf(ruleId: string, facts: Record<string, unknown> = {}): unknown {
  add('rule_hit', {
    id: `h-${ruleId}`,
    claim_id: 'own',
    rule_id: ruleId,
    mode: 'LIVE',
    evidence_json: JSON.stringify(facts),
  });
  const full = stores.replicaFile.prepare(`select * from claim where id = 'own'`).get() as Parameters<
    typeof hitExtras
  >[1];
  return hitExtras(stores, full).find(({ hitId }) => hitId === `h-${ruleId}`) ?? null;
}

beforeAll(() => {
  add('labour_operation', { id: 'OP', component_group_id: 'G' });
  add('region', { id: 'R', name: '华东' });
  add('station', { id: 'S2', code: 'HD02', name: '苏州站' });
  add('part', { id: 'P', part_no: '4480-1' });
  claim('own', { work_order_id: 'W1' });
  claim('same', { work_order_id: 'W2', claimed_fen: 5 });
  claim('other-vehicle', { work_order_id: 'W3', vehicle_id: 'V2', vin_text: 'LXC00000000000002' });
  claim('earlier', {
    repair_finish_date: '2025-04-01',
    station_id: 'S2',
    claimant_id: 'S2',
    claimant_name: '苏州站',
    action_code: 'REPAIR',
  });
  claim('long-ago', { repair_finish_date: '2025-03-09' });
  for (const [id, claimId, qty] of [
    ['l1', 'own', 1000],
    ['l2', 'earlier', 1500],
    ['l3', 'long-ago', 9000],
  ] as const)
    add('claim_line', { id, claim_id: claimId, seq: 1, part_id: 'P', qty_milli: qty });
  const labour = (id: string, orderId: string, technician: string, hours: number): void =>
    add('work_order_labour', {
      id,
      work_order_id: orderId,
      seq: 1,
      technician,
      hours_centi: hours,
      description: '更换',
    });
  labour('w1', 'W1', '王', 650);
  labour('w2', 'W3', '王', 705);
  labour('w3', 'W3', '李', 800);
  const reading = (id: string, date: string, km: number): void =>
    add('mileage_reading', { id, vehicle_id: 'V', read_date: date, reading_km: km, offset_km: 1000, station_id: 'S2' });
  reading('r1', '2026-01-05', 120_000);
  reading('r2', '2026-03-10', 90_000);
  reading('r3', '2026-03-11', 91_000);
});

it.each<[string, Record<string, unknown>, { name: string; values: string[] }]>([
  [
    'V04',
    {},
    { name: 'readings', values: ['2026-03-10 · 91,000 km · HD02 苏州站', '2026-01-05 · 121,000 km · HD02 苏州站'] },
  ],
  ['D07', {}, { name: 'sameVisit', values: ['SP-own · 1,234.50 · 制动器', 'SP-same · 0.05 · 制动器'] }],
  [
    'L04',
    { technician: '王' },
    {
      name: 'technicianDay',
      values: ['SP-own · 6.50 h · 更换 · 00000001', 'SP-other-vehicle · 7.05 h · 更换 · 00000002'],
    },
  ],
  ['P01', { item: '4480-1' }, { name: 'fittings', values: ['2025-04-01 · SP-earlier · 1.5 · 苏州站'] }],
  ['P07', {}, { name: 'replaced', values: ['上海站 3 / 3', '华东 0 / 1'] }],
])('%s shows the rows its sentence speaks of', (ruleId, facts, expected) => {
  expect(listOf(ruleId, facts)).toEqual({ hitId: `h-${ruleId}`, ...expected });
});

it('a rule whose list is empty, and one without a list, show none', () => {
  expect(listOf('P04')).toBeNull();
  stores.replicaFile.prepare(`delete from mileage_reading`).run();
  expect(
    hitExtras(stores, { id: 'own', vehicle_id: 'V', repair_finish_date: '2026-03-10' }).some(
      ({ name }) => name === 'readings',
    ),
  ).toBe(false);
});
