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

export type ClaimQueueName = 'NONE' | 'DECIDE' | 'ANSWERED' | 'OVER_LIMIT' | 'WAITING';
