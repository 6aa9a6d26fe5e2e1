import { beforeAll, describe, expect, it } from 'vitest';
import {
  CLERK_ACTS,
  clerkCondition,
  ruleCondition,
  type ClerkAct,
  type HitFate,
} from '../../../src-shared/contract/figure-conditions.ts';
import { startOfBusinessDate } from '../../../src-shared/domain/units/business-date.ts';
import { testReplica } from '../../testing/test-replica.ts';
import { conditionOf } from '../claim-query.ts';
import { clerkLoads, rulePrecisions } from './audit-findings.repository.ts';

const { stores, add } = testReplica();

const RULES = [
  { id: 'V04', reasonCode: 'R23', classes: [] },
  { id: 'L01', reasonCode: 'R07', classes: ['line', 'autoReduce'] },
  { id: 'P01', reasonCode: 'R12', classes: ['line'] },
];

beforeAll(() => {
  add('ruleset', { id: 'rs', ruleset_version: 1, status: 'PUBLISHED', rules_json: JSON.stringify(RULES) });
});

let made = 0;

interface Case {
  rule: string;
  lineSeq?: number | null;
  state?: string;
  approvedFen: number;
  claimReason?: string;
  lineReason?: string;
  /** The rule of a step of the line's trace. */
  tracedRule?: string;
}

/** One decided claim of 100.00 with one line and one hit; whether the hit counts as upheld. */
function isUpheld({ rule, lineSeq = null, state = 'OPEN', approvedFen, ...one }: Case): boolean {
  made += 1;
  const id = `claim-${String(made)}`;
  add('claim', {
    ...{ id, status: 'PAID', claimed_fen: 10_000, approved_fen: approvedFen, payable_fen: 10_000 },
    ...{ decided_at_ms: made, reason_code: one.claimReason ?? null },
  });
  add('claim_line', {
    ...{ id: `line-${id}`, claim_id: id, seq: 1, claimed_fen: 10_000, approved_fen: approvedFen },
    reason_code: one.lineReason ?? null,
    calc_trace_json: JSON.stringify([{ step: 'quantity', ruleId: one.tracedRule ?? null }]),
  });
  add('rule_hit', {
    ...{ id: `hit-${id}`, claim_id: id, line_seq: lineSeq, rule_id: rule, ruleset_version: 1, mode: 'LIVE', state },
  });
  const [found] = rulePrecisions(stores, { fromMs: made, beforeMs: made + 1 });
  expect(found).toMatchObject({ ruleId: rule, hits: 1, overridden: state === 'OVERRIDDEN' ? 1 : 0 });
  return found?.upheld === 1;
}

it.each<[string, Case, boolean]>([
  ['a claim rejected for the reason of the rule', { rule: 'V04', approvedFen: 0, claimReason: 'R23' }, true],
  ['a claim rejected for another reason', { rule: 'V04', approvedFen: 0, claimReason: 'R26' }, false],
  ['a claim cut without any reason', { rule: 'V04', approvedFen: 9_000 }, false],
  ['a line cut for the reason', { rule: 'P01', lineSeq: 1, approvedFen: 9_000, lineReason: 'R12' }, true],
  ['a line cut for another reason', { rule: 'P01', lineSeq: 1, approvedFen: 9_000, lineReason: 'R10' }, false],
  ['another line cut for the reason', { rule: 'P01', lineSeq: 2, approvedFen: 9_000, lineReason: 'R12' }, false],
  ['the cut of the rule itself', { rule: 'L01', lineSeq: 1, approvedFen: 9_000, tracedRule: 'L01' }, true],
  ['the cut of another rule', { rule: 'L01', lineSeq: 1, approvedFen: 9_000, tracedRule: 'L06' }, false],
  ['the name of a rule that cuts nothing in a trace', { rule: 'V04', approvedFen: 9_000, tracedRule: 'V04' }, false],
  ['the reason, and nothing cut', { rule: 'V04', approvedFen: 10_000, claimReason: 'R23' }, false],
  ['a hit that was overridden', { rule: 'V04', approvedFen: 9_000, claimReason: 'R23', state: 'OVERRIDDEN' }, false],
  ['a rule the version does not have', { rule: 'X99', approvedFen: 0, claimReason: 'R23' }, false],
])('%s', (_what, one, expected) => {
  expect(isUpheld(one)).toBe(expected);
});

