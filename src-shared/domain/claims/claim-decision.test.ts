import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimsErrors } from '../../i18n/zh-CN/errors-claims.ts';
import { allowedDecisions, applyDecision } from './claim-decision.ts';
import { queueOf } from './claim-queue.ts';
import { CLAIM_TRANSITIONS } from './claim-transition.ts';
import { applyUndo, canUndo, type LastDecision } from './claim-undo.ts';
import type {
  DecisionApplied,
  DecisionInput,
  DecisionLine,
  DecisionOutcome,
  DecisionRequest,
} from './decision-types.ts';

const L1 = { userId: 'u-l1', roles: ['l1'], claimLimitFen: null };
const L2 = { userId: 'u-l2', roles: ['l2'], claimLimitFen: null };
const L3 = { userId: 'u-l3', roles: ['l3'], claimLimitFen: null };
const NOW = Date.UTC(2025, 5, 4, 2);

const LINES: DecisionLine[] = [
  { seq: 1, claimedFen: 200_00, payableFen: 150_00, approvedFen: 0, decision: 'PENDING', reasonCode: null },
  { seq: 2, claimedFen: 300_00, payableFen: 250_00, approvedFen: 0, decision: 'PENDING', reasonCode: null },
];

type Change = Omit<Partial<DecisionInput>, 'claim' | 'decision'> & {
  claim?: Partial<DecisionInput['claim']>;
  decision?: Partial<DecisionRequest>;
};

function inputOf({ claim = {}, decision = {}, ...rest }: Change): DecisionInput {
  return {
    claim: {
      ...{ id: 'c-1', status: 'IN_REVIEW', statusBefore: 'SUBMITTED', createdBy: 'u-station', claimedFen: 500_00 },
      ...{ payableFen: 400_00, approvedFen: 0, cutFen: 100_00, holdReason: null, reasonCode: null, decidedLevel: null },
      ...{ decidedAtMs: null, decidedBy: null, returnCount: 0, closedDate: null },
      ...{ assignedTo: null, regionId: 'r1' },
      ...claim,
    },
    lines: LINES,
    openBlockRules: [],
    decision: { action: 'APPROVE', reasonCode: null, note: '', holdReason: null, lines: [], ...decision },
    actor: L1,
    settings: { l1LimitFen: 5_000_00, l2LimitFen: 50_000_00, maxReturns: 2 },
    nowMs: NOW,
    today: '2025-06-04',
    ...rest,
  };
}

function decide(change: Change): DecisionOutcome {
  return applyDecision(inputOf(change));
}

function applied(change: Change): DecisionApplied {
  const outcome = decide(change);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome;
}

const reduce = (seq: number, approvedFen: number, reasonCode: string | null = 'R07') =>
  ({ seq, decision: 'REDUCE', approvedFen, reasonCode }) as const;
const reject = (seq: number, reasonCode: string | null = 'R13') =>
  ({ seq, decision: 'REJECT', approvedFen: 0, reasonCode }) as const;
const big = [{ ...LINES[0]!, payableFen: 5_000_01, claimedFen: 6_000_00 }];
const proposed = { status: 'L2_REVIEW', decidedBy: 'u-l1' };

