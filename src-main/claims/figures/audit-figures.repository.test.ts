import { beforeAll, describe, expect, it } from 'vitest';
import type { FigureGrouping } from '../../../src-shared/contract/audit-figures.contract.ts';
import { FIGURE_GROUPINGS } from '../../../src-shared/contract/audit-figures.contract.ts';
import { FIGURE_CONDITIONS, groupConditions } from '../../../src-shared/contract/figure-conditions.ts';
import { startOfBusinessDate } from '../../../src-shared/domain/units/business-date.ts';
import { MIS_BAND } from '../claim-columns.ts';
import { bothArms } from '../claim-query.ts';
import { auditHealth } from '../audit-health.repository.ts';
import { auditFigures } from './audit-figures.repository.ts';
import { testReplica } from '../../testing/test-replica.ts';

const { stores, add } = testReplica();

interface Case {
  status: string;
  approvedFen: number;
  reasonCode?: string;
  /** Cut and reason of the second of two lines of 100.00 and 40.00. */
  line?: { approvedFen: number; decision: string; reasonCode: string };
  reversal?: { status: string; reasonCode: string };
  modelId?: string | null;
  ageMonths?: number;
}

function decide(id: string, { status, approvedFen, reasonCode, line, reversal, modelId = 'M', ageMonths }: Case): void {
  add('claim', {
    ...{
      id,
      status,
      claimed_fen: 14_000,
      payable_fen: 14_000,
      approved_fen: approvedFen,
      reason_code: reasonCode ?? null,
    },
    ...{
      decided_at_ms: startOfBusinessDate('2026-03-10'),
      repair_finish_date: '2026-03-01',
      station_id: 'ST',
      claimant_code: 'S',
    },
    ...{
      model_id: modelId,
      model_name: modelId === null ? null : 'XM',
      component_group_id: 'C',
      causal_part_id: 'P',
      age_months: ageMonths ?? null,
      region_id: 'R',
      product_line: 'COACH',
    },
  });
  const lineRow = (seq: number, claimedFen: number, at: NonNullable<Case['line']>): void =>
    add('claim_line', {
      ...{ id: `${id}-${String(seq)}`, claim_id: id, seq, claimed_fen: claimedFen, approved_fen: at.approvedFen },
      ...{ decision: at.decision, reason_code: at.reasonCode === '' ? null : at.reasonCode },
    });
  lineRow(1, 10_000, { approvedFen: 10_000, decision: 'APPROVE', reasonCode: '' });
  lineRow(2, 4_000, line ?? { approvedFen: 4_000, decision: 'APPROVE', reasonCode: '' });
  if (reversal !== undefined)
    add('statement_adjustment', {
      ...{
        id: `r-${id}`,
        ref_claim_id: id,
        kind: 'REVERSAL',
        status: reversal.status,
        reason_code: reversal.reasonCode,
      },
    });
}

const CASES: Readonly<Record<string, Case>> = {
  honest: { status: 'PAID', approvedFen: 14_000, ageMonths: 14 },
  'cut for hours': {
    status: 'PAID',
    approvedFen: 11_000,
    line: { approvedFen: 1_000, decision: 'REDUCE', reasonCode: 'R07' },
  },
  'refused for another reason': { status: 'REJECTED', approvedFen: 0, reasonCode: 'R06', ageMonths: 3 },
  'refused as deceit': { status: 'REJECTED', approvedFen: 0, reasonCode: 'R34' },
  'one false line': {
    status: 'PAID',
    approvedFen: 11_000,
    line: { approvedFen: 1_000, decision: 'REDUCE', reasonCode: 'R35' },
  },
  'reversed as deceit': { status: 'REVERSED', approvedFen: 14_000, reversal: { status: 'STATED', reasonCode: 'R34' } },
  'reversed by mistake': { status: 'REVERSED', approvedFen: 14_000, reversal: { status: 'STATED', reasonCode: 'R06' } },
  'a reversal only proposed': { status: 'PAID', approvedFen: 14_000, reversal: { status: 'OPEN', reasonCode: 'R34' } },
  'not decided yet': { status: 'L2_REVIEW', approvedFen: 0, reasonCode: 'R34' },
  'without a model': { status: 'PAID', approvedFen: 14_000, modelId: null },
};
const FALSE = ['one false line', 'refused as deceit', 'reversed as deceit'];
const PERIOD = { fromDate: '2026-03-01', toDate: '2026-03-31' };

beforeAll(() => {
  add('region', { id: 'R', name: '华东' });
  add('product_model', { id: 'M', name: 'XM', series: '6127' });
  add('component_group', { id: 'C', name: '发动机' });
  add('supplier', { id: 'SU', name: '制动器厂' });
  add('part', { id: 'P', supplier_id: 'SU' });
  const terms = (id: string, grade: string, from: string, to: string | null): void =>
    add('station_terms', { id, station_id: 'ST', grade, valid_from_date: from, valid_to_date: to });
  terms('T-1', 'A', '2020-01-01', '2026-03-05');
  terms('T-2', 'B', '2026-03-06', null);
  for (const [id, one] of Object.entries(CASES)) decide(id, one);
});

