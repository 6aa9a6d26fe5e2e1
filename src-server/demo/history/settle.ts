import { statementTotals } from '../../../src-shared/domain/settlement/statement-totals.ts';
import { claimsSha256 } from '../../settlement/claims-sha256.ts';
import { FIRST_SETTINGS } from '../../../src-shared/domain/claims/first-rates.ts';
import { addMonths, dateOf, dateOfInstant, dayOf, instantOf, weekdayOf, yearMonthOf } from '../facts/demo-calendar.ts';
import type { DemoFacts, Fact } from '../facts/demo-facts.ts';
import type { DemoRandom } from '../facts/random.ts';
import type { DemoUser } from '../facts/users.ts';
import type { ClaimRow } from './evaluate.ts';
import { addInvoices, claimStatusIn, stageOf, stageTimes } from './statement-stages.ts';

export type StatementRow = Fact<'statement'>;

interface RunPeriod {
  kind: 'MONTHLY' | 'WEEKLY';
  fromDay: number;
  toDay: number;
  runDay: number;
}

/** What a claimant takes from one statement into the next. */
interface Account {
  carryFen: number;
  monthsDeferred: number;
  statements: { row: StatementRow; claims: ClaimRow[]; runDay: number }[];
}

interface SettlementOffice {
  facts: DemoFacts;
  random: DemoRandom;
  accounts: Map<string, Account>;
  numbers: Map<string, number>;
  clerk: DemoUser;
  supervisor: DemoUser;
}

const PAYABLE = new Set(['AUTO_APPROVED', 'APPROVED', 'PARTIAL']);

/** A month at a time until the quarter before today, since then week by week: the company is on its way to one week. */
function runPeriods(facts: DemoFacts): RunPeriod[] {
  const periods: RunPeriod[] = [];
  const weeklyFrom = addMonths(`${facts.options.today.slice(0, 7)}-01`, -2);
  let month = `${dateOf(facts.firstDay).slice(0, 7)}-01`;
  for (; month < weeklyFrom; month = addMonths(month, 1)) {
    const toDay = dayOf(addMonths(month, 1)) - 1;
    periods.push({ kind: 'MONTHLY', fromDay: dayOf(month), toDay, runDay: toDay + 3 });
  }
  let fromDay = dayOf(month);
  for (let day = fromDay + 1; day < facts.todayDay; day += 1) {
    if (weekdayOf(day) !== 1) continue;
    periods.push({ kind: 'WEEKLY', fromDay, toDay: day - 1, runDay: day });
    fromDay = day;
  }
  return periods;
}

/** All settlement runs of the year with their statements, invoices and payments, computed by the product's own totals. */
export function settleAll(facts: DemoFacts, users: DemoUser[]): void {
  const clerk = users.find((user) => user.roles.includes('l1'));
  const supervisor = users.find((user) => user.roles.includes('l2'));
  if (clerk === undefined || supervisor === undefined) throw new RangeError('the demo company has no clerks');
  const office = {
    facts,
    random: facts.random('settlement'),
    accounts: new Map(),
    numbers: new Map(),
    clerk,
    supervisor,
  };
  const open = facts.rows('claim').filter((claim) => PAYABLE.has(claim.status));
  let left = open.sort((one, other) => (one.decidedAtMs ?? 0) - (other.decidedAtMs ?? 0));
  for (const period of runPeriods(facts)) left = run(office, period, left);
  addUnusualStatements(office);
}

/** How many statements a station objects to, and how many were voided and made anew, at scale 1. */
const UNUSUAL = 6;

