import { applyDecision } from '../../../src-shared/domain/claims/claim-decision.ts';
import { queueOf } from '../../../src-shared/domain/claims/claim-queue.ts';
import { nextClaimStatus } from '../../../src-shared/domain/claims/claim-transition.ts';
import type { DecisionInput, DecisionRequest } from '../../../src-shared/domain/claims/decision-types.ts';
import { FIRST_RULESET } from '../../../src-shared/domain/claims/first-ruleset.ts';
import { FIRST_SETTINGS } from '../../../src-shared/domain/claims/first-rates.ts';
import { isFinishedStatus } from '../../../src-shared/domain/claims/tier-of.ts';
import { dateOfInstant, DAY_MS, HOUR_MS, instantOf, MINUTE_MS } from '../facts/demo-calendar.ts';
import type { DemoFacts } from '../facts/demo-facts.ts';
import type { DemoRandom } from '../facts/random.ts';
import type { DemoUser } from '../facts/users.ts';
import type { ClaimRow, LineRow } from './evaluate.ts';

/** How many claims of the newest ones each state of today's work has; what is older has been decided long ago. */
const TODAY = {
  DECIDE: 190,
  ON_HOLD: 26,
  RETURNED: 20,
  ANSWERED: 14,
  L2_REVIEW: 16,
  WITHDRAWN: 5,
  PARTIAL: 8,
} as const;

interface Office {
  facts: DemoFacts;
  random: DemoRandom;
  linesByClaim: ReadonlyMap<string, LineRow[]>;
  blocksByClaim: ReadonlyMap<string, string[]>;
  clerks: DemoUser[];
  supervisors: DemoUser[];
}

/** The clerks' year: every claim left to a person is decided, but for the newest, which wait in the four queues. */
export function decideAll(facts: DemoFacts, users: DemoUser[], linesByClaim: ReadonlyMap<string, LineRow[]>): void {
  const blocks = facts.rows('ruleHit').filter((hit) => hit.severity === 'BLOCK' && hit.mode === 'LIVE');
  const blocksByClaim = new Map(
    [...Map.groupBy(blocks, (hit) => hit.claimId)].map(([id, hits]) => [id, hits.map((hit) => hit.ruleId)]),
  );
  const clerks = users.filter((user) => user.roles.includes('l1'));
  const supervisors = users.filter((user) => user.roles.includes('l2'));
  const office: Office = { facts, random: facts.random('decisions'), linesByClaim, blocksByClaim, clerks, supervisors };
  const undecided = facts.rows('claim').filter((claim) => claim.status === 'IN_REVIEW');
  undecided.sort((one, other) => (other.submittedAtMs ?? 0) - (one.submittedAtMs ?? 0));
  // every ninth of the newest has been dealt with already: a queue is never worked off strictly by age
  const waiting = undecided.filter((_, place) => place % 9 !== 8);
  const share = Math.min(1, facts.options.scale);
  let index = 0;
  const take = (count: number): ClaimRow[] => waiting.slice(index, (index += Math.max(2, Math.round(count * share))));
  take(TODAY.DECIDE);
  for (const claim of take(TODAY.ON_HOLD)) hold(office, claim);
  for (const claim of take(TODAY.RETURNED)) returnToStation(office, claim, facts.todayDay - office.random.int(1, 9));
  for (const claim of take(TODAY.ANSWERED)) answered(office, claim);
  for (const claim of take(TODAY.L2_REVIEW)) propose(office, claim);
  for (const claim of take(TODAY.WITHDRAWN)) withdraw(office, claim, facts.todayDay - 2);
  for (const claim of take(TODAY.PARTIAL)) approveInPart(office, claim);
  const left = new Set(waiting.slice(0, index));
  for (const claim of undecided) if (!left.has(claim)) decide(office, claim);
  appeals(office);
}