describe('an auditor decides', () => {
  it('approves every line at its payable amount', () => {
    expect(applied({})).toMatchObject({
      claim: { status: 'APPROVED', statusBefore: 'IN_REVIEW', queue: 'NONE', approvedFen: 400_00, cutFen: 100_00 },
      lines: [
        { seq: 1, decision: 'APPROVE', approvedFen: 150_00 },
        { seq: 2, decision: 'APPROVE', approvedFen: 250_00 },
      ],
      record: {
        level: 'L1',
        action: 'APPROVE',
        statusFrom: 'IN_REVIEW',
        statusTo: 'APPROVED',
        amountBeforeFen: 400_00,
        amountAfterFen: 400_00,
      },
      overridesHits: false,
    });
  });

  it('approves partly, with a reason for every cut', () => {
    const { claim, lines } = applied({ decision: { lines: [reduce(1, 100_00), reject(2)] } });
    expect(claim).toMatchObject({ status: 'PARTIAL', approvedFen: 100_00, cutFen: 400_00, reasonCode: 'R07' });
    expect(lines.map((line) => line.reasonCode)).toEqual(['R07', 'R13']);
  });

  it('has rejected the claim when every line is rejected', () => {
    expect(applied({ decision: { lines: [reject(1), reject(2)] } }).claim).toMatchObject({
      status: 'REJECTED',
      approvedFen: 0,
    });
  });

  it('rejects with a reason, and the claim is closed on that day', () => {
    expect(applied({ decision: { action: 'REJECT', reasonCode: 'R03' } }).claim).toMatchObject({
      ...{ status: 'REJECTED', approvedFen: 0, cutFen: 500_00, reasonCode: 'R03', closedDate: '2025-06-04' },
    });
  });

  it('returns for correction with a remark and counts the return', () => {
    const { claim, lines } = applied({ decision: { action: 'RETURN', reasonCode: 'R26', note: '缺里程照片' } });
    expect(claim).toMatchObject({ status: 'RETURNED', returnCount: 1, queue: 'WAITING', approvedFen: 0 });
    expect(lines.every((line) => line.decision === 'PENDING')).toBe(true);
  });

  it('holds for a reason and releases again', () => {
    expect(applied({ decision: { action: 'HOLD', holdReason: 'WAIT_LAB' } }).claim).toMatchObject({
      ...{ status: 'ON_HOLD', queue: 'WAITING', holdReason: 'WAIT_LAB' },
    });
    expect(applied({ claim: { status: 'ON_HOLD' }, decision: { action: 'RELEASE' } }).claim).toMatchObject({
      ...{ status: 'IN_REVIEW', queue: 'DECIDE', holdReason: null },
    });
  });

  it('proposes what is a fen above the limit', () => {
    expect(applied({ lines: [{ ...big[0]!, payableFen: 5_000_00 }] }).claim.status).toBe('APPROVED');
    const { claim, lines, record } = applied({ lines: big });
    expect(claim).toMatchObject({ status: 'L2_REVIEW', queue: 'OVER_LIMIT', approvedFen: 0 });
    expect(lines[0]).toMatchObject({ decision: 'APPROVE', approvedFen: 5_000_01 });
    expect(record.amountAfterFen).toBe(5_000_01);
  });

  it('may have a limit of their own', () => {
    expect(applied({ actor: { ...L1, claimLimitFen: 399_99 } }).claim.status).toBe('L2_REVIEW');
  });

  it('proposes an approval against a blocking rule, with the grounds', () => {
    const change = { openBlockRules: ['W01'], decision: { note: '特批' } };
    expect(applied(change)).toMatchObject({ claim: { status: 'L2_REVIEW' }, overridesHits: false });
  });

  it.each(['R34', 'R35'])('proposes a rejection for deceit (%s): it takes two persons', (reasonCode) => {
    expect(applied({ decision: { action: 'REJECT', reasonCode } }).claim.status).toBe('L2_REVIEW');
    expect(applied({ claim: proposed, actor: L2, decision: { action: 'REJECT', reasonCode } }).claim.status).toBe(
      'REJECTED',
    );
  });
});