it('the load of a clerk counts decisions, what went over and came, and what is in hand now', () => {
  for (const id of ['ann', 'ben']) add('app_user', { id, name: id, status: 'ACTIVE' });
  const held = { queue: 'WAITING', status: 'ON_HOLD', decided_by: 'ann' };
  add('claim', { id: 'held-by-decision', ...held });
  add('claim', { id: 'handed-on', ...held, assigned_to: 'ben' });
  add('claim', { id: 'decided', queue: 'NONE', status: 'APPROVED', assigned_to: 'ben', decided_at_ms: 1_000_000 });
  const entry = {
    claim_id: 'handed-on',
    level: 'L1',
    decided_by: 'ann',
    decided_by_name: 'ann',
    decided_at_ms: 1_000_000,
  };
  add('audit_decision', { ...entry, id: 'e1', action: 'HOLD' });
  const handed = { handed_from: 'ann', handed_from_name: 'ann', handed_to: 'ben', handed_to_name: 'ben' };
  add('audit_decision', { ...entry, id: 'e2', action: 'ASSIGN', ...handed });
  add('audit_decision', { ...entry, id: 'e3', action: 'ASSIGN', ...handed, decided_at_ms: 2_000_000 });
  expect(clerkLoads(stores, { fromMs: 1_000_000, beforeMs: 1_000_001 })).toEqual([
    { name: 'ann', decisions: 1, undone: 0, hourCount: 1, inHand: 1, handedOver: 1, takenOver: 0 },
    { name: 'ben', decisions: 0, undone: 0, hourCount: 0, inHand: 1, handedOver: 0, takenOver: 1 },
  ]);
});

describe('the claims behind a figure of a clerk', () => {
  const PERIOD = { fromDate: '2026-03-01', toDate: '2026-03-31' };
  const at = (date: string, hour: number): number => startOfBusinessDate(date) + hour * 3_600_000;
  beforeAll(() => {
    add('app_user', { id: 'u1', name: 'Li Na', login: 'lina', status: 'ACTIVE' });
    add('app_user', { id: 'u2', name: 'Wu Jing', login: 'wujing', status: 'ACTIVE' });
    for (const id of ['k1', 'k2', 'k3', 'k4'])
      add('claim', { id, status: 'APPROVED', decided_by: 'zoe', decided_at_ms: 1 });
    const step = { level: 'L1', decided_by: 'u1', decided_by_name: 'Li Na', action: 'APPROVE' };
    add('audit_decision', { ...step, id: 's1', claim_id: 'k1', decided_at_ms: at('2026-03-01', 0) });
    add('audit_decision', { ...step, id: 's2', claim_id: 'k2', decided_at_ms: at('2026-03-31', 23), action: 'REJECT' });
    const undo = { ...step, level: 'SYSTEM', action: 'UNDO', decided_by: 'u2', decided_by_name: 'Wu Jing' };
    add('audit_decision', { ...undo, id: 's3', claim_id: 'k2', undoes_id: 's2', decided_at_ms: at('2026-04-01', 22) });
    add('audit_decision', { ...step, id: 's4', claim_id: 'k3', decided_at_ms: at('2026-04-01', 0) });
    add('audit_decision', { ...step, id: 's5', claim_id: 'k4', decided_at_ms: at('2026-03-02', 9), level: 'AUTO' });
    // the second step with a claim counts no second claim
    add('audit_decision', { ...step, id: 's0', claim_id: 'k1', decided_at_ms: at('2026-03-05', 9), action: 'HOLD' });
    const handed = { ...step, action: 'ASSIGN', handed_from: 'u1', handed_from_name: 'Li Na', handed_to: 'u2' };
    const toWu = { ...handed, handed_to_name: 'Wu Jing', decided_by_name: 'Zoe' };
    add('audit_decision', { ...toWu, id: 's6', claim_id: 'k4', decided_at_ms: at('2026-03-02', 10) });
  });

  const behind = (act: ClerkAct, name: string): string[] => {
    const { sql, params } = conditionOf({ filters: [clerkCondition(act, name, PERIOD)], text: '' });
    const found = stores.replicaFile.prepare(`select c.id from claim c where ${sql} order by c.id`).pluck();
    return found.all(...params) as string[];
  };

  it('are those with such a step in the days, whoever decided last', () => {
    expect(Object.fromEntries(CLERK_ACTS.map((act) => [act, behind(act, 'Li Na')]))).toEqual({
      ...{ decidedBy: ['k1', 'k2'], undoneOf: ['k2'], handedOverBy: ['k4'], takenOverBy: [] },
    });
    expect(behind('takenOverBy', 'Wu Jing')).toEqual(['k4']);
    const between = { fromMs: at(PERIOD.fromDate, 0), beforeMs: at('2026-04-01', 0) };
    expect(clerkLoads(stores, between).find(({ name }) => name === 'Li Na')).toMatchObject({
      ...{ decisions: 2, undone: 1, handedOver: 1, takenOver: 0 },
    });
  });

  it('are told apart where two people have the same name', () => {
    add('app_user', { id: 'u3', name: 'Sun Li', login: 'sunli1', status: 'ACTIVE' });
    add('app_user', { id: 'u4', name: 'Sun Li', login: 'sunli2', status: 'ACTIVE' });
    const step = { level: 'L1', decided_by_name: 'Sun Li', action: 'APPROVE', decided_at_ms: at('2026-03-06', 9) };
    add('audit_decision', { ...step, id: 't1', claim_id: 'k1', decided_by: 'u3' });
    add('audit_decision', { ...step, id: 't2', claim_id: 'k2', decided_by: 'u4' });
    expect(behind('decidedBy', 'Sun Li (sunli1)')).toEqual(['k1']);
    expect(behind('decidedBy', 'Sun Li (sunli2)')).toEqual(['k2']);
    expect(behind('decidedBy', 'Sun Li')).toEqual([]);
  });

  it('are asked for by a name and two days and nothing else', () => {
    const asked = (value: string) => () =>
      conditionOf({ filters: [{ column: 'decidedBy', op: 'in', values: [value] }], text: '' });
    for (const value of ['Li Na', 'Li Na 2026-03-01', "x' or 1=1"]) expect(asked(value)).toThrow('bad-filter');
    const blank = { column: 'decidedBy', op: 'blank' as const, values: [] };
    expect(() => conditionOf({ filters: [blank], text: '' })).toThrow('bad-filter');
  });
});

