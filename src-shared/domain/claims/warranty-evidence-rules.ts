import { daysBetween } from '../units/dates.ts';
import { businessDateOf } from '../units/business-date.ts';
import { listParameter, numberParameter, type EvaluationContext, type RuleFinding } from './evaluation-context.ts';
import { NOTHING, onClaim } from './finding.ts';
import type { RuleRow } from './ruleset-types.ts';

/** W03: the part is a wear part, or the booklet leaves what failed out of its cover. */
export function excludedPart({ input, warranty }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  if (!listParameter(row, 'claimTypes').includes(input.claim.type)) return NOTHING;
  const isExcluded = warranty.result.position === 'EXCLUDED';
  const policyName = warranty.result.policyName;
  let found: RuleFinding[] | null = null;
  for (const line of input.lines) {
    if (line.costType !== 'MATERIAL') continue;
    const part = line.partId === null ? undefined : input.masters.parts.get(line.partId);
    const isWear = part?.isWear === 1;
    if (!isWear && !(isExcluded && line.isCausal === 1)) continue;
    const facts = { item: part?.partNo ?? line.itemCode ?? line.description, policyName };
    found = [...(found ?? []), { lineSeq: line.seq, facts: { ...facts, context: isWear ? 'wear' : 'clause' } }];
  }
  if (found !== null) return found;
  return isExcluded ? onClaim({ item: null, policyName, context: 'claim' }) : NOTHING;
}

/** W05: work the customer paid for, or whose failure was dated back into the cover, claimed under warranty (保外转保内). */
export function outPassedAsIn({ input, warranty }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const { claim, evidence } = input;
  if (evidence === undefined || !listParameter(row, 'claimTypes').includes(claim.type)) return NOTHING;
  if (evidence.orderWasPaid === true) return onClaim({ context: 'order' });
  if (evidence.call?.paidAnything === 1) {
    return onClaim({ context: 'call', calledAtMs: evidence.call.calledAtMs });
  }
  const { firstDayOut } = warranty.result;
  const edit = evidence.edits?.find(
    ({ field, oldValue, newValue }) =>
      field === 'failureDate' &&
      firstDayOut !== null &&
      (oldValue ?? '') >= firstDayOut &&
      (newValue ?? '9999') < firstDayOut,
  );
  if (edit === undefined) return NOTHING;
  return onClaim({ context: 'edit', oldDate: edit.oldValue, newDate: edit.newValue, firstDayOut });
}

/** W07: the failure is dated long before anybody reported it, or no request precedes the repair. */
export function failureBackDated({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const { claim, evidence } = input;
  const request = evidence?.request;
  if (request === undefined || listParameter(row, 'exemptTypes').includes(claim.type)) return NOTHING;
  const { failureDate } = claim;
  const startAtMs = claim.repairStartAtMs ?? evidence?.order?.startAtMs ?? null;
  if (request === null || (startAtMs !== null && request.reportedAtMs > startAtMs)) {
    return onClaim({ context: 'noRequest', failureDate, reportedDate: null, days: null, limitDays: null });
  }
  const reportedDate = businessDateOf(request.reportedAtMs);
  const days = daysBetween(failureDate, reportedDate);
  const limitDays = numberParameter(row, 'days');
  return days > limitDays ? onClaim({ failureDate, reportedDate, days, limitDays }) : NOTHING;
}

/** W08: the start of the warranty was moved shortly before the claim. */
export function inServiceMoved({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const { claim, evidence } = input;
  const withinDays = numberParameter(row, 'withinDays');
  const onDate = claim.submittedDate ?? input.evaluatedOnDate;
  const change = evidence?.vehicleChanges?.findLast(({ field, changedAtMs }) => {
    if (field !== 'inServiceDate') return false;
    const days = daysBetween(businessDateOf(changedAtMs), onDate);
    return days >= 0 && days <= withinDays;
  });
  if (change === undefined) return NOTHING;
  const changedDate = businessDateOf(change.changedAtMs);
  const { oldValue: oldDate, newValue: newDate, changedBy } = change;
  return onClaim({ changedDate, oldDate, newDate, changedBy, days: daysBetween(changedDate, onDate), withinDays });
}
