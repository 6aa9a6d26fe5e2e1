import type { EvaluationInput, LineFact, OperationFact } from './evaluation-types.ts';

/** What the catalogue grants one labour line; hours in hundredths. */
export interface LabourStandard {
  lineSeq: number;
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
export function labourStandards({ lines, masters }: EvaluationInput): readonly LabourStandard[] {
  const labour: LabourEntry[] = [];
  for (const line of lines) {
    const operation = line.costType === 'LABOUR' && line.opId !== null ? masters.operations.get(line.opId) : undefined;
    if (operation !== undefined) labour.push({ line, operation });
  }
  return labour.map((entry) => {
    const { overlapCenti, overlapsWith } = overlapOf(entry, labour, masters.includedOps);
    const { line, operation } = entry;
    return { lineSeq: line.seq, operation, standardCenti: operation.stdHoursCenti, overlapCenti, overlapsWith };
  });
}

/** The standard of a line; a claim has few of them, so they are gone through. */
export function standardOfLine(standards: readonly LabourStandard[], lineSeq: number): LabourStandard | undefined {
  for (const standard of standards) if (standard.lineSeq === lineSeq) return standard;
  return undefined;
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

const NO_OVERLAP = { overlapCenti: 0, overlapsWith: null };

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
  if (operation.overlapGroup === null || operation.overlapDeductCenti === 0) return NO_OVERLAP;
  const longest = labour
    .filter((other) => other.operation.overlapGroup === operation.overlapGroup)
    .reduce((best, other) => (isLonger(other, best) ? other : best));
  if (longest.line.seq === line.seq) return NO_OVERLAP;
  return { overlapCenti: operation.overlapDeductCenti, overlapsWith: longest.operation.opCode };
}

function isLonger(entry: LabourEntry, other: LabourEntry): boolean {
  const difference = entry.operation.stdHoursCenti - other.operation.stdHoursCenti;
  return difference === 0 ? entry.line.seq < other.line.seq : difference > 0;
}
