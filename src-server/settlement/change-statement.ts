import { statementStep } from '../../src-shared/domain/settlement/statement-transition.ts';
import {
  DETACHABLE_STATUSES,
  type StatementActionName,
} from '../../src-shared/domain/settlement/statement-transition.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { insertRows } from '../db/bulk-rows.ts';
import { amountColumns, taxGroupRows, totalsOf, type StatementParts } from './build-statement.ts';
import type { RecheckClaims } from './run-settlement.ts';
import {
  detachClaims,
  loadSettings,
  lockStatement,
  releaseAdjustments,
  type Db,
  type StatementRow,
} from './settlement.repository.ts';

/** A step of a statement by a person of the headquarters. Claims §3.3, design §8 "Re-check". */
export async function advanceStatement(
  context: CommandContext,
  body: BodyOf<'statement.advance'>,
  recheckClaims: RecheckClaims,
): Promise<CommandOutcome> {
  const statement = await lockStatement(context.db, body.statementId);
  const refusal = refusalOf(context, statement, body.version);
  if (statement === undefined || refusal !== null) return refusal ?? UNKNOWN;
  const to = await stepOf(context, statement, body.action, body.note);
  if (typeof to !== 'string') return to;
  if (body.action === 'propose') return propose(context, statement, recheckClaims);
  if (body.action === 'void') await voidStatement(context.db, statement);
  await setStatus(context, statement, body.action, to);
  return { status: 'applied', output: { status: to } };
}

/** Takes one claim off an open statement, for example because it is disputed; the next run takes it again. Design §8. */
export async function detachClaim(
  context: CommandContext,
  body: BodyOf<'statement.detachClaim'>,
): Promise<CommandOutcome> {
  const { db } = context;
  const statement = await lockStatement(db, body.statementId);
  const refusal = refusalOf(context, statement, body.version);
  if (statement === undefined || refusal !== null) return refusal ?? UNKNOWN;
  const { status, no } = statement;
  if (!DETACHABLE_STATUSES.includes(status)) return rejected('statement-not-open', { statementNo: no, status });
  const claim = await db
    .selectFrom('claim')
    .select(['id', 'no'])
    .where('id', '=', body.claimId)
    .where('statementId', '=', statement.id)
    .executeTakeFirst();
  if (claim === undefined) return rejected('claim-not-on-statement', { statementNo: no });
  await detachClaims(db, [claim.id]);
  await recalculate(context, statement);
  return { status: 'applied', output: { claimNo: claim.no } };
}

/** The status a step leads to, or the refusal; the station's own steps by the intake go the same way. */
export async function stepOf(
  { db, user }: Pick<CommandContext, 'db' | 'user'>,
  statement: StatementRow,
  action: StatementActionName,
  note: string,
): Promise<string | CommandOutcome> {
  const settings = await loadSettings(db);
  const actor = { userId: user.id, roles: user.roles, claimLimitFen: user.claimLimitFen };
  const step = statementStep({ statement, action, actor, note, l2LimitFen: settings.statementL2LimitFen });
  return step.ok ? step.to : rejected(step.reason, { statementNo: statement.no, ...step.details });
}

/**
 * Before anything goes to the station all rules run again; claims hit only now leave the statement, which then stays a
 * draft with new totals for the clerk to see. Otherwise the stored totals must be those of its parts.
 */
async function propose(
  context: CommandContext,
  statement: StatementRow,
  recheckClaims: RecheckClaims,
): Promise<CommandOutcome> {
  const { db } = context;
  const claimIds = (await partsOf(db, statement)).claims.map((claim) => claim.id);
  if (claimIds.length === 0 && statement.preTaxAdjFen === 0 && statement.offsetFen === 0) {
    return rejected('statement-empty', { statementNo: statement.no });
  }
  const hit = await recheckStated(context, claimIds, recheckClaims);
  if (hit.length > 0) {
    await recalculate(context, statement);
    return { status: 'applied', output: { status: 'DRAFT', returnedToReview: hit.length } };
  }
  const parts = await partsOf(db, statement);
  const totals = totalsOf(parts, await loadSettings(db));
  const { grossFen, payableFen, carryOutFen } = statement;
  const isSame = totals.grossFen === grossFen && totals.payableFen === payableFen && totals.carryOutFen === carryOutFen;
  if (!isSame) return rejected('statement-totals-differ', { statementNo: statement.no, grossFen });
  await setStatus(context, statement, 'propose', 'L1_CHECKED');
  return { status: 'applied', output: { status: 'L1_CHECKED', returnedToReview: 0 } };
}

/** A claim on a statement stands as STATED; it is judged as what it was before, and only those hit leave it. */
async function recheckStated(
  context: CommandContext,
  claimIds: readonly string[],
  recheckClaims: RecheckClaims,
): Promise<string[]> {
  const { db } = context;
  const hit = await recheckClaims(db, claimIds, context);
  await db
    .deleteFrom('statementClaim')
    .where('claimId', 'in', hit.length > 0 ? hit : [''])
    .execute();
  return hit;
}

