import { sql, type Kysely } from 'kysely';
import { queueOf } from '../../src-shared/domain/claims/claim-queue.ts';
import { nextClaimStatus } from '../../src-shared/domain/claims/claim-transition.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { insertRows, isAnyOf, updateRows } from '../db/bulk-rows.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';
import { SYSTEM_USER } from './evaluation-columns.ts';

const AT_ONCE = 500;

/**
 * Ends the holds whose wait is over: the follow-up call was made, or all old parts of the claim came in, after the claim was
 * put on hold (claims §6.2: an event, not a person who looks). `arrivedFor` names claims for which it came this moment, whatever
 * the time that was noted for it. Returns how many; run again it finds none.
 */
export async function releaseHolds(
  db: Kysely<CentralTables>,
  moment: { nowMs: number; today: string; newId(): string },
  arrivedFor: readonly string[] = [],
): Promise<number> {
  const { nowMs, newId } = moment;
  const status = nextClaimStatus('ON_HOLD', 'release');
  const ids = await waitIsOver(db, arrivedFor);
  if (ids.length === 0 || status === null) return 0;
  const claims = await db
    .selectFrom('claim')
    .selectAll()
    .where(isAnyOf('id', ids))
    .where('status', '=', 'ON_HOLD')
    .forUpdate()
    .skipLocked()
    .execute();
  await updateRows(
    db,
    'claim',
    claims.map(({ id, returnCount }) => ({
      ...{ id, status: status as string, statusBefore: 'ON_HOLD', holdReason: null, queuedAtMs: nowMs },
      queue: queueOf({ status, returnCount }) as string,
    })),
  );
  await insertRows(
    db,
    'auditDecision',
    claims.map((claim) => ({
      ...rowIdentity(newId(), claim._scope, claim.id),
      ...{ claimId: claim.id, lineSeq: null, level: 'SYSTEM', action: 'RELEASE', reasonCode: null },
      ...{ note: null, statusFrom: claim.status, statusTo: status, amountBeforeFen: claim.payableFen },
      ...{ amountAfterFen: claim.payableFen, linesBeforeJson: null, decidedBy: SYSTEM_USER.id },
      ...{ decidedByName: SYSTEM_USER.name, decidedAtMs: nowMs, deviceId: null, claimVersionSeen: claim._v },
      ...{ batchId: null, commandId: null, undoesId: null },
    })),
  );
  return claims.length;
}

async function waitIsOver(db: Kysely<CentralTables>, arrivedFor: readonly string[]): Promise<string[]> {
  const arrived = sql<boolean>`c.id in (select jsonb_array_elements_text(${JSON.stringify(arrivedFor)}::jsonb))`;
  const { rows } = await sql<{ id: string }>`
    select c.id from claim c where c.status = 'ON_HOLD' and (
      (c.hold_reason = 'WAIT_CALL' and exists (select 1 from follow_up_call f
        where f.work_order_id = c.work_order_id and f.result is not null and (${arrived} or f.called_at_ms > c.decided_at_ms)))
      or (c.hold_reason = 'WAIT_OLD_PART'
        and exists (select 1 from old_part o left join old_part_box b on b.id = o.box_id where o.claim_id = c.id
          and (${arrived} or coalesce(o.inspected_at_ms, b.received_at_ms) > c.decided_at_ms))
        and not exists (select 1 from old_part o where o.claim_id = c.id
          and o.status in ('DUE', 'TAGGED', 'BOXED', 'SHIPPED', 'OVERDUE', 'HELD')))
    ) order by c.id limit ${sql.lit(AT_ONCE)}`.execute(db);
  return rows.map((row) => row.id);
}
