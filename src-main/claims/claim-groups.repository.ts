import type { ClaimGroup } from '../../src-shared/contract/claims.contract.ts';
import type { ReadStores } from '../db/stores.ts';
import { hasOverlay } from './claim-page.repository.ts';
import { bothArms } from './claim-query.ts';

type Grouping = 'signature' | 'station' | 'operation';

const MOST_GROUPS = 200;
/** What two claims have in common to stand in one group; each grouping is finer than the one before. */
const KEYS: Readonly<Record<Grouping, readonly string[]>> = {
  signature: ['signature'],
  station: ['signature', 'claimantCode'],
  operation: ['signature', 'claimantCode', 'mainItem'],
};

/** A queue's claims by what the rules found alike in them, the harmless and the large groups first (claims §6.2). */
export function claimGroups(stores: ReadStores, { queue, by }: { queue: string; by: Grouping }): ClaimGroup[] {
  const arms = bothArms(
    `c.hit_signature as signature, c.claimant_code as claimantCode, c.claimant_name as claimantName,
     coalesce(c.main_item_text, '') as mainItem, c.claimed_fen as claimed, c.payable_fen as payable, c.cut_fen as cut,
     c.worst_severity as severity, coalesce(c.queued_at_ms, c.submitted_at_ms) as since`,
    { filters: [{ column: 'queue', op: 'in', values: [queue] }], text: '' },
    hasOverlay(stores),
  );
  const keys = KEYS[by];
  const shown = (key: string, value: string): string => (keys.includes(key) ? value : 'null');
  return stores.replicaFile
    .prepare(
      `select signature, ${shown('claimantCode', 'claimantCode')} as claimantCode,
              ${shown('claimantCode', 'claimantName')} as claimantName, ${shown('mainItem', 'mainItem')} as mainItem,
              count(*) as count, sum(claimed) as claimedFen, sum(payable) as payableFen, sum(cut) as cutFen,
              max(severity) as worstSeverity, min(since) as oldestAtMs
         from (${arms.sql}) group by ${keys.join(', ')}
        order by max(severity) = 3, count(*) desc, signature, claimantCode, mainItem limit ${String(MOST_GROUPS)}`,
    )
    .all(...arms.params) as ClaimGroup[];
}
