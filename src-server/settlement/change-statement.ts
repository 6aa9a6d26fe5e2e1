import { nextClaimStatus } from '../../src-shared/domain/claims/claim-transition.ts';
import {
  DETACHABLE_STATUSES,
  mayMoveClaims,
  statementStep,
  type StatementActionName,
} from '../../src-shared/domain/settlement/statement-transition.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { totalsOf } from './build-statement.ts';
import { postClaims, refuseClosedPeriod } from './close-statement.ts';
import type { RecheckClaims } from './run-settlement.ts';
import {
  attachClaims,
  detachClaims,
  loadSettings,
  loadStatementLimitFen,
  lockStatement,
  releaseAdjustments,
  type Db,
  type StatementRow,
} from './settlement.repository.ts';
import { moveStatement, recordEvent } from './statement-events.ts';
import { partsOf, recalculate, refusalOf, rejected, UNKNOWN_STATEMENT } from './statement-parts.ts';
import { statementActor } from './statement-actor.ts';

/** A step of a statement by a person of the headquarters. Claims §3.3, design §8 "Re-check". */
export async function advanceStatement(
  context: CommandContext,
  body: BodyOf<'statement.advance'>,
  recheckClaims: RecheckClaims,
): Promise<CommandOutcome> {
  const { action, note } = body;
  const statement = await lockStatement(context.db, body.statementId);
  const refusal = refusalOf(context, statement, body.version);
  if (statement === undefined || refusal !== null) return refusal ?? UNKNOWN_STATEMENT;
  const to = await stepOf(context, statement, action, note);
  if (typeof to !== 'string') return to;
  if (action === 'propose') return propose(context, statement, recheckClaims);
  if (action === 'void') await voidStatement(context.db, statement);
  if (action === 'close') {
    await refuseClosedPeriod(context.db, context.today);
    await postClaims(context, statement);
  }
  const status = await moveStatement(context, statement, { action, to, note });
  return { status: 'applied', output: { status } };
}

/** Takes one claim off an open statement, for example because it is disputed; the next run takes it again. Design §8. */
export async function detachClaim(
  context: CommandContext,
  body: BodyOf<'statement.detachClaim'>,
): Promise<CommandOutcome> {
  const { db } = context;
  const statement = await lockStatement(db, body.statementId);
  const refusal = refusalOf(context, statement, body.version);
  if (statement === undefined || refusal !== null) return refusal ?? UNKNOWN_STATEMENT;
  const { status, no } = statement;
  if (!DETACHABLE_STATUSES.includes(status)) return rejected('statement-not-open', { statementNo: no, status });
  if (!mayMoveClaims(status, statementActor(context.user).roles))
    return rejected('statement-not-your-role', { status, action: 'detach' });
  const claim = await db
    .selectFrom('claim')
    .select(['id', 'no'])
    .where('id', '=', body.claimId)
    .where('statementId', '=', statement.id)
    .executeTakeFirst();
  if (claim === undefined) return rejected('claim-not-on-statement', { statementNo: no });
  await detachClaims(db, [claim.id]);
  await recalculate(context, statement);
  await recordEvent(context, statement, { action: 'detach', to: status, note: claim.no ?? '', refClaimId: claim.id });
  return { status: 'applied', output: { claimNo: claim.no } };
}

/**
 * Puts one approved claim of the same claimant on an open statement: the undo of taking it off, or a late claim. Claims
 * §3.2 "attach".
 */
export async function attachClaim(
  context: CommandContext,
  body: BodyOf<'statement.attachClaim'>,
): Promise<CommandOutcome> {
  const { db } = context;
  const statement = await lockStatement(db, body.statementId);
  const refusal = refusalOf(context, statement, body.version);
  if (statement === undefined || refusal !== null) return refusal ?? UNKNOWN_STATEMENT;
  const { status, no } = statement;
  if (!DETACHABLE_STATUSES.includes(status)) return rejected('statement-not-open', { statementNo: no, status });
  if (!mayMoveClaims(status, statementActor(context.user).roles))
    return rejected('statement-not-your-role', { status, action: 'attach' });
  const claim = await db.selectFrom('claim').selectAll().where('id', '=', body.claimId).forUpdate().executeTakeFirst();
  if (claim === undefined) return rejected('claim-unknown', {});
  if (claim.claimantId !== statement.claimantId) {
    return rejected('claim-of-other-claimant', { claimNo: claim.no, statementNo: no });
  }
  if (nextClaimStatus(claim.status, 'attach') === null || claim.statementId !== null) {
    return rejected('claim-not-attachable', { claimNo: claim.no, status: claim.status });
  }
  const { claims, taxRateBp } = await partsOf(db, statement);
  await db
    .insertInto('statementClaim')
    .values({
      ...rowIdentity(context.newId(), statement._scope, statement.id),
      ...{ statementId: statement.id, claimId: claim.id, seq: await nextSeq(db, statement.id), taxRateBp },
      ...{ claimedFen: claim.claimedFen, approvedFen: claim.approvedFen },
    })
    .execute();
  await attachClaims(db, [{ claimId: claim.id, statementId: statement.id }]);
  await recalculate(context, statement);
  await recordEvent(context, statement, { action: 'attach', to: status, note: claim.no ?? '', refClaimId: claim.id });
  return { status: 'applied', output: { claimNo: claim.no, claims: claims.length + 1 } };
}

async function nextSeq(db: Db, statementId: string): Promise<number> {
  const last = await db
    .selectFrom('statementClaim')
    .select('seq')
    .where('statementId', '=', statementId)
    .orderBy('seq', 'desc')
    .executeTakeFirst();
  return (last?.seq ?? 0) + 1;
}

/** The status a step leads to, or the refusal. */
async function stepOf(
  { db, user, today }: CommandContext,
  statement: StatementRow,
  action: StatementActionName,
  note: string,
): Promise<string | CommandOutcome> {
  const l2LimitFen = await loadStatementLimitFen(db, today);
  const actor = statementActor(user);
  const step = statementStep({ statement, action, actor, note, l2LimitFen });
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
  await moveStatement(context, statement, { action: 'propose', to: 'L1_CHECKED', note: '' });
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