describe('a supervisor decides', () => {
  it('confirms the stored proposal', () => {
    const lines: DecisionLine[] = [
      { ...LINES[0]!, decision: 'REDUCE', approvedFen: 90_00, reasonCode: 'R07' },
      { ...LINES[1]!, decision: 'APPROVE' },
    ];
    const { claim, record } = applied({ claim: proposed, actor: L2, lines });
    expect(claim).toMatchObject({ status: 'PARTIAL', approvedFen: 340_00, decidedLevel: 'L2' });
    expect(record).toMatchObject({ level: 'L2', action: 'APPROVE' });
  });

  it('passes rules that block only when each is named, once one is', () => {
    const block = { state: 'EXPLAINED' as const, note: '已补审批单' };
    const asked = (ruleIds: string[]) =>
      decide({
        ...{ claim: proposed, actor: L2, openBlockRules: ['G06', 'W01'] },
        decision: { note: '特批', blocks: ruleIds.map((ruleId) => ({ ruleId, ...block })) },
      });
    expect(asked(['G06'])).toMatchObject({ reason: 'decision-block-not-named', details: { ruleIds: 'W01' } });
    expect(asked(['W01', 'G06'])).toMatchObject({ ok: true, overridesHits: true });
  });

  it('overrides a blocking rule with a note', () => {
    const outcome = applied({ claim: proposed, actor: L2, openBlockRules: ['W01'], decision: { note: '特批' } });
    expect(outcome).toMatchObject({
      claim: { status: 'APPROVED' },
      overridesHits: true,
      record: { action: 'OVERRIDE' },
    });
  });

  it('may raise a line to what was claimed, with a note', () => {
    const decision = { note: '客户证明', lines: [reduce(1, 200_00)] };
    expect(applied({ claim: proposed, actor: L2, decision }).claim.approvedFen).toBe(450_00);
  });

  it('sends a proposal back undecided', () => {
    const { claim, lines } = applied({ claim: proposed, actor: L2, decision: { action: 'RETURN' } });
    expect(claim).toMatchObject({ status: 'IN_REVIEW', returnCount: 0 });
    expect(lines[0]?.decision).toBe('PENDING');
  });

  it('leaves to the third level what is above the second', () => {
    const lines = [{ ...big[0]!, payableFen: 50_000_01 }];
    expect(decide({ claim: proposed, actor: L2, lines })).toMatchObject({ ok: false, reason: 'decision-over-limit' });
    expect(applied({ claim: proposed, actor: L3, lines }).claim.status).toBe('APPROVED');
  });

  it('grants an appeal back into review, or upholds what was decided', () => {
    const appeal = { status: 'APPEAL', statusBefore: 'PARTIAL', decidedBy: 'u-l1', returnCount: 0 };
    const lines: DecisionLine[] = [{ ...LINES[0]!, decision: 'REDUCE', approvedFen: 90_00, reasonCode: 'R07' }];
    expect(applied({ claim: appeal, actor: L2, lines }).claim).toMatchObject({ status: 'IN_REVIEW', queue: 'DECIDE' });
    expect(
      applied({ claim: appeal, actor: L2, lines, decision: { action: 'REJECT', reasonCode: 'R07' } }).claim,
    ).toMatchObject({
      ...{ status: 'PARTIAL', approvedFen: 90_00 },
    });
    const rejected = { ...appeal, statusBefore: 'AUTO_REJECTED' };
    expect(
      applied({ claim: rejected, actor: L2, decision: { action: 'REJECT', reasonCode: 'R06' } }).claim.status,
    ).toBe('REJECTED');
  });

  it('acting in review has the limit of the first level, so that two persons see a large sum', () => {
    expect(applied({ actor: { ...L2, claimLimitFen: 99_999_00 }, lines: big }).claim.status).toBe('L2_REVIEW');
  });
});

