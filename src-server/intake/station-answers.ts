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

/** What a station says of its claim; supplied by the claims room, which has the same for whoever enters it on its behalf. */
export type WriteStationWord = (
  db: Kysely<CentralTables>,
  word: {
    claim: Selectable<ClaimTable>;
    step: 'answer' | 'appeal' | 'withdraw';
    text: string;
    by: { id: string; name: string };
    proofId: null;
    first?: () => Promise<void>;
  },
  moment: { nowMs: number; today: string; newId(): string },
) => Promise<string>;

/**
 * The station answers a return, appeals, or withdraws: its remark, and the claim stands where the word leads. An answer may
 * carry all lines anew. Claims §3.2.
 */
export async function saidByStation(
  registration: Registration,
  word: Answer & { step: 'answer' | 'appeal' | 'withdraw'; lines?: readonly LineInput[] | undefined },
  { writeStationWord, resubmitLines }: { writeStationWord: WriteStationWord; resubmitLines: ResubmitLines },
): Promise<void> {
  const { step, text, caller, lines } = word;
  const claim = await claimFor(registration, word.number);
  const correct =
    lines === undefined ? {} : { first: () => correctLines(registration, { ...word, lines, claim }, resubmitLines) };
  const { db } = registration;
  await writeStationWord(db, { claim, step, text, by: caller.user, proofId: null, ...correct }, registration);
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
