import type { z } from 'zod';
import type { ClaimDetail } from '../../src-shared/contract/claims.contract.ts';
import { allowedReversals, type ReversalStep } from '../../src-shared/domain/claims/claim-reversal.ts';
import type { ReadStores } from '../db/stores.ts';
import type { Actor } from '../sync/actor.ts';
import type { Row } from '../sync/overlay-rows.ts';

type Reversal = NonNullable<z.infer<typeof ClaimDetail>['reversal']>;
type ReversalRow = Reversal & { proposedBy: string };

/** Statuses of a claim that a statement has closed over. */
const PAID: ReadonlySet<unknown> = new Set(['POSTED', 'PAID', 'REVERSED']);

/** The reversal of the claim that stands or waits; null for claims that no closed statement has. */
export function reversalOf({ replicaFile }: ReadStores, full: Row): ReversalRow | null {
  if (!PAID.has(full.status)) return null;
  const row = replicaFile
    .prepare(
      `select a.id as adjustmentId, a.status, a.amount_fen as amountFen, a.reason_code as reasonCode, a.note,
              a.created_by as proposedBy, a.created_at_ms as proposedAtMs,
              (select name from app_user where id = a.created_by) as proposedByName,
              (select name from app_user where id = a.approved_by) as confirmedByName,
              a.statement_id as statementId, (select no from statement where id = a.statement_id) as statementNo,
              (select coalesce(sum(p.amount_fen), 0) from statement_adjustment p
                where p.ref_claim_id = a.ref_claim_id and p.kind = 'PENALTY' and p.status <> 'CANCELLED') as penaltyFen
         from statement_adjustment a
        where a.ref_claim_id = ? and a.kind = 'REVERSAL' and a.status <> 'CANCELLED'`,
    )
    .get(full.id) as ReversalRow | undefined;
  return row ?? null;
}

/** The steps of a reversal open to this person, by the claim as it stands here; the server has the last word. */
export function reversalStepsOf(
  full: Row,
  { reversal, actor }: { reversal: ReversalRow | null; actor: Actor },
): ReversalStep[] {
  const claim = {
    status: String(full.status),
    createdBy: typeof full.created_by === 'string' ? full.created_by : null,
    approvedFen: Number(full.approved_fen),
  };
  return allowedReversals(claim, reversal?.status === 'OPEN' ? reversal : null, actor);
}
