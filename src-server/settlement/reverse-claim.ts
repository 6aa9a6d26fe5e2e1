import { applyReversal, reversalAmounts } from '../../src-shared/domain/claims/claim-reversal.ts';
import type { ReversalOutcome } from '../../src-shared/domain/claims/claim-reversal.ts';
import { claimScope } from '../../src-shared/domain/claims/tier-of.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { insertRows, updateRows } from '../db/bulk-rows.ts';
import { loadRegionCodes, loadSettings, type AdjustmentRow, type Db } from './settlement.repository.ts';
import { rejected } from './statement-parts.ts';

/** Puts down what a confirmed fraud makes of its station; supplied by the claims room. */
export type RefreshStandings = (db: Db, stationIds: readonly string[], moment: { today: string }) => Promise<number>;

type Step = BodyOf<'reversal.step'>;
type Accepted = Extract<ReversalOutcome, { ok: true }>;

/** What the claim's own statement paid for it: the amount and the rate that are taken back. */
interface PaidClaim {
  id: string;
  _v: number;
  _scope: string;
  no: string | null;
  status: string;
  createdBy: string | null;
  claimantId: string;
  stationId: string | null;
  regionId: string;
  approvedFen: number;
  taxRateBp: number;
}

/**
 * One step of the reversal of a posted or paid claim. Confirmed, the claim is REVERSED and its adjustments stand in the
 * claimant's next statement; the claim's own statement is not touched. Claims §3.2, §4.2, decision 0340.
 */
export async function reverseClaim(
  context: CommandContext,
  body: Step,
  refreshStandings: RefreshStandings,
): Promise<CommandOutcome> {
  const { db, user } = context;
  const claim = await lockPaidClaim(db, body.claimId);
  if (claim === undefined) return rejected('reversal-not-paid', {});
  const claimNo = claim.no;
  if (user.regionId !== null && user.regionId !== claim.regionId) return rejected('claim-of-other-region', { claimNo });
  const standing = await openAdjustments(db, claim.id);
  const open = standing.find((row) => row.kind === 'REVERSAL');
  // Two people at once: what was seen is not what stands.
  if (body.adjustmentId !== (open?.id ?? null)) {
    const current = { status: claim.status, adjustmentId: open?.id ?? null };
    return { status: 'conflict', reason: 'reversal-changed', details: { claimNo }, current };
  }
  const settings = await loadSettings(db);
  const outcome = applyReversal({
    ...{ step: body.step, claim, open: open === undefined ? null : { proposedBy: open.createdBy } },
    actor: { userId: user.id, roles: user.roles, standsIn: user.standsIn },
    ...{ reasonCode: body.reasonCode, note: body.note, penaltyTimes: body.penaltyTimes },
    maxPenaltyTimes: settings.reversalMaxPenaltyTimes,
  });
  if (!outcome.ok) return rejected(outcome.reason, { claimNo, ...outcome.details });
  if (open === undefined) await propose(context, claim, body);
  else await settle(context, standing, outcome.adjustmentStatus);
  await record(context, claim, { outcome, body, reasonCode: open?.reasonCode ?? body.reasonCode });
  if (outcome.claimStatus !== null && claim.stationId !== null) await refreshStandings(db, [claim.stationId], context);
  return { status: 'applied', output: { claimId: claim.id, status: outcome.claimStatus ?? claim.status } };
}

async function lockPaidClaim(db: Db, claimId: string): Promise<PaidClaim | undefined> {
  return db
    .selectFrom('claim')
    .innerJoin('statementClaim', (join) =>
      join
        .onRef('statementClaim.claimId', '=', 'claim.id')
        .onRef('statementClaim.statementId', '=', 'claim.statementId'),
    )
    .select(['claim.id', 'claim._v', 'claim._scope', 'claim.no', 'claim.status', 'claim.createdBy'])
    .select(['claim.claimantId', 'claim.stationId', 'claim.regionId'])
    .select(['statementClaim.approvedFen', 'statementClaim.taxRateBp'])
    .where('claim.id', '=', claimId)
    .forUpdate('claim')
    .executeTakeFirst();
}

/** The proposal of a reversal with its penalty. */
async function openAdjustments(db: Db, claimId: string): Promise<AdjustmentRow[]> {
  return db
    .selectFrom('statementAdjustment')
    .selectAll()
    .where('refClaimId', '=', claimId)
    .where('kind', 'in', ['REVERSAL', 'PENALTY'])
    .where('status', '=', 'OPEN')
    .orderBy('id')
    .forUpdate()
    .execute();
}

async function propose({ db, newId, nowMs, user }: CommandContext, claim: PaidClaim, body: Step): Promise<void> {
  const regionCode = (await loadRegionCodes(db)).get(claim.regionId) ?? '';
  const { claimantId, stationId } = claim;
  await insertRows(
    db,
    'statementAdjustment',
    reversalAmounts(claim, body.penaltyTimes).map((amount) => ({
      ...rowIdentity(newId(), claimScope(regionCode, 'open')),
      ...{ statementId: null, claimantId, stationId, ...amount, refClaimId: claim.id },
      ...{ reasonCode: body.reasonCode, note: body.note.trim(), createdBy: user.id, createdAtMs: nowMs },
      ...{ approvedBy: null, status: 'OPEN' },
    })),
  );
}

async function settle(
  { db, user }: CommandContext,
  standing: readonly AdjustmentRow[],
  status: Accepted['adjustmentStatus'],
): Promise<void> {
  const approvedBy = status === 'APPROVED' ? user.id : null;
  await updateRows(
    db,
    'statementAdjustment',
    standing.map(({ id }) => ({ id, status: status as string, approvedBy })),
  );
}

/** The entry of the claim's history, and with the last step the claim itself; what was decided and paid stays on it. */
async function record(
  context: CommandContext,
  claim: PaidClaim,
  { outcome, body, reasonCode }: { outcome: Accepted; body: Step; reasonCode: string | null },
): Promise<void> {
  const { db, newId, nowMs, today, user, deviceId, commandId } = context;
  const statusTo = outcome.claimStatus ?? claim.status;
  if (outcome.claimStatus !== null) {
    const change = { status: statusTo as string, statusBefore: claim.status, closedDate: today };
    await db.updateTable('claim').set(change).where('id', '=', claim.id).execute();
  }
  await insertRows(db, 'auditDecision', [
    {
      ...rowIdentity(newId(), claim._scope, claim.id),
      ...{ claimId: claim.id, lineSeq: null, level: outcome.level as string, action: outcome.action as string },
      ...{ reasonCode, note: body.note.trim() === '' ? null : body.note.trim() },
      ...{ statusFrom: claim.status, statusTo: statusTo as string, amountBeforeFen: claim.approvedFen },
      ...{ amountAfterFen: outcome.claimStatus === null ? claim.approvedFen : 0, linesBeforeJson: null },
      ...{ decidedBy: user.id, decidedByName: user.name, decidedAtMs: nowMs, deviceId, claimVersionSeen: claim._v },
      ...{ batchId: null, commandId, undoesId: null },
    },
  ]);
}