/** A working moment some days after the submission, before today. */
function momentAfter(office: Office, claim: ClaimRow, days: number): number {
  const atMs = (claim.submittedAtMs ?? 0) + days * DAY_MS + office.random.int(20, 500) * MINUTE_MS;
  return Math.min(atMs, instantOf(office.facts.todayDay, 0) - office.random.int(7 * 60, 15 * 60) * MINUTE_MS);
}

interface Act {
  user: DemoUser;
  atMs: number;
  request: Partial<DecisionRequest> & Pick<DecisionRequest, 'action'>;
}

/** Applies a decision by the product's own rules and writes what they answer; a refusal is a mistake of this generator. */
function act(office: Office, claim: ClaimRow, { user, atMs, request }: Act): void {
  const lines = office.linesByClaim.get(claim.id) ?? [];
  const input = {
    claim,
    lines,
    openBlockRules: office.blocksByClaim.get(claim.id) ?? [],
    decision: { reasonCode: null, note: '', holdReason: null, lines: [], ...request },
    actor: { userId: user.id, roles: user.roles, claimLimitFen: null },
    settings: FIRST_SETTINGS,
    nowMs: atMs,
    today: dateOfInstant(atMs),
  };
  const outcome = applyDecision(input as unknown as DecisionInput);
  if (!outcome.ok)
    throw new RangeError(`demo decision refused: ${outcome.reason} ${JSON.stringify(outcome.details)} ${claim.status}`);
  Object.assign(claim, outcome.claim);
  for (const change of outcome.lines) {
    const line = lines.find((candidate) => candidate.seq === change.seq);
    if (line !== undefined) Object.assign(line, change);
  }
  if (outcome.overridesHits) overrideHits(office, claim, { user, note: outcome.record.note });
  const { before, ...record } = outcome.record;
  office.facts.add('auditDecision', {
    id: office.facts.ids.next(),
    claimId: claim.id,
    lineSeq: null,
    ...record,
    linesBeforeJson: JSON.stringify(before),
    decidedByName: user.name,
    ...{ deviceId: null, claimVersionSeen: 1, batchId: null, commandId: null, undoesId: null },
  });
}

function overrideHits(office: Office, claim: ClaimRow, by: { user: DemoUser; note: string | null }): void {
  for (const hit of office.facts.rows('ruleHit')) {
    if (hit.claimId !== claim.id || hit.severity !== 'BLOCK') continue;
    Object.assign(hit, { state: 'OVERRIDDEN', overrideBy: by.user.id, overrideReason: by.note });
  }
}

function reasonOf(claim: ClaimRow): string {
  const rule = FIRST_RULESET.rules.find((row) => row.id === claim.headlineRuleId);
  return rule?.reasonCode ?? 'R26';
}

/** The clerks have learned that most of these are vehicles with a new instrument; they ask for the rule to be looked at. */
const DOUBTED = { ruleId: 'V04', letPassPerMille: 800, note: '组合仪表已更换，里程情况属实' };

/** Blocked claims are mostly refused, doubtful ones cut now and then, clean ones over the limit approved. */
function decide(office: Office, claim: ClaimRow): void {
  const { random } = office;
  const user = random.pick(office.clerks);
  const atMs = momentAfter(
    office,
    claim,
    random.weighted([
      [0, 30],
      [1, 45],
      [2, 15],
      [4, 10],
    ] as const),
  );
  const worst = claim.worstSeverity ?? 0;
  const roll = random.int(1, 100);
  if (claim.headlineRuleId === DOUBTED.ruleId && random.chance(DOUBTED.letPassPerMille)) {
    act(office, claim, { user, atMs, request: { action: 'APPROVE', note: DOUBTED.note } });
  } else if ((worst === 3 && roll <= 82) || (worst === 2 && roll <= 18)) {
    act(office, claim, { user, atMs, request: { action: 'REJECT', reasonCode: reasonOf(claim) } });
  } else if (random.chance(35)) {
    letExpireOrAnswer(office, claim);
    return;
  } else if (roll > 84 && worst < 3) {
    act(office, claim, { user, atMs, request: { action: 'APPROVE', lines: [cut(office, claim)] } });
  } else {
    act(office, claim, { user, atMs, request: { action: 'APPROVE', note: worst === 3 ? '情况属实，建议放行' : '' } });
  }
  if (claim.status === 'L2_REVIEW') confirm(office, claim, atMs + random.int(1, 20) * HOUR_MS);
}

