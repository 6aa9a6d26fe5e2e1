import type { ClaimLineDetail, LineChange } from '../../src-shared/contract/claims.contract.ts';
import { parseYuan } from '../grid/filters.ts';

/** What stands in the boxes of one line of the adjust dialog. */
export interface LineDraft {
  seq: number;
  payableFen: number;
  text: string;
  reasonCode: string | null;
}

export type AdjustResult =
  | { ok: true; changes: LineChange[]; totalFen: number }
  /** The first line that cannot be taken as it stands, and why. */
  | { ok: false; seq: number; problem: 'no-amount' | 'above-payable' | 'needs-reason' };

/** The drafts as decisions by line: the payable amount approves, nothing rejects, less reduces and needs a reason. */
export function changesOf(drafts: readonly LineDraft[]): AdjustResult {
  const changes: LineChange[] = [];
  let totalFen = 0;
  for (const { seq, payableFen, text, reasonCode } of drafts) {
    const approvedFen = parseYuan(text);
    if (approvedFen === null || approvedFen === undefined || approvedFen < 0)
      return { ok: false, seq, problem: 'no-amount' };
    if (approvedFen > payableFen) return { ok: false, seq, problem: 'above-payable' };
    totalFen += approvedFen;
    if (approvedFen === payableFen) changes.push({ seq, decision: 'APPROVE', approvedFen, reasonCode: null });
    else if (reasonCode === null) return { ok: false, seq, problem: 'needs-reason' };
    else changes.push({ seq, decision: approvedFen === 0 ? 'REJECT' : 'REDUCE', approvedFen, reasonCode });
  }
  return { ok: true, changes, totalFen };
}

export function draftsOf(lines: readonly ClaimLineDetail[], yuanOf: (fen: number) => string): LineDraft[] {
  return lines.map((line) => ({
    seq: line.seq,
    payableFen: line.payableFen,
    text: yuanOf(line.decision === 'PENDING' ? line.payableFen : line.approvedFen),
    reasonCode: line.reasonCode,
  }));
}