describe('the claims behind a figure of a rule', () => {
  const behind = (fate: HitFate, mode = 'LIVE'): string[] => {
    const { sql, params } = conditionOf({ filters: [ruleCondition(fate, { ruleId: 'P01', mode })], text: '' });
    const found = stores.replicaFile.prepare(
      `select c.id from claim c where ${sql} and c.id like 'fate-%' order by c.id`,
    );
    return found.pluck().all(...params) as string[];
  };

  it('are as many as it says, however often the rule hit one of them', () => {
    const decided_at_ms = 9_000_000_000;
    const hits: Readonly<Record<string, readonly string[]>> = {
      right: ['OPEN', 'OPEN'],
      wrong: ['OVERRIDDEN', 'OPEN'],
      no: ['OPEN'],
    };
    for (const [name, states] of Object.entries(hits)) {
      const id = `fate-${name}`;
      const approved_fen = name === 'no' ? 10_000 : 9_000;
      add('claim', { id, status: 'PAID', claimed_fen: 10_000, approved_fen, payable_fen: 10_000, decided_at_ms });
      states.forEach((state, at) => {
        const reason_code = name === 'right' ? 'R12' : null;
        add('claim_line', {
          id: `${id}-${String(at)}`,
          claim_id: id,
          seq: at,
          claimed_fen: 5_000,
          approved_fen: 4_500,
          reason_code,
          calc_trace_json: '[]',
        });
        add('rule_hit', {
          id: `${id}-h${String(at)}`,
          claim_id: id,
          line_seq: at,
          rule_id: 'P01',
          ruleset_version: 1,
          mode: 'LIVE',
          state,
        });
      });
    }
    add('rule_hit', {
      id: 'fate-shadow',
      claim_id: 'fate-no',
      rule_id: 'P01',
      ruleset_version: 1,
      mode: 'SHADOW',
      state: 'OPEN',
    });
    expect(behind('hitBy')).toEqual(['fate-no', 'fate-right', 'fate-wrong']);
    expect(behind('upheldBy')).toEqual(['fate-right']);
    expect(behind('overriddenBy')).toEqual(['fate-wrong']);
    expect(behind('hitBy', 'SHADOW')).toEqual(['fate-no']);
    const [live, shadow] = rulePrecisions(stores, { fromMs: decided_at_ms, beforeMs: decided_at_ms + 1 });
    expect(live).toEqual({ ruleId: 'P01', mode: 'LIVE', hits: 3, upheld: 1, overridden: 1 });
    expect(shadow).toEqual({ ruleId: 'P01', mode: 'SHADOW', hits: 1, upheld: 0, overridden: 0 });
  });

  it('are asked for by a rule and a mode and nothing else', () => {
    for (const value of ['', 'P1', 'P01 x', "P01' or 1=1"])
      expect(() => conditionOf({ filters: [{ column: 'hitBy', op: 'in', values: [value] }], text: '' })).toThrow(
        'bad-filter',
      );
  });
});