/** Statements that did not go their way: objected to by the station with a remark on a claim, or voided and made anew. */
function addUnusualStatements(office: SettlementOffice): void {
  const { facts, clerk, supervisor } = office;
  const count = Math.max(2, Math.round(UNUSUAL * Math.min(1, facts.options.scale)));
  const inStatus = (status: string): StatementRow[] =>
    facts.rows('statement').filter((row) => row.status === status && row.claimantType === 'STATION');
  for (const row of inStatus('WAIT_STATION').slice(-count)) {
    const claim = facts.rows('claim').find((candidate) => candidate.statementId === row.id);
    const atMs = (row.sentAtMs ?? row.createdAtMs) + 3 * 3_600_000;
    const text = '这张索赔单核减有误，请复核。';
    row.status = 'DISPUTED';
    addStep(facts, row, { action: 'object', statusFrom: 'WAIT_STATION', statusTo: 'DISPUTED', note: text, atMs });
    if (claim === undefined) continue;
    facts.add('claimRemark', {
      ...{ id: facts.ids.next(), claimId: claim.id, direction: 'FROM_STATION', lineSeq: null, field: null },
      ...{ attachmentId: null, text, createdAtMs: atMs, createdBy: row.claimantId, createdByName: row.claimantName },
    });
  }
  for (const row of inStatus('DRAFT').slice(-count)) {
    const claim = facts.rows('claim').find((candidate) => candidate.statementId === row.id);
    if (claim === undefined) continue;
    const createdAtMs = row.createdAtMs - 3_600_000;
    const voided = { ...row, id: facts.ids.next(), status: 'VOID', createdAtMs, createdBy: clerk.id };
    voided.no = numberOf(office, claim, dayOf(row.periodToDate));
    facts.add('statement', voided);
    for (const group of facts.rows('statementTaxGroup').filter((each) => each.statementId === row.id))
      facts.add('statementTaxGroup', { ...group, id: facts.ids.next(), statementId: voided.id });
    const by = { id: supervisor.id, name: supervisor.name };
    const step = { action: 'void', statusFrom: 'DRAFT', statusTo: 'VOID', note: '期间选错，作废重做', by };
    addStep(facts, voided, { ...step, atMs: createdAtMs + 1_800_000 });
  }
}

function addStep(
  facts: DemoFacts,
  statement: StatementRow,
  step: {
    action: string;
    statusFrom: string;
    statusTo: string;
    note: string;
    atMs: number;
    by?: { id: string; name: string };
  },
): void {
  const by = step.by ?? { id: statement.claimantId, name: statement.claimantName };
  facts.add('statementEvent', {
    ...{ id: facts.ids.next(), statementId: statement.id, action: step.action, statusFrom: step.statusFrom },
    ...{ statusTo: step.statusTo, note: step.note, refClaimId: null, doneBy: by.id, doneByName: by.name },
    doneAtMs: step.atMs,
  });
}

function run(office: SettlementOffice, period: RunPeriod, open: ClaimRow[]): ClaimRow[] {
  const { facts } = office;
  const startedAtMs = instantOf(period.runDay, 15 * 60);
  const due = open.filter(
    (claim) => (claim.decidedAtMs ?? 0) < startedAtMs && dayOf(claim.repairFinishDate) <= period.toDay,
  );
  if (due.length === 0) return open;
  const taken = new Set(due);
  const runKey = `${period.kind}:${dateOf(period.fromDay)}:${dateOf(period.toDay)}`;
  const runId = facts.ids.next();
  const statements = [...Map.groupBy(due, (claim) => claim.claimantId).values()].map((claims) =>
    addStatement(office, { period, claims, runId, runKey, startedAtMs }),
  );
  facts.add('settlementRun', {
    id: runId,
    runKey,
    kind: period.kind,
    periodFromDate: dateOf(period.fromDay),
    periodToDate: dateOf(period.toDay),
    taxDate: dateOf(period.runDay),
    includeEarlier: 1,
    startedAtMs,
    startedBy: office.clerk.id,
    statementCount: statements.length,
    claimCount: due.length,
    netFen: statements.reduce((sum, row) => sum + (row.netFen ?? 0), 0),
    payableFen: statements.reduce((sum, row) => sum + (row.payableFen ?? 0), 0),
    claimsSha256: claimsSha256(amountsOf(due)),
    rulesetVersion: 1,
    status: 'DONE',
  });
  return open.filter((claim) => !taken.has(claim));
}

function amountsOf(claims: readonly ClaimRow[]): { id: string; approvedFen: number }[] {
  return claims.map((claim) => ({ id: claim.id, approvedFen: claim.approvedFen ?? 0 }));
}

interface NewStatement {
  period: RunPeriod;
  claims: ClaimRow[];
  runId: string;
  runKey: string;
  startedAtMs: number;
}

