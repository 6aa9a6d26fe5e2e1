import { addDays, daysBetween } from '../units/dates.ts';
import { listParameter, numberParameter, type EvaluationContext, type RuleFinding } from './evaluation-context.ts';
import { NOTHING, onClaim } from './finding.ts';
import type { RuleRow } from './ruleset-types.ts';

/** O01: an old part has not come back by its date and the days of grace. */
export function oldPartOverdue({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const graceDays = numberParameter(row, 'graceDays');
  const awaited = listParameter(row, 'awaitedStatuses');
  const today = input.evaluatedOnDate;
  const late = input.evidence?.oldParts?.find(
    ({ dueDate, status }) => awaited.includes(status) && addDays(dueDate, graceDays) < today,
  );
  if (late === undefined) return NOTHING;
  const { tagNo, dueDate } = late;
  return onClaim({ tagNo, dueDate, days: daysBetween(dueDate, today), graceDays });
}

/** O02: the inspection found another part, one without fault, or one tampered with. */
export function oldPartWrong({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const results = listParameter(row, 'results');
  const wrong = input.evidence?.oldParts?.find(({ inspectResult }) => results.includes(inspectResult ?? ''));
  return wrong === undefined ? NOTHING : onClaim({ tagNo: wrong.tagNo, context: wrong.inspectResult });
}

/** O03: the same old part, by its serial number, already came back on another claim. */
export function oldPartTwice({ input }: EvaluationContext): readonly RuleFinding[] {
  const { oldParts = [], order, serialReturns } = input.evidence ?? {};
  if (serialReturns === undefined || serialReturns.length === 0) return NOTHING;
  const serials = new Set([
    ...oldParts.map((part) => part.serial),
    ...(order?.parts ?? []).map((part) => part.oldSerial),
  ]);
  const first = serialReturns.find(({ serial, claimId }) => serials.has(serial) && claimId !== input.claim.id);
  if (first === undefined) return NOTHING;
  const { serial, claimId: otherClaimId, claimNo: otherClaimNo, tagNo } = first;
  return onClaim({ serial, otherClaimId, otherClaimNo, tagNo });
}

/** O04: of a class under "no return, no pay" the old part has not arrived. */
export function payBeforePart({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const classes = listParameter(row, 'classes');
  const received = listParameter(row, 'receivedStatuses');
  const { parts, componentGroups } = input.masters;
  const waiting = input.evidence?.oldParts?.find(({ partId, policy, status }) => {
    if (policy !== 'RETURN' || received.includes(status)) return false;
    const groupId = parts.get(partId)?.componentGroupId ?? '';
    return classes.includes(componentGroups.get(groupId)?.class ?? '');
  });
  return waiting === undefined ? NOTHING : onClaim({ tagNo: waiting.tagNo, dueDate: waiting.dueDate });
}

/** F05: a part under a recovery contract, and no claim on the supplier shortly before its window ends. */
export function recoveryMissed({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const recovery = input.evidence?.recovery ?? null;
  if (recovery === null || recovery.hasSupplierClaim) return NOTHING;
  const { windowEndDate, supplierName, amountFen } = recovery;
  const daysLeft = daysBetween(input.evaluatedOnDate, windowEndDate);
  if (daysLeft > numberParameter(row, 'daysBefore')) return NOTHING;
  return onClaim({ supplierName, windowEndDate, daysLeft, amountFen });
}
