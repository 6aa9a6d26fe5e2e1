import { addDays } from '../units/dates.ts';
import type { ClaimStatus } from './claim-status.ts';

/** Statuses in which nothing more is expected of anyone. */
const FINISHED: ReadonlySet<string> = new Set<ClaimStatus>([
  'POSTED',
  'PAID',
  'REVERSED',
  'REJECTED',
  'AUTO_REJECTED',
  'EXPIRED',
  'WITHDRAWN',
  'DELETED',
]);

/** True when a claim in this status carries a `closed_date` from which its move to history is counted. */
export function isFinishedStatus(status: string): boolean {
  return FINISHED.has(status);
}

/**
 * `history` when the claim was finished more than `historyAfterDays` days before `today`, else `open` (design §8, replica
 * tiers). A claim without `closedDate` stays open work.
 */
export function tierOf(input: {
  status: string;
  closedDate: string | null;
  today: string;
  historyAfterDays: number;
}): 'open' | 'history' {
  const { status, closedDate, today, historyAfterDays } = input;
  if (!FINISHED.has(status) || closedDate === null) return 'open';
  return closedDate < addDays(today, -historyAfterDays) ? 'history' : 'open';
}

/** The replication scope of a claim and its children: `r:<region code>`, or `r:<region code>.h` for history. */
export function claimScope(regionCode: string, tier: 'open' | 'history'): string {
  return tier === 'open' ? `r:${regionCode}` : `r:${regionCode}.h`;
}