describe('refused', () => {
  it.each<[string, Change]>([
    ['decision-not-allowed', { claim: { status: 'APPROVED' } }],
    ['decision-not-allowed', { claim: { status: 'STATED' }, decision: { action: 'HOLD', holdReason: 'WAIT_LAB' } }],
    ['decision-not-your-role', { actor: { ...L1, roles: ['auditor', 'finance'] } }],
    ['decision-not-your-role', { claim: { status: 'L2_REVIEW' } }],
    ['decision-own-claim', { claim: { createdBy: 'u-l1' } }],
    ['decision-same-person', { claim: { status: 'L2_REVIEW', decidedBy: 'u-l2' }, actor: L2 }],
    ['decision-same-person', { claim: { status: 'APPEAL', decidedBy: 'u-l2' }, actor: L2 }],
    ['decision-needs-reason', { decision: { action: 'REJECT' } }],
    ['decision-needs-reason', { decision: { action: 'RETURN', note: 'x' } }],
    ['decision-needs-remark', { decision: { action: 'RETURN', reasonCode: 'R26', note: ' ' } }],
    [
      'decision-returned-too-often',
      { claim: { returnCount: 2 }, decision: { action: 'RETURN', reasonCode: 'R26', note: 'x' } },
    ],
    ['decision-needs-hold-reason', { decision: { action: 'HOLD' } }],
    ['decision-line-unknown', { decision: { lines: [reduce(9, 1)] } }],
    ['decision-line-needs-reason', { decision: { lines: [reduce(1, 1, null)] } }],
    ['decision-above-payable', { decision: { lines: [reduce(1, 150_01)] } }],
    ['decision-above-claimed', { claim: proposed, actor: L2, decision: { note: 'x', lines: [reduce(1, 200_01)] } }],
    ['decision-below-zero', { decision: { lines: [reduce(1, -1)] } }],
    ['decision-override-needs-note', { openBlockRules: ['W01', 'V04'] }],
    ['decision-override-needs-note', { claim: proposed, actor: L2, decision: { lines: [reduce(1, 160_00)] } }],
  ])('%s', (reason, change) => {
    expect(decide(change)).toMatchObject({ ok: false, reason });
    expect(Object.keys(claimsErrors)).toContain(reason);
  });

  it('a third return is for the supervisor', () => {
    const change = { claim: { returnCount: 2 }, decision: { action: 'RETURN', reasonCode: 'R26', note: 'x' } } as const;
    expect(applied({ ...change, actor: L2 }).claim.status).toBe('RETURNED');
  });
});

it.each([
  ['IN_REVIEW', ['l1'], ['APPROVE', 'REJECT', 'RETURN', 'HOLD']],
  ['ON_HOLD', ['l1'], ['RELEASE']],
  ['L2_REVIEW', ['l1'], []],
  ['L2_REVIEW', ['l2'], ['APPROVE', 'REJECT', 'RETURN']],
  ['IN_REVIEW', ['auditor'], []],
  ['PAID', ['l1', 'l2', 'l3'], []],
])('in %s the roles %j may do %j', (status, roles, actions) => {
  expect(allowedDecisions({ status, createdBy: null, decidedBy: 'u-9' }, { userId: 'u-1', roles })).toEqual(actions);
});

describe('undo', () => {
  const first = inputOf({ decision: { lines: [reduce(1, 100_00)] } });
  const done = applied({ decision: { lines: [reduce(1, 100_00)] } });
  const last: LastDecision = { id: 'd-1', ...done.record };
  const undo = {
    claim: { status: done.claim.status, statementId: null, decidedAtMs: done.claim.decidedAtMs },
    ...{ last, actorUserId: 'u-l1', undoSeconds: 30, nowMs: NOW + 30_000 },
  };

  it('gives back the claim and its lines exactly as they were', () => {
    const outcome = applyUndo(undo);
    if (!outcome.ok) throw new Error(outcome.reason);
    const {
      id: _id,
      regionId: _region,
      payableFen: _payable,
      claimedFen: _claimed,
      createdBy: _createdBy,
      ...columns
    } = first.claim;
    expect(outcome.claim).toEqual({ ...columns, queue: 'DECIDE' });
    expect(outcome.lines).toEqual(
      LINES.map(({ seq, decision, approvedFen, reasonCode }) => ({ seq, decision, approvedFen, reasonCode })),
    );
    expect(outcome).toMatchObject({
      undoesId: 'd-1',
      record: { action: 'UNDO', statusFrom: 'PARTIAL', statusTo: 'IN_REVIEW' },
    });
  });

  it('says until when', () => {
    expect(canUndo(undo)).toEqual({ ok: true, untilMs: NOW + 30_000 });
  });

  it.each([
    ['undo-nothing-to-undo', { last: null }],
    ['undo-nothing-to-undo', { last: { ...last, action: 'UNDO' } }],
    ['undo-on-statement', { claim: { ...undo.claim, statementId: 's-1' } }],
    ['undo-changed-since', { claim: { ...undo.claim, status: 'IN_REVIEW' } }],
    ['undo-changed-since', { claim: { ...undo.claim, decidedAtMs: NOW + 1 } }],
    ['undo-not-allowed', { claim: { ...undo.claim, status: 'IN_REVIEW' }, last: { ...last, statusTo: 'IN_REVIEW' } }],
    ['undo-not-yours', { actorUserId: 'u-l2' }],
    ['undo-too-late', { nowMs: NOW + 30_001 }],
  ])('is refused: %s', (reason, change) => {
    expect(applyUndo({ ...undo, ...change })).toMatchObject({ ok: false, reason });
    expect(Object.keys(claimsErrors)).toContain(reason);
  });
});

