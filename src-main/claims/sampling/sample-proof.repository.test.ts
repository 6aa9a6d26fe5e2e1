import { beforeAll, describe, expect, it } from 'vitest';
import { FIRST_SAMPLE_PLAN } from '../../../src-shared/domain/claims/sample-plan.ts';
import { isSampled } from '../../../src-shared/domain/claims/sampling.ts';
import { startOfBusinessDate } from '../../../src-shared/domain/units/business-date.ts';
import { auditSampleOf } from './audit-sample.repository.ts';
import { samplePlans } from './sample-plans.repository.ts';
import { proofOf } from './sample-proof.repository.ts';
import { testReplica } from '../../testing/test-replica.ts';

const { stores, add } = testReplica();

const HOUR_MS = 3_600_000;
const ids = (from: string, count: number): string[] => Array.from({ length: count }, (_, n) => `${from}-${String(n)}`);

/** As the server leaves it: drawn to a person, or approved with the automatic entry of the history. */
function arrive(id: string, { date, planId, rateBp }: { date: string; planId: string; rateBp: number }): void {
  const atMs = startOfBusinessDate(date) + HOUR_MS;
  add('claim', {
    ...{ id, no: `NO-${id}`, station_id: 'ST', claimant_id: 'ST', claimant_name: '金华站', status: 'AUTO_APPROVED' },
    ...{ submitted_date: date, submitted_at_ms: atMs, repair_finish_date: date, evaluated_at_ms: atMs },
  });
  if (isSampled(planId, id, rateBp))
    add('sample_case', { id: `s-${id}`, plan_id: planId, claim_id: id, drawn_at_ms: atMs });
  else add('audit_decision', { id: `d-${id}`, claim_id: id, level: 'AUTO', action: 'APPROVE', decided_at_ms: atMs });
}

beforeAll(() => {
  const plan = (id: string, from: string, baseBp: number): void =>
    add('sample_plan', {
      ...{ id, code: id, valid_from_date: from, valid_to_date: null },
      params_json: JSON.stringify({ ...FIRST_SAMPLE_PLAN, baseBp }),
    });
  plan('P-1', '2026-03-01', 1000);
  plan('P-2', '2026-03-11', 5000);
  add('station', { id: 'ST', name: '金华站', type: 'EXTERNAL', opened_date: '2020-01-01' });
  for (const id of ids('old', 60)) arrive(id, { date: '2026-03-05', planId: 'P-1', rateBp: 1000 });
  for (const id of ids('new', 60)) arrive(id, { date: '2026-03-12', planId: 'P-2', rateBp: 5000 });
  // decided by a person, and one from before the plans: no part of any draw
  add('claim', {
    id: 'hand',
    station_id: 'ST',
    submitted_date: '2026-03-05',
    submitted_at_ms: startOfBusinessDate('2026-03-05'),
  });
  arrive('history', { date: '2026-02-20', planId: 'P-1', rateBp: 0 });
});

describe('a draw proved from the copy', () => {
  const month = { fromDate: '2026-03-01', toDate: '2026-03-31' };
  const drawnOf = (from: string, planId: string, rateBp: number): number =>
    ids(from, 60).filter((id) => isSampled(planId, id, rateBp)).length;

  it('takes each claim under the plan that was in force when it arrived, and agrees', () => {
    const figures = (planId: string) => {
      const { claims, ...rest } = proofOf(stores, { planId, ...month });
      return { ...rest, shown: claims.length };
    };
    const [first, second] = [drawnOf('old', 'P-1', 1000), drawnOf('new', 'P-2', 5000)];
    expect(figures('P-1')).toEqual({ population: 60, drawn: first, minimum: 0, differs: 0, shown: first });
    expect(figures('P-2')).toEqual({ population: 60, drawn: second, minimum: 0, differs: 0, shown: second });
    expect(proofOf(stores, { planId: 'P-1', fromDate: '2026-03-06', toDate: '2026-03-31' }).population).toBe(0);
  });

  it('shows first what differs, when a sample has gone', () => {
    const gone = ids('new', 60).find((id) => isSampled('P-2', id, 5000)) ?? '';
    stores.replicaFile.prepare('delete from sample_case where claim_id = ?').run(gone);
    add('audit_decision', {
      ...{ id: 'forged', claim_id: gone, level: 'AUTO', action: 'APPROVE' },
      decided_at_ms: startOfBusinessDate('2026-03-12') + HOUR_MS,
    });
    const { differs, claims } = proofOf(stores, { planId: 'P-2', ...month });
    expect([differs, claims[0]?.claimId, claims[0]?.verdict]).toEqual([1, gone, 'missing']);
  });

  it('a fraud confirmed since then does not make the draw differ, one before does', () => {
    const fraud = (id: string, atMs: number): void =>
      add('claim', {
        ...{ id, station_id: 'ST', claimant_id: 'ST', status: 'REJECTED', reason_code: 'R34', decided_at_ms: atMs },
      });
    fraud('later', startOfBusinessDate('2026-03-20'));
    expect(proofOf(stores, { planId: 'P-1', ...month }).differs).toBe(0);
    fraud('before', startOfBusinessDate('2026-03-02'));
    const { differs, claims } = proofOf(stores, { planId: 'P-1', ...month });
    expect(differs).toBe(60 - drawnOf('old', 'P-1', 1000));
    expect(claims[0]).toMatchObject({ rateBp: 10_000, stratum: 'AFTER_FRAUD', verdict: 'missing' });
  });

  it('refuses too many days, and a plan that is not there', () => {
    const reason = (planId: string, toDate: string): unknown => {
      try {
        return proofOf(stores, { planId, fromDate: '2026-03-01', toDate });
      } catch (error) {
        return (error as { data: { reason: string } }).data.reason;
      }
    };
    expect([reason('P-1', '2026-06-02'), reason('P-9', '2026-03-02')]).toEqual([
      ...['sample-proof-too-long', 'sample-plan-not-found'],
    ]);
  });

  it('plans stand newest first with their days', () => {
    const { plans } = samplePlans(stores, { today: '2026-03-10' });
    expect(plans.map(({ id, state, untilDate }) => [id, state, untilDate])).toEqual([
      ['P-2', 'coming', null],
      ['P-1', 'inForce', '2026-03-10'],
    ]);
  });
});

describe('the auditor’s sample of a filter', () => {
  it('draws of what the filter finds only, the same again, with a number over the population', () => {
    const days = { column: 'repairFinishDate', op: 'between' as const, values: ['2026-03-05', '2026-03-05'] };
    const ask = (seed: string) =>
      auditSampleOf(stores, { seed, claimCount: 5, query: { filters: [days], text: '', sort: [] } });
    const first = ask('S');
    expect([first.population, first.claims.length]).toEqual([60, 5]);
    expect(first.claims.every(({ claimId }) => claimId.startsWith('old-'))).toBe(true);
    expect(ask(' S ')).toEqual(first);
    const other = ask('T');
    expect(other.populationSha256).toBe(first.populationSha256);
    expect(other.claims).not.toEqual(first.claims);
  });
});
