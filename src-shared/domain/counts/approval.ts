export interface CountApproval {
  userId: string;
  /** The role the approval counts as. */
  role: string;
}

export interface ApprovalInput {
  /** Σ |variance value| of the sheet, fen. */
  totalFen: number;
  actor: { userId: string; roles: readonly string[] };
  /** Everybody who counted on the sheet, in whatever round. */
  counters: readonly string[];
  /** Approvals given already. */
  given: readonly CountApproval[];
  limits: { level1Fen: number; level2Fen: number };
}

export type ApprovalStep = { ok: true; as: string; isFinal: boolean } | { ok: false; reason: string };

/** Who may approve how much alone; above the last row the parts manager and finance together. Stock §3.1. */
function levelsOf({ level1Fen, level2Fen }: ApprovalInput['limits']): readonly { role: string; upToFen: number }[] {
  return [
    { role: 'partsManager', upToFen: level2Fen },
    { role: 'warehouse', upToFen: level1Fen },
  ];
}

const TOGETHER = ['partsManager', 'finance'];

/**
 * Whether this person's approval is taken, and whether it is the last one that is needed. Never a person who counted, an
 * administrator included, and never the same person twice. Stock §3.1.
 */
export function approvalStep(input: ApprovalInput): ApprovalStep {
  const { totalFen, actor, counters, given } = input;
  if (counters.includes(actor.userId)) return { ok: false, reason: 'count-approver-counted' };
  if (given.some(({ userId }) => userId === actor.userId)) return { ok: false, reason: 'count-approved-by-you' };
  const alone = levelsOf(input.limits).find(({ role, upToFen }) => actor.roles.includes(role) && totalFen <= upToFen);
  if (alone !== undefined) return { ok: true, as: alone.role, isFinal: true };
  if (totalFen <= input.limits.level2Fen) return { ok: false, reason: 'count-over-limit' };
  const open = TOGETHER.filter((role) => !given.some((each) => each.role === role));
  const as = open.find((role) => actor.roles.includes(role));
  if (as === undefined) return { ok: false, reason: 'count-over-limit' };
  return { ok: true, as, isFinal: open.length === 1 };
}
