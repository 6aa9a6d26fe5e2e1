import { daysBetween } from '../units/dates.ts';
import { listParameter, numberParameter, type EvaluationContext, type RuleFinding } from './evaluation-context.ts';
import type { EvaluationInput, HistoryClaimFact } from './evaluation-types.ts';
import { NOTHING, onClaim } from './finding.ts';
import type { Facts, RuleRow } from './ruleset-types.ts';

/** D01: an earlier claim of the vehicle has the same main operation and was finished within a day of this one. */
export function exactDuplicate(context: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const other = duplicateOf(context, row);
  return other === undefined ? NOTHING : onClaim(otherClaimFacts(context.input, other));
}

function duplicateOf({ input, alike }: EvaluationContext, row: RuleRow): HistoryClaimFact | undefined {
  const { claim } = input;
  const earlier = alike();
  if (claim.mainOpId === null || earlier.length === 0) return undefined;
  const withinDays = numberParameter(row, 'withinDays');
  return earlier.find(
    (other) => other.mainOpId === claim.mainOpId && distanceInDays(other, claim.repairFinishDate) <= withinDays,
  );
}

/**
 * D03: the same operation or the same causal part was repaired on this vehicle shortly before; engine and driveline have a
 * longer memory. An exact duplicate is told by D01 alone.
 */
export function repeatRepair(context: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const { claim } = context.input;
  if (context.alike().length === 0 || !listParameter(row, 'claimTypes').includes(claim.type)) return NOTHING;
  const isLong = listParameter(row, 'longClasses').includes(context.warranty.componentClass ?? '');
  const withinDays = numberParameter(row, isLong ? 'longWithinDays' : 'withinDays');
  const duplicateRow = context.live('D01');
  const duplicateId = duplicateRow === null ? undefined : duplicateOf(context, duplicateRow)?.id;
  const other = context.alike().findLast((earlier) => {
    if (earlier.id === duplicateId || earlier.repairFinishDate > claim.repairFinishDate) return false;
    return distanceInDays(earlier, claim.repairFinishDate) <= withinDays;
  });
  if (other === undefined) return NOTHING;
  const sameStation = other.stationId !== null && other.stationId === claim.stationId;
  const sameOp = claim.mainOpId !== null && other.mainOpId === claim.mainOpId;
  return [
    {
      lineSeq: null,
      facts: {
        ...otherClaimFacts(context.input, other),
        context: sameStation ? 'same' : 'other',
        sameStation,
        sameOp,
        withinDays,
      },
    },
  ];
}

/** True when the same station did the same main operation on this vehicle within the days the rework rule looks back. */
export function isRework(context: EvaluationContext): boolean {
  const row = context.live('D03');
  const { claim } = context.input;
  if (row === null || claim.mainOpId === null || claim.stationId === null) return false;
  const withinDays = numberParameter(row, 'reworkWithinDays');
  return context
    .alike()
    .some(
      (earlier) =>
        earlier.mainOpId === claim.mainOpId &&
        earlier.stationId === claim.stationId &&
        earlier.repairFinishDate <= claim.repairFinishDate &&
        distanceInDays(earlier, claim.repairFinishDate) <= withinDays,
    );
}

function distanceInDays(other: HistoryClaimFact, finishDate: string): number {
  return Math.abs(daysBetween(other.repairFinishDate, finishDate));
}

function otherClaimFacts({ claim, masters }: EvaluationInput, other: HistoryClaimFact): Facts {
  return {
    otherClaimId: other.id,
    otherClaimNo: other.no,
    otherClaimantCode: other.claimantCode,
    otherClaimantName: other.claimantName,
    otherFinishDate: other.repairFinishDate,
    finishDate: claim.repairFinishDate,
    days: distanceInDays(other, claim.repairFinishDate),
    operation: (claim.mainOpId === null ? null : masters.operations.get(claim.mainOpId)?.opCode) ?? null,
  };
}