function cut(office: Office, claim: ClaimRow): DecisionRequest['lines'][number] {
  const lines = office.linesByClaim.get(claim.id) ?? [];
  const line = lines.reduce(
    (most, candidate) => ((candidate.payableFen ?? 0) > (most?.payableFen ?? -1) ? candidate : most),
    lines[0],
  );
  const approvedFen = Math.floor(((line?.payableFen ?? 0) * office.random.int(50, 90)) / 100);
  return {
    seq: line?.seq ?? 1,
    decision: 'REDUCE',
    approvedFen,
    reasonCode: office.random.pick(['R07', 'R10', 'R27', 'R13']),
  };
}

/** The supervisor who takes the proposal is never the clerk who made it. */
function confirm(office: Office, claim: ClaimRow, atMs: number): void {
  const rejects = office.random.chance(120);
  const request = rejects
    ? { action: 'REJECT' as const, reasonCode: reasonOf(claim) }
    : { action: 'APPROVE' as const, note: '复核同意' };
  const last = instantOf(office.facts.todayDay, 0) - MINUTE_MS;
  act(office, claim, { user: office.random.pick(office.supervisors), atMs: Math.min(atMs, last), request });
}

function hold(office: Office, claim: ClaimRow): void {
  const holdReason = office.random.pick(['WAIT_OLD_PART', 'WAIT_CALL', 'WAIT_LAB', 'WAIT_SUPPLIER', 'WAIT_INFO']);
  act(office, claim, {
    user: office.random.pick(office.clerks),
    atMs: momentAfter(office, claim, 0),
    request: { action: 'HOLD', holdReason },
  });
}

const RETURN_NOTES = [
  '请补充旧件照片',
  '请核对里程表读数',
  '故障描述与更换件不符，请说明',
  '请补充外出派工记录',
  '行驶证照片不清晰，请重拍',
];

function returnToStation(office: Office, claim: ClaimRow, day: number): void {
  const user = office.random.pick(office.clerks);
  const atMs = Math.max(instantOf(day, 600), (claim.submittedAtMs ?? 0) + 60 * MINUTE_MS);
  const note = office.random.pick(RETURN_NOTES);
  act(office, claim, { user, atMs, request: { action: 'RETURN', reasonCode: 'R26', note } });
  remark(office, claim, { direction: 'TO_STATION', text: note, atMs, author: user });
}

interface Remark {
  direction: 'TO_STATION' | 'FROM_STATION';
  text: string;
  atMs: number;
  author: { id: string; name: string };
}

function remark(office: Office, claim: ClaimRow, input: Remark): void {
  office.facts.add('claimRemark', {
    id: office.facts.ids.next(),
    claimId: claim.id,
    direction: input.direction,
    lineSeq: null,
    field: null,
    attachmentId: null,
    text: input.text,
    createdAtMs: input.atMs,
    createdBy: input.author.id,
    createdByName: input.author.name,
  });
}

/** Returned, answered by the station, and back for a decision. */
function answered(office: Office, claim: ClaimRow): void {
  const last = instantOf(office.facts.todayDay, 0);
  returnToStation(office, claim, office.facts.todayDay - office.random.int(5, 9));
  const atMs = Math.min(
    Math.max(last - office.random.int(5, 60) * HOUR_MS, (claim.decidedAtMs ?? 0) + HOUR_MS),
    last - 60_000,
  );
  remark(office, claim, {
    direction: 'FROM_STATION',
    text: '已补充，请审核。',
    atMs,
    author: { id: claim.claimantId, name: claim.claimantName },
  });
  stationMoves(office, claim, { atMs, action: 'RESUBMIT', status: 'IN_REVIEW' });
  claim.queuedAtMs = atMs;
}

