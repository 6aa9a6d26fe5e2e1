/**
 * What the demo company hides, claim by claim. Made by the planter from the facts it plants and kept outside the
 * database: only tests read it, so no rule can learn its answers from here.
 */
export interface AnswerEntry {
  claimId: string;
  /** PLANTED: cheating put there on purpose. NEAR_MISS: one unit inside the limit. NATURAL: an honest slip. COMPANION: the innocent half of a pair. */
  kind: 'PLANTED' | 'NEAR_MISS' | 'NATURAL' | 'COMPANION';
  /** The rule of claims §5 the case was made for. */
  rule: string;
  /** Every rule of claims §5 whose predicate the facts meet, of those the planter knows about. */
  expected: readonly string[];
  /** What was done, in words. */
  fact: string;
}

/** The entries by claim. */
export function answersByClaim(table: readonly AnswerEntry[]): Map<string, AnswerEntry> {
  return new Map(table.map((entry) => [entry.claimId, entry]));
}