describe('whatever is decided', () => {
  const statuses = [...new Set(CLAIM_TRANSITIONS.flatMap((transition) => transition.from))];
  const lineArbitrary = fc.record({
    payableFen: fc.nat(1_000_000),
    extraFen: fc.nat(500_000),
    changeFen: fc.integer({ min: -10, max: 2_000_000 }),
  });
  const changeArbitrary = fc.record({
    status: fc.constantFrom(...statuses, 'REVERSED', 'PAID'),
    roles: fc.subarray(['l1', 'l2', 'l3', 'station', 'finance']),
    action: fc.constantFrom('APPROVE', 'REJECT', 'RETURN', 'HOLD', 'RELEASE'),
    lines: fc.array(lineArbitrary, { minLength: 1, maxLength: 4 }),
    kinds: fc.array(fc.constantFrom('APPROVE', 'REDUCE', 'REJECT', 'NONE'), { minLength: 4, maxLength: 4 }),
    reasonCode: fc.constantFrom('R07', 'R34', null),
    note: fc.constantFrom('', 'note'),
    blocked: fc.boolean(),
    statusBefore: fc.constantFrom('PARTIAL', 'REJECTED'),
  });

  function inputFrom(value: typeof changeArbitrary extends fc.Arbitrary<infer T> ? T : never): DecisionInput {
    const lines = value.lines.map((line, index) => ({
      ...LINES[0]!,
      ...{ seq: index + 1, payableFen: line.payableFen, claimedFen: line.payableFen + line.extraFen },
    }));
    const changes = lines.flatMap(({ seq }, index) => {
      const decision = value.kinds[index] ?? 'NONE';
      if (decision === 'NONE') return [];
      return [
        { seq, decision, approvedFen: value.lines[index]?.changeFen ?? 0, reasonCode: value.reasonCode },
      ] as const;
    });
    return inputOf({
      claim: { status: value.status, statusBefore: value.statusBefore, decidedBy: 'u-other' },
      ...{ lines, actor: { ...L1, roles: value.roles }, openBlockRules: value.blocked ? ['W01'] : [] },
      decision: {
        ...{ action: value.action, reasonCode: value.reasonCode, note: value.note, holdReason: 'WAIT_INFO' },
        lines: changes as unknown as DecisionRequest['lines'],
      },
    });
  }

  it('follows only listed transitions, and sums its lines', () => {
    fc.assert(
      fc.property(changeArbitrary, (value) => {
        const input = inputFrom(value);
        const outcome = applyDecision(input);
        if (!outcome.ok) return;
        const isListed = CLAIM_TRANSITIONS.some(
          ({ from, to }) => from.includes(input.claim.status as never) && to.includes(outcome.claim.status as never),
        );
        expect(isListed).toBe(true);
        expect(outcome.claim.queue).toBe(queueOf(outcome.claim));
        if (['APPROVED', 'PARTIAL'].includes(outcome.claim.status)) {
          expect(outcome.claim.approvedFen).toBe(outcome.lines.reduce((sum, line) => sum + line.approvedFen, 0));
        } else expect(outcome.claim.approvedFen).toBe(0);
      }),
      { numRuns: 2_000 },
    );
  });

  it('raises nothing above the payable amount without the second level, and nothing above the claimed one', () => {
    fc.assert(
      fc.property(changeArbitrary, (value) => {
        const input = inputFrom(value);
        const outcome = applyDecision(input);
        if (!outcome.ok) return;
        for (const line of outcome.lines) {
          const before = input.lines.find((one) => one.seq === line.seq);
          const isUpper = outcome.record.level !== 'L1';
          expect(line.approvedFen).toBeLessThanOrEqual(isUpper ? (before?.claimedFen ?? 0) : (before?.payableFen ?? 0));
          expect(line.approvedFen).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