/** The ids the queue finds with these conditions. */
const found = (filters: ReturnType<typeof groupConditions>): string[] => {
  const { sql, params } = bothArms('c.id as id', { filters, text: '' }, false);
  return (
    stores.replicaFile
      .prepare(sql)
      .pluck()
      .all(...params) as string[]
  ).sort();
};

describe('false claims', () => {
  it('are those refused for deceit, with a false line, or reversed for it; saved is what they did not keep', () => {
    const { total } = auditFigures(stores, { ...PERIOD, by: 'region' });
    expect(total).toMatchObject({ decided: 9, fraud: 3, savedFen: 14_000 + 3_000 + 14_000 });
  });

  it('are what the figure opens, no more and no less', () => {
    const conditions = groupConditions('region', null, PERIOD);
    expect(found([...conditions, ...(FIGURE_CONDITIONS['fraud'] ?? [])])).toEqual(FALSE);
  });
});

describe('what waits for more than three working days', () => {
  it('is what the figure on Today opens', () => {
    const queued = (id: string, date: string): void =>
      add('claim', { id, queue: 'DECIDE', status: 'IN_REVIEW', queued_at_ms: startOfBusinessDate(date) });
    // Friday 2026-03-20: three working days back is Tuesday
    for (const date of ['2026-03-13', '2026-03-16', '2026-03-17', '2026-03-19']) queued(`since ${date}`, date);
    const { olderThanThreeDays, olderThanDate } = auditHealth(stores, startOfBusinessDate('2026-03-20'));
    const opened = found([
      { column: 'queue', op: 'in', values: ['DECIDE'] },
      { column: 'queuedDate', op: 'atMost', values: [olderThanDate] },
    ]);
    expect([olderThanThreeDays, opened]).toEqual([2, ['since 2026-03-13', 'since 2026-03-16']]);
  });
});

describe('every grouping', () => {
  const NAMES: Partial<Record<FigureGrouping, string[]>> = {
    ...{
      grade: ['A'],
      series: ['6127', ''],
      model: ['XM', ''],
      component: ['发动机'],
      region: ['华东'],
      month: ['2026-03'],
      supplier: ['制动器厂'],
      // bands in their order, what has none at the end
      misBand: ['0–3', '13–24', ''],
    },
  };
  it.each(FIGURE_GROUPINGS)('by %s opens for each group exactly the claims it counts', (by) => {
    const { rows, total } = auditFigures(stores, { ...PERIOD, by });
    const wanted = NAMES[by];
    if (wanted !== undefined) expect(rows.map(({ key }) => key)).toEqual(wanted);
    expect(rows.reduce((sum, { decided }) => sum + decided, 0)).toBe(total.decided);
    for (const { key, decided } of rows)
      expect([key, found(groupConditions(by, key, PERIOD)).length]).toEqual([key, decided]);
  });
});

describe('the days of the audit', () => {
  const decided = startOfBusinessDate('2026-05-11') + 9 * 3_600_000;
  const day = (date: string): number => startOfBusinessDate(date) + 10 * 3_600_000;

  it('leave out what was on hold before the first decision, and not what was after it was reopened', () => {
    add('claim', {
      ...{ id: 'reopened', status: 'REJECTED', claimed_fen: 1, approved_fen: 0, payable_fen: 1, decided_level: 'L1' },
      ...{ submitted_date: '2026-05-04', decided_at_ms: day('2026-05-22') },
    });
    const step = (id: string, from: string, to: string, atMs: number): void =>
      add('audit_decision', { id, claim_id: 'reopened', status_from: from, status_to: to, decided_at_ms: atMs });
    step('d1', 'IN_REVIEW', 'ON_HOLD', day('2026-05-06'));
    step('d2', 'ON_HOLD', 'IN_REVIEW', day('2026-05-08'));
    step('d3', 'IN_REVIEW', 'REJECTED', decided);
    step('d4', 'REJECTED', 'IN_REVIEW', day('2026-05-12'));
    step('d5', 'IN_REVIEW', 'ON_HOLD', day('2026-05-12') + 1);
    step('d6', 'ON_HOLD', 'REJECTED', day('2026-05-22'));
    const { total } = auditFigures(stores, { fromDate: '2026-05-01', toDate: '2026-05-31', by: 'region' });
    // Monday to Monday are five working days, two of them on hold
    expect([total.decided, total.auditDaysMedian, total.auditDaysP90]).toEqual([1, 3, 3]);
  });
});

it.each([
  [null, null],
  [0, '0–3'],
  [3, '0–3'],
  [4, '4–6'],
  [6, '4–6'],
  [7, '7–12'],
  [12, '7–12'],
  [13, '13–24'],
  [24, '13–24'],
  [25, '25–36'],
  [36, '25–36'],
  [37, '37+'],
])('%s months in service are in the band %s', (age, band) => {
  const bandOf = stores.replicaFile.prepare(`select ${MIS_BAND} from (select ? as age_months) c`).pluck();
  expect(bandOf.get(age)).toBe(band);
});
