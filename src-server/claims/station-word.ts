import type { Kysely } from 'kysely';
import { claimSettingsOf } from '../../src-shared/domain/claims/first-rates.ts';
import { applyStationWord, type StationStep } from '../../src-shared/domain/claims/station-word.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';
import type { ClaimRow } from './decision.repository.ts';
import type { EvaluationMoment } from './evaluation-columns.ts';

interface StationWord {
  claim: ClaimRow;
  step: StationStep;
  text: string;
  /** Who says it: the station's user, or whoever enters it on the station's behalf. */
  by: { id: string; name: string };
  /** The picture of the paper on which the station said it; null = the station itself speaks. */
  proofId: string | null;
  commandId?: string | null;
  deviceId?: string | null;
  /** What belongs to the word and may only happen once it is allowed. */
  first?: () => Promise<void>;
}

/**
 * Writes what a station says of its claim: the claim's new status, its remark and the entry of the history. Throws why it is
 * refused. Returns the status. Claims §3.2, decision 0341.
 */
export async function writeStationWord(
  db: Kysely<CentralTables>,
  word: StationWord,
  { nowMs, today, newId }: EvaluationMoment,
): Promise<string> {
  const { claim, step, text, by } = word;
  const settings = claimSettingsOf(await db.selectFrom('setting').select(['settingKey', 'valueJson']).execute());
  const hasAppealed = step === 'appeal' && (await appealedBefore(db, claim.id));
  const outcome = applyStationWord({ step, claim, hasAppealed, settings, nowMs, today });
  if (!outcome.ok) throw new AppError('RULE_BROKEN', outcome.reason, outcome.details);
  await word.first?.();
  const { status } = outcome.change;
  await db.updateTable('claim').set(outcome.change).where('id', '=', claim.id).execute();
  if (outcome.action === 'WITHDRAW' && claim.workOrderId !== null) await freeWorkOrder(db, claim.workOrderId);
  await db
    .insertInto('claimRemark')
    .values({
      ...rowIdentity(newId(), claim._scope, claim.id),
      ...{ claimId: claim.id, direction: 'FROM_STATION', lineSeq: null, field: null, attachmentId: word.proofId, text },
      ...{ createdAtMs: nowMs, createdBy: by.id, createdByName: by.name },
    })
    .execute();
  await db
    .insertInto('auditDecision')
    .values({
      ...rowIdentity(newId(), claim._scope, claim.id),
      ...{ claimId: claim.id, lineSeq: null, level: 'STATION', action: outcome.action, note: text },
      ...{ reasonCode: outcome.change.reasonCode ?? null, statusFrom: claim.status, statusTo: status },
      ...{ amountBeforeFen: claim.approvedFen, amountAfterFen: claim.approvedFen },
      ...{ decidedBy: by.id, decidedByName: by.name, decidedAtMs: nowMs },
      ...{ commandId: word.commandId ?? null, deviceId: word.deviceId ?? null },
    })
    .execute();
  return status;
}

async function appealedBefore(db: Kysely<CentralTables>, claimId: string): Promise<boolean> {
  const earlier = await db
    .selectFrom('auditDecision')
    .select('id')
    .where('claimId', '=', claimId)
    .where('action', '=', 'APPEAL')
    .executeTakeFirst();
  return earlier !== undefined;
}

/** The finished work order may be claimed anew (claims §3.1 "make claim": no other live claim). */
async function freeWorkOrder(db: Kysely<CentralTables>, workOrderId: string): Promise<void> {
  await db
    .updateTable('workOrder')
    .set({ status: 'FINISHED' })
    .where('id', '=', workOrderId)
    .where('status', '=', 'CLAIMED')
    .execute();
}