async function recalculate(context: CommandContext, statement: StatementRow): Promise<void> {
  const { db, newId } = context;
  const parts = await partsOf(db, statement);
  const totals = totalsOf(parts, await loadSettings(db));
  await db.updateTable('statement').set(amountColumns(parts, totals)).where('id', '=', statement.id).execute();
  await db.deleteFrom('statementTaxGroup').where('statementId', '=', statement.id).execute();
  await insertRows(db, 'statementTaxGroup', taxGroupRows(statement, totals, newId));
}

async function partsOf(db: Db, statement: StatementRow): Promise<StatementParts> {
  const claims = await db
    .selectFrom('statementClaim')
    .innerJoin('claim', 'claim.id', 'statementClaim.claimId')
    .select(['claim.id as id', 'claim.claimantId as claimantId', 'claim.repairFinishDate as repairFinishDate'])
    .select(['statementClaim.claimedFen as claimedFen', 'statementClaim.approvedFen as approvedFen'])
    .select('statementClaim.taxRateBp as taxRateBp')
    .where('statementClaim.statementId', '=', statement.id)
    .orderBy('statementClaim.seq')
    .execute();
  const adjustments = await db
    .selectFrom('statementAdjustment')
    .select(['stage', 'amountFen', 'taxRateBp'])
    .where('statementId', '=', statement.id)
    .orderBy('id')
    .execute();
  const groups = await db
    .selectFrom('statementTaxGroup')
    .select(['taxRateBp', 'netFen'])
    .where('statementId', '=', statement.id)
    .orderBy('taxRateBp', 'desc')
    .execute();
  const taxRateBp =
    claims[0]?.taxRateBp ?? groups.find((group) => group.netFen !== 0)?.taxRateBp ?? groups[0]?.taxRateBp;
  const { carryInFen, monthsDeferred } = statement;
  return { claims, adjustments, taxRateBp: taxRateBp ?? 0, carryInFen, monthsDeferred };
}

async function voidStatement(db: Db, statement: StatementRow): Promise<void> {
  const later = await db
    .selectFrom('statement')
    .select('no')
    .where('claimantId', '=', statement.claimantId)
    .where('status', '<>', 'VOID')
    .where('createdAtMs', '>', statement.createdAtMs)
    .orderBy('createdAtMs')
    .executeTakeFirst();
  // What this one carried out has come into the later one: voiding it would lose or double that amount.
  if (later !== undefined && statement.carryOutFen !== 0) {
    throw new AppError('RULE_BROKEN', 'statement-carry-used', { statementNo: statement.no, laterNo: later.no });
  }
  const claims = await db.selectFrom('claim').select('id').where('statementId', '=', statement.id).execute();
  await detachClaims(
    db,
    claims.map((claim) => claim.id),
  );
  await releaseAdjustments(db, statement.id);
}

/** Which columns remember who took a step and when. */
const MARKS: Partial<Record<StatementActionName, (userId: string, nowMs: number) => Partial<StatementRow>>> = {
  propose: (checkedBy, checkedAtMs) => ({ checkedBy, checkedAtMs }),
  approve: (approvedBy, approvedAtMs) => ({ approvedBy, approvedAtMs }),
  sendBack: () => ({ checkedBy: null, checkedAtMs: null, approvedBy: null, approvedAtMs: null, confirmedAtMs: null }),
  confirm: (_userId, confirmedAtMs) => ({ confirmedAtMs }),
};

/** Writes the status a step led to, with who did it and when. */
export async function setStatus(
  { db, user, nowMs }: Pick<CommandContext, 'db' | 'user' | 'nowMs'>,
  statement: StatementRow,
  action: StatementActionName,
  to: string,
): Promise<void> {
  const marks = MARKS[action]?.(user.id, nowMs) ?? {};
  await db
    .updateTable('statement')
    .set({ ...marks, status: to })
    .where('id', '=', statement.id)
    .execute();
}

const UNKNOWN: CommandOutcome = { status: 'rejected', reason: 'statement-unknown', details: {} };

function refusalOf(
  { user }: CommandContext,
  statement: StatementRow | undefined,
  version: number,
): CommandOutcome | null {
  if (statement === undefined) return UNKNOWN;
  const { no, status } = statement;
  if (user.regionId !== null && user.regionId !== statement.regionId) {
    return rejected('statement-of-other-region', { statementNo: no });
  }
  if (statement._v === version) return null;
  const current = { version: statement._v, status, grossFen: statement.grossFen, payableFen: statement.payableFen };
  return { status: 'conflict', reason: 'statement-changed', details: { statementNo: no }, current };
}

function rejected(
  reason: string,
  details: Record<string, string | number | null>,
): Extract<CommandOutcome, { status: 'rejected' }> {
  return { status: 'rejected', reason, details };
}
