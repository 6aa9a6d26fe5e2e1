/** All statuses of a claim (claims §3.2). */
export type ClaimStatus =
  | 'DRAFT'
  | 'SUBMITTED'
  | 'AUTO_APPROVED'
  | 'IN_REVIEW'
  | 'AUTO_REJECTED'
  | 'ON_HOLD'
  | 'RETURNED'
  | 'EXPIRED'
  | 'APPROVED'
  | 'PARTIAL'
  | 'REJECTED'
  | 'L2_REVIEW'
  | 'APPEAL'
  | 'STATED'
  | 'POSTED'
  | 'PAID'
  | 'REVERSED'
  | 'DELETED'
  | 'WITHDRAWN';

/** Claims that no rule about other claims counts: `h` of claims §5 is everything else. */
export const NOT_LIVE_STATUSES = [
  'DRAFT',
  'DELETED',
  'WITHDRAWN',
  'REJECTED',
  'AUTO_REJECTED',
  'EXPIRED',
  'REVERSED',
] as const satisfies readonly ClaimStatus[];

export type ClaimQueueName = 'NONE' | 'DECIDE' | 'ANSWERED' | 'OVER_LIMIT' | 'WAITING';