function addStatement(office: SettlementOffice, input: NewStatement): StatementRow {
  const { facts, random } = office;
  const { period, claims } = input;
  const first = claims[0];
  if (first === undefined) throw new RangeError('a statement without claims');
  const account = office.accounts.get(first.claimantId) ?? { carryFen: 0, monthsDeferred: 0, statements: [] };
  office.accounts.set(first.claimantId, account);
  const id = facts.ids.next();
  const terms = termsRow(facts, first, dateOf(period.runDay));
  const taxRateBp = taxRateOf(facts, first, {
    taxpayerType: terms?.taxpayerType ?? null,
    onDate: dateOf(period.runDay),
  });
  const adjustments = adjustmentsOf(office, { account, claimant: first, statementId: id, period, taxRateBp });
  const totals = statementTotals({
    groups: [{ taxRateBp, claimsFen: claims.map((claim) => claim.approvedFen ?? 0), preTaxFen: adjustments.preTaxFen }],
    postTaxFen: adjustments.postTaxFen,
    carryInFen: account.carryFen,
    minPayoutFen: FIRST_SETTINGS.minPayoutFen,
    monthsDeferred: account.monthsDeferred,
    maxDeferMonths: FIRST_SETTINGS.maxDeferMonths,
  });
  const status = stageOf(facts.todayDay - period.runDay, facts.rows('statement').length, totals.payableFen);
  const row: StatementRow = {
    id,
    no: numberOf(office, first, period.toDay),
    runId: input.runId,
    runKey: input.runKey,
    claimantType: first.claimantType,
    claimantId: first.claimantId,
    claimantCode: first.claimantCode,
    claimantName: first.claimantName,
    stationId: first.stationId ?? null,
    regionId: first.regionId,
    kind: period.kind,
    periodFromDate: dateOf(period.fromDay),
    periodToDate: dateOf(period.toDay),
    taxDate: dateOf(period.runDay),
    grade: terms?.grade ?? null,
    taxpayerType: terms?.taxpayerType ?? null,
    taxNo: terms?.taxNo ?? null,
    bankName: terms?.bankName ?? null,
    bankAccount: terms?.bankAccount ?? null,
    claimCount: claims.length,
    claimedFen: claims.reduce((sum, claim) => sum + (claim.claimedFen ?? 0), 0),
    netFen: totals.netFen,
    preTaxAdjFen: totals.preTaxAdjFen,
    taxBaseFen: totals.taxBaseFen,
    taxFen: totals.taxFen,
    grossFen: totals.grossFen,
    offsetFen: totals.offsetFen,
    carryInFen: account.carryFen,
    payableFen: totals.payableFen,
    carryOutFen: totals.carryOutFen,
    monthsDeferred: account.monthsDeferred,
    payout: totals.status,
    claimsSha256: claimsSha256(amountsOf(claims)),
    status,
    createdAtMs: input.startedAtMs,
    createdBy: office.clerk.id,
    ...stageTimes({ status, runDay: period.runDay, clerkId: office.clerk.id, supervisorId: office.supervisor.id }),
  };
  facts.add('statement', row);
  for (const group of totals.groups)
    facts.add('statementTaxGroup', { id: facts.ids.next(), statementId: id, ...group });
  account.carryFen = totals.carryOutFen;
  account.monthsDeferred = totals.status === 'DEFERRED' ? account.monthsDeferred + 1 : 0;
  attach(office, { row, claims, taxRateBp, runDay: period.runDay, account });
  addInvoices(facts, row, taxRateBp, random);
  return row;
}

