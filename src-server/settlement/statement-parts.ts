import type { CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { insertRows } from '../db/bulk-rows.ts';
import { amountColumns, taxGroupRows, totalsOf, type StatementParts } from './build-statement.ts';
import { loadSettings, type Db, type StatementRow } from './settlement.repository.ts';

/** The totals and tax groups of a draft anew, after its claims have changed. */
export async function recalculate({ db, newId }: CommandContext, statement: StatementRow): Promise<void> {
  const parts = await partsOf(db, statement);
  const totals = totalsOf(parts, await loadSettings(db));
  await db.updateTable('statement').set(amountColumns(parts, totals)).where('id', '=', statement.id).execute();
  await db.deleteFrom('statementTaxGroup').where('statementId', '=', statement.id).execute();
  await insertRows(db, 'statementTaxGroup', taxGroupRows(statement, totals, newId));
}

/** What a statement is made of, as it is stored. */
export async function partsOf(db: Db, statement: StatementRow): Promise<StatementParts> {
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
  const groups = await taxGroupsOf(db, statement.id);
  const taxRateBp =
    claims[0]?.taxRateBp ?? groups.find((group) => group.netFen !== 0)?.taxRateBp ?? groups[0]?.taxRateBp;
  const { carryInFen, monthsDeferred } = statement;
  return { claims, adjustments, taxRateBp: taxRateBp ?? 0, carryInFen, monthsDeferred };
}

export async function taxGroupsOf(
  db: Db,
  statementId: string,
): Promise<{ taxRateBp: number; netFen: number; taxBaseFen: number; taxFen: number }[]> {
  return db
    .selectFrom('statementTaxGroup')
    .select(['taxRateBp', 'netFen', 'taxBaseFen', 'taxFen'])
    .where('statementId', '=', statementId)
    .orderBy('taxRateBp', 'desc')
    .execute();
}

export const UNKNOWN_STATEMENT: CommandOutcome = { status: 'rejected', reason: 'statement-unknown', details: {} };

/** Why this person may not change this statement in this version; null when nothing speaks against it. */
export function refusalOf(
  { user }: CommandContext,
  statement: StatementRow | undefined,
  version: number,
): CommandOutcome | null {
  if (statement === undefined) return UNKNOWN_STATEMENT;
  const { no, status } = statement;
  if (user.regionId !== null && user.regionId !== statement.regionId) {
    return rejected('statement-of-other-region', { statementNo: no });
  }
  if (statement._v === version) return null;
  const current = { version: statement._v, status, grossFen: statement.grossFen, payableFen: statement.payableFen };
  return { status: 'conflict', reason: 'statement-changed', details: { statementNo: no }, current };
}

export function rejected(
  reason: string,
  details: Record<string, string | number | null>,
): Extract<CommandOutcome, { status: 'rejected' }> {
  return { status: 'rejected', reason, details };
}
