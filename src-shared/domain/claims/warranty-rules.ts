import { daysBetween } from '../units/dates.ts';
import { listParameter, type EvaluationContext, type RuleFinding } from './evaluation-context.ts';
import { NOTHING } from './finding.ts';
import type { RuleRow } from './ruleset-types.ts';

/** W01: the failure lies on or after the first day out of warranty. The failure date counts, never the claim's. */
export function outByDate({ input, warranty }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const { firstDayOut, startDate, startSource, months } = warranty.result;
  if (!warranty.outByDate || firstDayOut === null || !listParameter(row, 'claimTypes').includes(input.claim.type))
    return NOTHING;
  const { failureDate } = input.claim;
  const daysOver = daysBetween(firstDayOut, failureDate);
  const facts = { startDate, startSource, months, firstDayOut, failureDate, daysOver };
  // on the first day out itself no day is over yet: the sentence says so in other words
  return [{ lineSeq: null, facts: { ...facts, ...(daysOver === 0 ? { context: 'firstDay' } : {}) } }];
}

/** W02: the effective mileage is above the limit of the coverage. */
export function outByKm({ input, warranty }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const { kmLimit, effectiveKm } = warranty.result;
  if (!warranty.outByKm || kmLimit === null || effectiveKm === null) return NOTHING;
  if (!listParameter(row, 'claimTypes').includes(input.claim.type)) return NOTHING;
  return [{ lineSeq: null, facts: { kmLimit, effectiveKm, overKm: effectiveKm - kmLimit } }];
}

/** W04: the failure lies before the vehicle was sold. */
export function repairBeforeSale({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const saleDate = input.vehicle?.saleDate ?? null;
  const { failureDate, type } = input.claim;
  if (saleDate === null || failureDate >= saleDate || listParameter(row, 'exemptTypes').includes(type)) return NOTHING;
  return [{ lineSeq: null, facts: { failureDate, saleDate, daysBefore: daysBetween(failureDate, saleDate) } }];
}
