import { queueOf } from '../../src-shared/domain/claims/claim-queue.ts';
import { claimSettingsOf } from '../../src-shared/domain/claims/first-rates.ts';
import { nextClaimStatus } from '../../src-shared/domain/claims/claim-transition.ts';
import { statementStep, type StatementActionName } from '../../src-shared/domain/settlement/statement-transition.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { AppError } from '../../src-shared/errors.ts';
import { sql, type Kysely, type Selectable } from 'kysely';
import type { z } from 'zod';
import type { IntakeClaimLine } from '../../src-shared/contract/server/intake.contract.ts';
import type { ClaimLineDraft, SubmitResult } from '../../src-shared/domain/claims/claim-draft.ts';
import type { CentralTables, ClaimTable, StatementTable } from '../db/central-tables.generated.ts';
import type { Caller } from '../http/caller.ts';
import { followClaim } from './follow-claim.ts';
import { withRoads } from './order-of-claim.ts';
import type { Registration } from './receipts.ts';
import { lineDrafts, stoppedByRule } from './submit-station-claim.ts';

const DAY_MS = 86_400_000;

/** Writes a statement's step with person, words and what follows from it; supplied by the settlement room. */
export type MoveStatement = (
  moment: { db: Kysely<CentralTables>; user: { id: string; name: string }; nowMs: number; newId(): string },
  statement: Selectable<StatementTable>,
  step: { action: StatementActionName; to: string; note: string },
) => Promise<string>;

/** Puts corrected lines in place and judges the claim again; supplied by the claims room. */
export type ResubmitLines = (
  db: Kysely<CentralTables>,
  claim: Selectable<ClaimTable>,
  lines: readonly ClaimLineDraft[],
  moment: { nowMs: number; today: string; newId(): string },
) => Promise<SubmitResult>;

type LineInput = z.infer<typeof IntakeClaimLine>;

interface Answer {
  number: string;
  text: string;
  caller: Caller;
}

/** The station's answer to a return: its remark, and the claim stands in review again, among the answered. Claims §3.2. */
export async function answerReturn(
  registration: Registration,
  answer: Answer & { lines?: readonly LineInput[] | undefined },
  resubmitLines: ResubmitLines,
): Promise<void> {
  const { returnAnswerDays } = await settingsOf(registration);
  const claim = await claimFor(registration, answer.number);
  if (nextClaimStatus(claim.status, 'submit') === null) throw notInStatus(claim);
  refuseLate(registration, claim, returnAnswerDays);
  if (answer.lines !== undefined)
    await correctLines(registration, { ...answer, lines: answer.lines, claim }, resubmitLines);
  await move(registration, { ...answer, claim, action: 'ANSWER', status: 'IN_REVIEW' });
}

/** The lines anew; on every line that says something else than before stands what it said. */
async function correctLines(
  registration: Registration,
  answer: Answer & { lines: readonly LineInput[]; claim: ClaimRow },
  resubmitLines: ResubmitLines,
): Promise<void> {
  const { db, nowMs, newId } = registration;
  const { claim, caller } = answer;
  const linesOf = () =>
    db
      .selectFrom('claimLine')
      .select(['seq', 'description', 'claimedFen'])
      .where('claimId', '=', claim.id)
      .orderBy('seq')
      .execute();
  const before = await linesOf();
  // who changes amounts stands beside what the store notes of it
  await sql`select set_config('hedui.user_id', ${caller.user.id}, true)`.execute(db);
  const drafts = await lineDrafts(db, answer.lines);
  const corrected = claim.workOrderId === null ? drafts : await withRoads(db, claim.workOrderId, drafts);
  const result = await resubmitLines(db, claim, corrected, registration);
  if (result.outcome !== 'submitted') throw stoppedByRule(result);
  await followClaim(registration, {
    claimId: claim.id,
    tags: answer.lines.map((line) => line.oldPartTag ?? null),
  });
  const after = new Map((await linesOf()).map((line) => [line.seq, line]));
  for (const line of before) {
    const now = after.get(line.seq);
    if (now?.description === line.description && now.claimedFen === line.claimedFen) continue;
    const text = `${amountText(line)} → ${now === undefined ? '–' : amountText(now)}`;
    await db
      .insertInto('claimRemark')
      .values({ ...remarkOf(newId(), claim, { text, caller, nowMs }), lineSeq: line.seq })
      .execute();
  }
}

/** In a remark both languages read the same: what the station wrote and its amount. */
function amountText({ description, claimedFen }: { description: string; claimedFen: number }): string {
  return `${description} ${(BigInt(claimedFen) / 100n).toString()}.${String(claimedFen % 100).padStart(2, '0')}`;
}

/** An appeal against a decision: once, in time, and while the claim is on no statement. Claims §3.2. */
export async function appeal(registration: Registration, answer: Answer): Promise<void> {
  const { appealDays } = await settingsOf(registration);
  const claim = await claimFor(registration, answer.number);
  if (nextClaimStatus(claim.status, 'appeal') === null || claim.statementId !== null) throw notInStatus(claim);
  refuseLate(registration, claim, appealDays);
  const earlier = await registration.db
    .selectFrom('auditDecision')
    .select('id')
    .where('claimId', '=', claim.id)
    .where('action', '=', 'APPEAL')
    .executeTakeFirst();
  if (earlier !== undefined) {
    throw new AppError('RULE_BROKEN', 'intake-appealed-before', { field: 'number', claimNo: claim.no });
  }
  await move(registration, { ...answer, claim, action: 'APPEAL', status: 'APPEAL' });
}