/** Returned, and taken back by the station. */
function withdraw(office: Office, claim: ClaimRow, day: number): void {
  returnToStation(office, claim, day);
  const atMs = (claim.decidedAtMs ?? 0) + HOUR_MS;
  const status = nextClaimStatus('RETURNED', 'withdraw') ?? 'WITHDRAWN';
  stationMoves(office, claim, { atMs, action: 'WITHDRAW', status });
}

/** Cut last evening, after the week's statements were made; what a clerk may not decide alone is decided like the rest. */
function approveInPart(office: Office, claim: ClaimRow): void {
  const isSimple = (claim.worstSeverity ?? 0) < 3 && (claim.payableFen ?? 0) <= FIRST_SETTINGS.l1LimitFen;
  if (!isSimple || (claim.payableFen ?? 0) < 100) {
    decide(office, claim);
    return;
  }
  const atMs = instantOf(office.facts.todayDay, 0) - office.random.int(60, 400) * MINUTE_MS;
  const request = { action: 'APPROVE' as const, lines: [cut(office, claim)] };
  act(office, claim, { user: office.random.pick(office.clerks), atMs, request });
}

/** A returned claim nobody answers runs out after fifteen days; most are answered and decided. */
function letExpireOrAnswer(office: Office, claim: ClaimRow): void {
  const returnDay = Math.floor((momentAfter(office, claim, 1) + 8 * HOUR_MS) / DAY_MS);
  returnToStation(office, claim, returnDay);
  const expiresAtMs = (claim.decidedAtMs ?? 0) + FIRST_SETTINGS.returnAnswerDays * DAY_MS;
  const isOver = expiresAtMs < instantOf(office.facts.todayDay, 0);
  if (isOver && office.random.chance(400)) {
    stationMoves(office, claim, {
      atMs: expiresAtMs,
      action: 'EXPIRE',
      status: nextClaimStatus('RETURNED', 'expire') ?? 'EXPIRED',
    });
    return;
  }
  if (office.random.chance(200)) {
    const withdrawnAtMs = (claim.decidedAtMs ?? 0) + HOUR_MS;
    stationMoves(office, claim, {
      atMs: withdrawnAtMs,
      action: 'WITHDRAW',
      status: nextClaimStatus('RETURNED', 'withdraw') ?? 'WITHDRAWN',
    });
    return;
  }
  const atMs = Math.min(
    (claim.decidedAtMs ?? 0) + office.random.int(10, 60) * HOUR_MS,
    instantOf(office.facts.todayDay, 0) - 90 * MINUTE_MS,
  );
  remark(office, claim, {
    direction: 'FROM_STATION',
    text: '已按要求补充资料。',
    atMs,
    author: { id: claim.claimantId, name: claim.claimantName },
  });
  stationMoves(office, claim, { atMs, action: 'RESUBMIT', status: 'IN_REVIEW' });
  claim.queuedAtMs = atMs;
  const request = { action: 'APPROVE' as const, note: '补充资料已核' };
  act(office, claim, { user: office.random.pick(office.clerks), atMs: atMs + 80 * MINUTE_MS, request });
  if (claim.status === 'L2_REVIEW') confirm(office, claim, atMs + 85 * MINUTE_MS);
}

