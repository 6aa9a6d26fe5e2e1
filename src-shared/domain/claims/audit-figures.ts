import type { ClaimStatus } from './claim-status.ts';

/** A claim in one of these has been decided for good, by the rules or by a person (claims §3.2). */
export const DECIDED_STATUSES: readonly ClaimStatus[] = [
  'APPROVED',
  'PARTIAL',
  'REJECTED',
  'AUTO_APPROVED',
  'AUTO_REJECTED',
  'STATED',
  'POSTED',
  'PAID',
  'REVERSED',
];

export const CLAIM_OUTCOMES = ['APPROVED', 'PARTIAL', 'REJECTED'] as const;
export type ClaimOutcome = (typeof CLAIM_OUTCOMES)[number];

/** What the figures of the audit take from one decided claim; money in fen, days are working days. */
export interface DecidedClaimFact {
  outcome: ClaimOutcome;
  /** Approved by the rules alone. */
  byRules: boolean;
  /** Deceit is confirmed (R34, R35), and what it did not get of the claim, in fen. */
  fraud: boolean;
  savedFen: number;
  returnCount: number;
  claimedFen: number;
  approvedFen: number;
  /** From the first submission to the first final decision without the days on hold; null when nobody looked at it or the submission is not known. */
  auditDays: number | null;
}

/** Figures of the audit over some decided claims (claims §6.6); counts, fen and working days. */
export interface AuditFigures {
  decided: number;
  byRules: number;
  /** Approved, and never returned to the station. */
  firstPass: number;
  partial: number;
  rejected: number;
  returned: number;
  /** False claims: deceit is confirmed of the whole, of a line, or after the payment. */
  fraud: number;
  savedFen: number;
  claimedFen: number;
  approvedFen: number;
  cutFen: number;
  /** Null where no claim says how long it took. */
  auditDaysMedian: number | null;
  auditDaysP90: number | null;
}

/**
 * What became of a decided claim, by its money, which stays when the claim goes on to a statement: REJECTED with nothing
 * approved, PARTIAL with less than the rules found payable, APPROVED otherwise.
 */
export function outcomeOfClaim({
  approvedFen,
  payableFen,
}: Readonly<{ approvedFen: number; payableFen: number }>): ClaimOutcome {
  if (approvedFen <= 0) return 'REJECTED';
  return approvedFen < payableFen ? 'PARTIAL' : 'APPROVED';
}

/** Adds decided claims up one by one; `figures` may be asked for at any time. Claims §6.6. */
export class AuditTally {
  readonly #sums = {
    ...{ decided: 0, byRules: 0, firstPass: 0, partial: 0, rejected: 0, returned: 0, claimedFen: 0, approvedFen: 0 },
    ...{ fraud: 0, savedFen: 0 },
  };
  readonly #claimsByDays = new Map<number, number>();

  add(fact: DecidedClaimFact): void {
    const sums = this.#sums;
    sums.decided += 1;
    if (fact.byRules) sums.byRules += 1;
    if (fact.outcome === 'APPROVED' && fact.returnCount === 0) sums.firstPass += 1;
    if (fact.outcome === 'PARTIAL') sums.partial += 1;
    if (fact.outcome === 'REJECTED') sums.rejected += 1;
    if (fact.returnCount > 0) sums.returned += 1;
    if (fact.fraud) sums.fraud += 1;
    sums.savedFen += fact.savedFen;
    sums.claimedFen += fact.claimedFen;
    sums.approvedFen += fact.approvedFen;
    if (fact.auditDays === null) return;
    this.#claimsByDays.set(fact.auditDays, (this.#claimsByDays.get(fact.auditDays) ?? 0) + 1);
  }

  figures(): AuditFigures {
    return {
      ...this.#sums,
      cutFen: this.#sums.claimedFen - this.#sums.approvedFen,
      auditDaysMedian: nearestRank(this.#claimsByDays, 50),
      auditDaysP90: nearestRank(this.#claimsByDays, 90),
    };
  }
}

/** The smallest value that at least so many per cent of the counted ones do not exceed; null when nothing was counted. */
function nearestRank(countByValue: ReadonlyMap<number, number>, percent: number): number | null {
  const values = [...countByValue.keys()].sort((left, right) => left - right);
  const total = [...countByValue.values()].reduce((sum, count) => sum + count, 0);
  const rank = Math.ceil((total * percent) / 100);
  let seen = 0;
  for (const value of values) {
    seen += countByValue.get(value) ?? 0;
    if (seen >= rank) return value;
  }
  return null;
}

/** `part` of `whole` in basis points, cut off; null where there is no whole. */
export function shareBp(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.floor((part * 10_000) / whole);
}
