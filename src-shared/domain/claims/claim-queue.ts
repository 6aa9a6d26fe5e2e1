import type { ClaimQueueName, ClaimStatus } from './claim-status.ts';

/** Statuses that put a claim into a queue whatever else is known (design §8: four queues). */
const QUEUE_OF_STATUS: Readonly<Partial<Record<ClaimStatus, ClaimQueueName>>> = {
  IN_REVIEW: 'DECIDE',
  APPEAL: 'ANSWERED',
  L2_REVIEW: 'OVER_LIMIT',
  ON_HOLD: 'WAITING',
  RETURNED: 'WAITING',
};

/** `hold_reason` of a claim in review that the rules would have passed and the sample drew (claims §6.5). */
export const SAMPLE = 'SAMPLE';

/**
 * The queue a claim stands in. A claim in review that was returned before has come back with an answer, so it is found
 * under "answered"; one drawn for the sample waits among the waiting. Design §8.
 */
export function queueOf(claim: { status: string; returnCount: number; holdReason?: string | null }): ClaimQueueName {
  if (claim.status === 'IN_REVIEW' && claim.holdReason === SAMPLE) return 'WAITING';
  if (claim.status === 'IN_REVIEW' && claim.returnCount > 0) return 'ANSWERED';
  return QUEUE_OF_STATUS[claim.status as ClaimStatus] ?? 'NONE';
}