/** A step that is not a clerk's: the station answers or appeals, or time runs out. */
function stationMoves(office: Office, claim: ClaimRow, step: { atMs: number; action: string; status: string }): void {
  const amountFen = claim.payableFen ?? 0;
  const isStation = step.action !== 'EXPIRE';
  office.facts.add('auditDecision', {
    id: office.facts.ids.next(),
    ...{
      claimId: claim.id,
      lineSeq: null,
      level: isStation ? 'STATION' : 'SYSTEM',
      action: step.action,
      reasonCode: null,
      note: null,
    },
    ...{
      statusFrom: claim.status,
      statusTo: step.status,
      amountBeforeFen: amountFen,
      amountAfterFen: amountFen,
      linesBeforeJson: null,
    },
    decidedBy: isStation ? claim.claimantId : 'system',
    decidedByName: isStation ? claim.claimantName : 'system',
    decidedAtMs: step.atMs,
    ...{ deviceId: null, claimVersionSeen: null, batchId: null, commandId: null, undoesId: null },
  });
  const { returnCount = 0 } = claim;
  const closedDate = isFinishedStatus(step.status) ? dateOfInstant(step.atMs) : null;
  Object.assign(claim, {
    statusBefore: claim.status,
    status: step.status,
    queue: queueOf({ status: step.status, returnCount }),
    closedDate,
  });
}

/** A proposal over the clerk's power that waits for the supervisor; what the clerk may do alone stays in the first queue. */
function propose(office: Office, claim: ClaimRow): void {
  const fraud = (claim.worstSeverity ?? 0) < 3 && (claim.payableFen ?? 0) <= FIRST_SETTINGS.l1LimitFen;
  const request = fraud
    ? { action: 'REJECT' as const, reasonCode: 'R34' }
    : { action: 'APPROVE' as const, note: '情况属实，请复核' };
  act(office, claim, { user: office.random.pick(office.clerks), atMs: momentAfter(office, claim, 0), request });
}

/** Some stations appeal against a rejection; the last ones wait for an answer. */
function appeals(office: Office): void {
  const { facts, random } = office;
  const rejected = facts
    .rows('claim')
    .filter((claim) => claim.status === 'REJECTED' || claim.status === 'AUTO_REJECTED');
  for (const claim of rejected) {
    const atMs = (claim.decidedAtMs ?? 0) + random.int(1, 10) * DAY_MS;
    const recent = atMs > instantOf(facts.todayDay - 6, 0);
    if (atMs >= instantOf(facts.todayDay, 0) || !random.chance(recent ? 700 : 70)) continue;
    appeal(office, claim, atMs);
    if (recent) continue;
    const user =
      office.supervisors.find((candidate) => candidate.id !== claim.decidedBy) ?? random.pick(office.supervisors);
    act(office, claim, {
      user,
      atMs: atMs + random.int(10, 60) * HOUR_MS,
      request: { action: 'REJECT', reasonCode: claim.reasonCode ?? 'R26', note: '维持原结论' },
    });
  }
  // however small the company, somebody's appeal waits this morning
  const lastMs = instantOf(facts.todayDay, 0) - 2 * HOUR_MS;
  const newest = rejected
    .filter((claim) => REJECTIONS.has(claim.status) && (claim.decidedAtMs ?? 0) < lastMs)
    .sort((one, other) => (other.decidedAtMs ?? 0) - (one.decidedAtMs ?? 0));
  const waiting = rejected.filter((claim) => claim.status === 'APPEAL').length;
  for (const claim of newest.slice(0, Math.max(0, LEAST_APPEALS - waiting))) appeal(office, claim, lastMs);
}

const REJECTIONS: ReadonlySet<string> = new Set(['REJECTED', 'AUTO_REJECTED']);
const LEAST_APPEALS = 2;

function appeal(office: Office, claim: ClaimRow, atMs: number): void {
  const author = { id: claim.claimantId, name: claim.claimantName };
  remark(office, claim, { direction: 'FROM_STATION', text: '对审核结果有异议，申请复议。', atMs, author });
  const status = nextClaimStatus(claim.status, 'appeal') ?? 'APPEAL';
  stationMoves(office, claim, { atMs, action: 'APPEAL', status });
  claim.queuedAtMs = atMs;
}
