import type { EvaluationInput, LineFact, OperationFact } from './evaluation-types.ts';

/** What the catalogue grants one labour line; hours in hundredths. */
export interface LabourStandard {
  operation: OperationFact;
  standardCenti: number;
  /** Hours of this operation already contained in other work of the claim. */
  overlapCenti: number;
  /** The other operation the overlap is with; null when there is none. */
  overlapsWith: string | null;
}

/**
 * Standard hours and overlap of every labour line with a known operation, by line: work contained in another operation of
 * the claim counts nothing, in an overlap group all but the longest give up their deduction, and lines above the
 * operation's number per claim count nothing. Claims §2.1 (LabourOperation), §5 L01 and L03.
 */
export function labourStandards({ lines, masters }: EvaluationInput): ReadonlyMap<number, LabourStandard> {
  const labour: LabourEntry[] = [];
  for (const line of lines) {
    const operation = line.costType === 'LABOUR' && line.opId !== null ? masters.operations.get(line.opId) : undefined;
    if (operation !== undefined) labour.push({ line, operation });
  }
  const standards = new Map<number, LabourStandard>();
  for (const entry of labour) {
    const standardCenti = entry.operation.stdHoursCenti;
    const { overlapCenti, overlapsWith } = overlapOf(entry, labour, masters.includedOps);
    standards.set(entry.line.seq, { operation: entry.operation, standardCenti, overlapCenti, overlapsWith });
  }
  return standards;
}

/** The hours a labour line claims and how many of them the catalogue grants; in hundredths. */
export interface LabourHours {
  /** As stated, else the standard of the operation. */
  claimedCenti: number;
  /** The standard less the overlap; null without an operation of our catalogue. */
  limitCenti: number | null;
  isOver: boolean;
}

/** The hours of one labour line against its standard. Claims §4.1 step 2, §5 L01. */
export function labourHours(line: LineFact, standard: LabourStandard | undefined): LabourHours {
  if (standard === undefined) return { claimedCenti: line.hoursCenti ?? 0, limitCenti: null, isOver: false };
  const claimedCenti = line.hoursCenti ?? standard.standardCenti;
  const limitCenti = Math.max(0, standard.standardCenti - standard.overlapCenti);
  return { claimedCenti, limitCenti, isOver: claimedCenti > limitCenti };
}

interface LabourEntry {
  line: LineFact;
  operation: OperationFact;
}

function overlapOf(
  { line, operation }: LabourEntry,
  labour: readonly LabourEntry[],
  includedOps: ReadonlyMap<string, ReadonlySet<string>>,
): { overlapCenti: number; overlapsWith: string | null } {
  const container =
    includedOps.size === 0
      ? undefined
      : labour.find((other) => includedOps.get(other.operation.id)?.has(operation.id) === true);
  if (container !== undefined && container.operation.id !== operation.id) {
    return { overlapCenti: operation.stdHoursCenti, overlapsWith: container.operation.opCode };
  }
  if (operation.maxPerClaim !== null) {
    const before = labour.filter((other) => other.operation.id === operation.id && other.line.seq < line.seq).length;
    if (before >= operation.maxPerClaim) {
      return { overlapCenti: operation.stdHoursCenti, overlapsWith: operation.opCode };
    }
  }
  if (operation.overlapGroup === null || operation.overlapDeductCenti === 0)
    return { overlapCenti: 0, overlapsWith: null };
  const longest = labour
    .filter((other) => other.operation.overlapGroup === operation.overlapGroup)
    .reduce((best, other) => (isLonger(other, best) ? other : best));
  if (longest.line.seq === line.seq) return { overlapCenti: 0, overlapsWith: null };
  return { overlapCenti: operation.overlapDeductCenti, overlapsWith: longest.operation.opCode };
}

function isLonger(entry: LabourEntry, other: LabourEntry): boolean {
  const difference = entry.operation.stdHoursCenti - other.operation.stdHoursCenti;
  return difference === 0 ? entry.line.seq < other.line.seq : difference > 0;
}
