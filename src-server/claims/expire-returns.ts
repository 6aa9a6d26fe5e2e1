import { sql, type Kysely } from 'kysely';
import { nextClaimStatus } from '../../src-shared/domain/claims/claim-transition.ts';
import { claimSettingsOf } from '../../src-shared/domain/claims/first-rates.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { insertRows, updateRows } from '../db/bulk-rows.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';
import { SYSTEM_USER } from './evaluation-columns.ts';

const DAY_MS = 86_400_000;
const AT_ONCE = 500;
/** R19 "submitted too late" (SUB), the reason of an expiry by claims §3.2. */
const TOO_LATE = 'R19';

/**
 * Expires claims that were returned and not answered within the configured days (setting `returnAnswerDays`, claims §3.2
 * "RETURNED timeout"). Returns how many; run again it finds none. The appeal stays open from that day.
 */
export async function expireReturns(
  db: Kysely<CentralTables>,
  moment: { nowMs: number; today: string; newId(): string },
): Promise<number> {
  const { nowMs, today, newId } = moment;
  const { returnAnswerDays } = claimSettingsOf(
    await db.selectFrom('setting').select(['settingKey', 'valueJson']).execute(),
  );
  const claims = await db
    .selectFrom('claim')
    .selectAll()
    .where('status', '=', sql.lit('RETURNED'))
    .where('decidedAtMs', '<', nowMs - returnAnswerDays * DAY_MS)
    .orderBy('decidedAtMs')
    .limit(AT_ONCE)
    .forUpdate()
    .skipLocked()
    .execute();
  const status = nextClaimStatus('RETURNED', 'expire');
  if (claims.length === 0 || status === null) return 0;
  await updateRows(
    db,
    'claim',
    claims.map(({ id }) => ({
      ...{ id, status: status as string, statusBefore: 'RETURNED', queue: 'NONE', reasonCode: TOO_LATE },
      ...{ closedDate: today, decidedAtMs: nowMs, decidedBy: SYSTEM_USER.id as string, decidedLevel: 'AUTO' },
    })),
  );
  await insertRows(
    db,
    'auditDecision',
    claims.map((claim) => ({
      ...rowIdentity(newId(), claim._scope, claim.id),
      ...{ claimId: claim.id, lineSeq: null, level: 'SYSTEM', action: 'EXPIRE', reasonCode: TOO_LATE, note: null },
      ...{ statusFrom: claim.status, statusTo: status, amountBeforeFen: claim.approvedFen, amountAfterFen: 0 },
      ...{ linesBeforeJson: null, decidedBy: SYSTEM_USER.id, decidedByName: SYSTEM_USER.name, decidedAtMs: nowMs },
      ...{ deviceId: null, claimVersionSeen: claim._v, batchId: null, commandId: null, undoesId: null },
    })),
  );
  return claims.length;
}
