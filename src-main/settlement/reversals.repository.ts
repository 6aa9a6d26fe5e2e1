import type { z } from 'zod';
import type { WaitingReversal } from '../../src-shared/contract/settlement.contract.ts';
import { allowedReversals } from '../../src-shared/domain/claims/claim-reversal.ts';
import type { ReadStores } from '../db/stores.ts';

type Waiting = z.infer<typeof WaitingReversal>;
type WaitingRow = Omit<Waiting, 'isYours'> & {
  proposedBy: string;
  claimStatus: string;
  createdBy: string | null;
  approvedFen: number;
};

/** Reversals on no statement yet: those to be confirmed first, the oldest first (decision 0340). */
export function waitingReversals(
  { replicaFile }: ReadStores,
  { userId, roles }: { userId: string; roles: readonly string[] },
): Waiting[] {
  const rows = replicaFile
    .prepare(
      `select a.id, c.id as claimId, c.no as claimNo, c.claimant_name as claimantName, a.amount_fen as amountFen,
              a.reason_code as reasonCode, a.note, a.status, a.created_at_ms as proposedAtMs, a.created_by as proposedBy,
              (select name from app_user where id = a.created_by) as proposedByName,
              c.status as claimStatus, c.created_by as createdBy, c.approved_fen as approvedFen,
              (select coalesce(sum(p.amount_fen), 0) from statement_adjustment p
                where p.ref_claim_id = c.id and p.kind = 'PENALTY' and p.status = a.status) as penaltyFen
         from statement_adjustment a join claim c on c.id = a.ref_claim_id
        where a.kind = 'REVERSAL' and a.status in ('OPEN', 'APPROVED')
        order by a.status = 'APPROVED', a.created_at_ms, a.id`,
    )
    .all() as WaitingRow[];
  return rows.map(({ proposedBy, claimStatus, createdBy, approvedFen, ...row }) => {
    const claim = { status: claimStatus, createdBy, approvedFen };
    const open = row.status === 'OPEN' ? { proposedBy } : null;
    return { ...row, isYours: allowedReversals(claim, open, { userId, roles }).includes('confirm') };
  });
}