/** The station confirms a statement, or objects to claims of it with a text for each. Claims §3.3, design §8. */
export async function answerStatement(
  registration: Registration,
  input: {
    statementNo: string;
    action: Extract<StatementActionName, 'confirm' | 'object'>;
    claims: readonly { claimNo: string; text: string }[];
    caller: Caller;
  },
  moveStatement: MoveStatement,
): Promise<void> {
  const { db, claimantId, nowMs, newId } = registration;
  const { statementNo, action, claims, caller } = input;
  const statement = await db
    .selectFrom('statement')
    .selectAll()
    .where('no', '=', statementNo)
    .where('claimantId', '=', claimantId)
    .forUpdate()
    .executeTakeFirst();
  if (statement === undefined)
    throw new AppError('NOT_FOUND', 'intake-statement-unknown', { field: 'statementNo', statementNo });
  const actor = { userId: caller.user.id, roles: ['station'], claimLimitFen: null };
  const note = claims.map((claim) => claim.text).join('\n');
  const step = statementStep({ statement, action, actor, note, l2LimitFen: 0 });
  if (!step.ok) throw new AppError('RULE_BROKEN', step.reason, { statementNo, ...step.details });
  for (const { claimNo, text } of claims) {
    const claim = await db
      .selectFrom('claim')
      .select(['id', '_scope'])
      .where('no', '=', claimNo)
      .where('statementId', '=', statement.id)
      .executeTakeFirst();
    if (claim === undefined)
      throw new AppError('NOT_FOUND', 'intake-claim-not-on-statement', { field: 'claimNo', claimNo });
    await db
      .insertInto('claimRemark')
      .values(remarkOf(newId(), claim, { text, caller, nowMs }))
      .execute();
  }
  await moveStatement({ db, user: caller.user, nowMs, newId }, statement, { action, to: step.to, note });
}

type ClaimRow = Awaited<ReturnType<typeof claimFor>>;

async function move(
  { db, nowMs, newId }: Registration,
  change: Answer & { claim: ClaimRow; action: string; status: string },
): Promise<void> {
  const { claim, action, status, text, caller } = change;
  await db
    .updateTable('claim')
    .set({
      ...{ status, statusBefore: claim.status, queuedAtMs: nowMs, closedDate: null },
      queue: status === 'APPEAL' ? 'ANSWERED' : queueOf({ status, returnCount: claim.returnCount }),
    })
    .where('id', '=', claim.id)
    .execute();
  await db
    .insertInto('claimRemark')
    .values(remarkOf(newId(), claim, { text, caller, nowMs }))
    .execute();
  await db
    .insertInto('auditDecision')
    .values({
      ...rowIdentity(newId(), claim._scope, claim.id),
      ...{ claimId: claim.id, lineSeq: null, level: 'STATION', action, reasonCode: null, note: text },
      ...{ statusFrom: claim.status, statusTo: status, amountBeforeFen: claim.approvedFen },
      ...{ amountAfterFen: claim.approvedFen, decidedBy: caller.user.id, decidedByName: caller.user.name },
      decidedAtMs: nowMs,
    })
    .execute();
}

async function claimFor({ db, claimantId }: Registration, number: string) {
  const claim = await db
    .selectFrom('claim')
    .selectAll()
    .where('claimantId', '=', claimantId)
    .where('stationRef', '=', number)
    .forUpdate()
    .executeTakeFirst();
  if (claim === undefined) throw new AppError('NOT_FOUND', 'intake-claim-unknown', { field: 'number', number });
  return claim;
}

function refuseLate({ nowMs }: Registration, claim: ClaimRow, days: number): void {
  const untilMs = (claim.decidedAtMs ?? nowMs) + days * DAY_MS;
  if (nowMs <= untilMs) return;
  const details = { claimNo: claim.no, until: new Date(untilMs).toISOString(), days };
  throw new AppError('RULE_BROKEN', 'intake-answer-too-late', details);
}

function notInStatus(claim: ClaimRow): AppError {
  return new AppError('RULE_BROKEN', 'intake-not-in-this-status', { claimNo: claim.no, status: claim.status });
}

async function settingsOf({ db }: Registration) {
  return claimSettingsOf(await db.selectFrom('setting').select(['settingKey', 'valueJson']).execute());
}

function remarkOf(
  id: string,
  claim: { id: string; _scope: string },
  { text, caller, nowMs }: { text: string; caller: Caller; nowMs: number },
) {
  return {
    ...rowIdentity(id, claim._scope, claim.id),
    ...{ claimId: claim.id, direction: 'FROM_STATION', lineSeq: null, field: null, attachmentId: null, text },
    ...{ createdAtMs: nowMs, createdBy: caller.user.id, createdByName: caller.user.name },
  };
}