function attach(
  office: SettlementOffice,
  input: { row: StatementRow; claims: ClaimRow[]; taxRateBp: number; runDay: number; account: Account },
): void {
  const { row, claims, taxRateBp, runDay, account } = input;
  const sorted = [...claims].sort((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
  for (const [index, claim] of sorted.entries()) {
    const amounts = { claimedFen: claim.claimedFen ?? 0, approvedFen: claim.approvedFen ?? 0, taxRateBp };
    office.facts.add('statementClaim', {
      id: office.facts.ids.next(),
      statementId: row.id,
      claimId: claim.id,
      seq: index + 1,
      ...amounts,
    });
    claim.statementId = row.id;
  }
  account.statements.push({ row, claims, runDay });
  // what was carried is paid together with the statement that pays at last
  if (row.status === 'PAID') {
    for (const earlier of account.statements)
      Object.assign(earlier.row, { status: 'PAID', paidAtMs: earlier.row.paidAtMs ?? row.paidAtMs ?? null });
  }
  for (const entry of account.statements) {
    for (const claim of entry.claims) {
      if (claim.status === 'REVERSED') continue;
      const status = claimStatusIn(entry.row.status);
      const closedDate =
        entry.row.closedAtMs === null || entry.row.closedAtMs === undefined
          ? null
          : dateOfInstant(entry.row.closedAtMs);
      Object.assign(claim, {
        statusBefore: PAYABLE.has(claim.status) ? claim.status : claim.statusBefore,
        status,
        closedDate,
      });
    }
  }
}

/** Claims stand on a statement in the order of their repair. */
function sortKey(claim: ClaimRow): string {
  return `${claim.repairFinishDate}/${claim.id}`;
}

function termsRow(facts: DemoFacts, claim: ClaimRow, onDate: string): Fact<'stationTerms'> | null {
  if (claim.stationId === null || claim.stationId === undefined) return null;
  const terms = facts.rows('stationTerms').filter((row) => row.stationId === claim.stationId);
  return (
    terms.find((row) => row.validFromDate <= onDate && onDate <= (row.validToDate ?? '9999-12-31')) ?? terms[0] ?? null
  );
}

/** Own workshops settle inside the company and engineers are reimbursed: both without tax. */
function taxRateOf(facts: DemoFacts, claim: ClaimRow, on: { taxpayerType: string | null; onDate: string }): number {
  if (claim.claimantType !== 'STATION') return 0;
  const row = facts
    .rows('taxRate')
    .find(
      (tax) =>
        tax.taxpayerType === on.taxpayerType &&
        tax.validFromDate <= on.onDate &&
        on.onDate <= (tax.validToDate ?? '9999-12-31'),
    );
  return row?.rateBp ?? 0;
}

/** `JS` + station + yyMM of the period's end + two digits. */
function numberOf(office: SettlementOffice, claim: ClaimRow, day: number): string {
  const short =
    office.facts.rows('station').find((station) => station.id === claim.stationId)?.shortCode ?? claim.claimantCode;
  const key = `statement:${short}:${yearMonthOf(day)}`;
  const value = (office.numbers.get(key) ?? 0) + 1;
  office.numbers.set(key, value);
  const sequences = office.facts.rows('documentSequence');
  const known = sequences.find((row) => row.sequenceKey === key);
  if (known === undefined) office.facts.add('documentSequence', { sequenceKey: key, lastValue: value });
  else known.lastValue = value;
  return `JS${short}${yearMonthOf(day)}${String(value).padStart(2, '0')}`;
}

interface AdjustmentInput {
  account: Account;
  claimant: ClaimRow;
  statementId: string;
  period: RunPeriod;
  taxRateBp: number;
}

/** Now and then a paid claim is taken back before tax, or a penalty is set off after it. */
function adjustmentsOf(
  office: SettlementOffice,
  input: AdjustmentInput,
): { preTaxFen: number[]; postTaxFen: number[] } {
  const { random } = office;
  const preTaxFen: number[] = [];
  const postTaxFen: number[] = [];
  const paid = input.account.statements.filter(
    (entry) => entry.row.status === 'PAID' && input.period.runDay - entry.runDay > 40,
  );
  const victim = paid
    .flatMap((entry) => entry.claims)
    .find((claim) => claim.status === 'PAID' && (claim.approvedFen ?? 0) > 5000);
  if (victim !== undefined && random.chance(16)) {
    const amountFen = -(victim.approvedFen ?? 0);
    preTaxFen.push(amountFen);
    Object.assign(victim, { statusBefore: 'PAID', status: 'REVERSED', closedDate: dateOf(input.period.runDay) });
    addAdjustment(office, input, {
      kind: 'REVERSAL',
      stage: 'PRE_TAX',
      amountFen,
      refClaimId: victim.id,
      reasonCode: 'R34',
      note: '抽查发现不实，冲回',
    });
  }
  if (random.chance(12)) {
    const amountFen = -random.int(1, 6) * 5000;
    postTaxFen.push(amountFen);
    addAdjustment(office, input, {
      kind: 'PENALTY',
      stage: 'POST_TAX',
      amountFen,
      refClaimId: null,
      reasonCode: null,
      note: '违反服务规范扣款',
    });
  }
  return { preTaxFen, postTaxFen };
}

type AdjustmentFacts = Pick<
  Fact<'statementAdjustment'>,
  'kind' | 'stage' | 'amountFen' | 'refClaimId' | 'reasonCode' | 'note'
>;

function addAdjustment(office: SettlementOffice, input: AdjustmentInput, adjustment: AdjustmentFacts): void {
  office.facts.add('statementAdjustment', {
    id: office.facts.ids.next(),
    statementId: input.statementId,
    claimantId: input.claimant.claimantId,
    stationId: input.claimant.stationId ?? null,
    ...adjustment,
    taxRateBp: adjustment.stage === 'PRE_TAX' ? input.taxRateBp : null,
    createdBy: office.clerk.id,
    createdAtMs: instantOf(input.period.runDay, 14 * 60),
    approvedBy: office.supervisor.id,
    status: 'STATED',
  });
}
