import type { EvaluationMoment } from './evaluation-columns.ts';
import type { Db } from './evaluation-facts.repository.ts';
import { photoArrived } from './photo-arrived.ts';
import { releaseHolds } from './release-holds.ts';

/**
 * A follow-up call was noted or an old part came in: the claims are judged again as they are when a photograph arrives, and what
 * was held for it waits no longer (claims §6.2: an event, not a person who looks).
 */
export async function paperArrived(moment: EvaluationMoment & { db: Db }, claimIds: readonly string[]): Promise<void> {
  for (const claimId of [...claimIds].sort()) await photoArrived(moment.db, claimId, moment);
  if (claimIds.length > 0) await releaseHolds(moment.db, moment, claimIds);
}
