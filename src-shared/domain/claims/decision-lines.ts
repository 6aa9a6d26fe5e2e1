import { sumExact } from '../units/rounding.ts';
import type { DecisionInput, DecisionLine, DecisionRefused, LineChangeResult } from './decision-types.ts';

export interface DecidedLines {
  ok: true;
  lines: LineChangeResult[];
  approvedFen: number;
  /** The status these line decisions add up to. */
  status: 'APPROVED' | 'PARTIAL' | 'REJECTED';
  /** True when a line is approved above what the rules found payable; only the second level may. */
  raises: boolean;
}

function refused(reason: string, details: DecisionRefused['details'] = {}): DecisionRefused {
  return { ok: false, reason, details };
}

/** Every line back to undecided, as after a return or a granted appeal. */
export function undecidedLines(lines: readonly DecisionLine[]): LineChangeResult[] {
  return lines.map(({ seq }) => ({ seq, decision: 'PENDING', approvedFen: 0, reasonCode: null }));
}

/** Every line rejected for one reason. */
export function rejectedLines(lines: readonly DecisionLine[], reasonCode: string | null): LineChangeResult[] {
  return lines.map(({ seq }) => ({ seq, decision: 'REJECT', approvedFen: 0, reasonCode }));
}

/**
 * What an approval makes of the lines: the auditor's own changes, else the stored proposal of the first level, else the
 * payable amount. Refuses unknown lines, a cut without a reason, and amounts above what the level may grant. Claims §3.2.
 */
export function approvedLines(input: DecisionInput, mayRaise: boolean): DecidedLines | DecisionRefused {
  const changes = new Map(input.decision.lines.map((change) => [change.seq, change]));
  const unknown = input.decision.lines.find((change) => !input.lines.some((line) => line.seq === change.seq));
  if (unknown !== undefined) return refused('decision-line-unknown', { seq: unknown.seq });
  const lines: LineChangeResult[] = [];
  let raises = false;
  for (const line of input.lines) {
    const change = changes.get(line.seq);
    const decided = change === undefined ? standingLine(line) : changedLine(line, change, input.decision.reasonCode);
    if ('ok' in decided) return decided;
    const ceilingFen = mayRaise ? Math.max(line.claimedFen, line.payableFen) : line.payableFen;
    if (decided.approvedFen > ceilingFen) {
      const reason = mayRaise ? 'decision-above-claimed' : 'decision-above-payable';
      return refused(reason, { seq: line.seq, approvedFen: decided.approvedFen, limitFen: ceilingFen });
    }
    raises ||= decided.approvedFen > line.payableFen;
    lines.push(decided);
  }
  const approvedFen = sumExact(lines.map((line) => line.approvedFen));
  return { ok: true, lines, approvedFen, status: statusOfLines(lines), raises };
}

/** A line the auditor did not touch: the stored proposal, or the payable amount. */
function standingLine(line: DecisionLine): LineChangeResult {
  if (line.decision === 'REDUCE' || line.decision === 'REJECT') {
    return { seq: line.seq, decision: line.decision, approvedFen: line.approvedFen, reasonCode: line.reasonCode };
  }
  return { seq: line.seq, decision: 'APPROVE', approvedFen: line.payableFen, reasonCode: null };
}

function changedLine(
  line: DecisionLine,
  change: DecisionInput['decision']['lines'][number],
  claimReason: string | null,
): LineChangeResult | DecisionRefused {
  const { seq } = line;
  if (change.decision === 'APPROVE')
    return { seq, decision: 'APPROVE', approvedFen: line.payableFen, reasonCode: null };
  const reasonCode = change.reasonCode ?? claimReason;
  if (reasonCode === null) return refused('decision-line-needs-reason', { seq });
  if (change.decision === 'REJECT') return { seq, decision: 'REJECT', approvedFen: 0, reasonCode };
  if (change.approvedFen < 0) return refused('decision-below-zero', { seq, approvedFen: change.approvedFen });
  return { seq, decision: 'REDUCE', approvedFen: change.approvedFen, reasonCode };
}

/** APPROVED when no line was cut, REJECTED when every line was rejected, PARTIAL otherwise. */
function statusOfLines(lines: readonly LineChangeResult[]): DecidedLines['status'] {
  if (lines.every((line) => line.decision === 'APPROVE')) return 'APPROVED';
  return lines.every((line) => line.decision === 'REJECT') ? 'REJECTED' : 'PARTIAL';
}
