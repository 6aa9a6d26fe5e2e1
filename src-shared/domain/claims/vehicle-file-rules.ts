import { daysBetween } from '../units/dates.ts';
import { listParameter, numberParameter, type EvaluationContext, type RuleFinding } from './evaluation-context.ts';
import type { MileageReadingFact } from './evaluation-types.ts';
import { NOTHING, onClaim } from './finding.ts';
import type { RuleRow } from './ruleset-types.ts';

/** A plate or engine number as it is compared: blanks, dots and hyphens left out, upper case. */
function comparable(text: string | null | undefined): string {
  return (text ?? '').replace(/[\s·.\-—]/g, '').toUpperCase();
}

/** V03: the number plate or the engine number of the claim is not that of the vehicle's file. */
export function vehicleMismatch({ input }: EvaluationContext): readonly RuleFinding[] {
  const { claim, vehicle, evidence } = input;
  if (vehicle === null) return NOTHING;
  const pairs = [
    ['plate', claim.plateNo ?? evidence?.order?.plateNo, vehicle.plateNo],
    ['engine', evidence?.order?.engineNo, vehicle.engineNo],
  ] as const;
  for (const [context, given, onFile] of pairs) {
    const [one, other] = [comparable(given), comparable(onFile)];
    if (one === '' || other === '' || one === other) continue;
    const change = evidence?.vehicleChanges?.findLast((entry) => entry.field === `${context}No`);
    return onClaim({ context, given: given ?? null, onFile: onFile ?? null, changedAtMs: change?.changedAtMs ?? null });
  }
  return NOTHING;
}

const effectiveKmOf = (reading: MileageReadingFact): number => reading.offsetKm + reading.readingKm;

/** Readings of this instrument before the day of the repair that do not stem from this claim. */
function earlierReadings({ input, warranty }: EvaluationContext): MileageReadingFact[] {
  const { claim } = input;
  return input.mileageReadings.filter((reading) => {
    const isOwn =
      reading.sourceDocId !== null && (reading.sourceDocId === claim.id || reading.sourceDocId === claim.workOrderId);
    return !isOwn && reading.meterSeq === warranty.meter.meterSeq && reading.readDate < claim.repairFinishDate;
  });
}

/** V05: more kilometres a day since the reading before than a vehicle of this line can drive. */
export function mileageJump(context: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const { claim } = context.input;
  if (claim.mileageKm === null) return NOTHING;
  let previous: MileageReadingFact | null = null;
  for (const reading of earlierReadings(context)) {
    const isLater =
      previous === null ||
      reading.readDate > previous.readDate ||
      (reading.readDate === previous.readDate && effectiveKmOf(reading) > effectiveKmOf(previous));
    if (isLater) previous = reading;
  }
  if (previous === null) return NOTHING;
  const days = Math.max(1, daysBetween(previous.readDate, claim.repairFinishDate));
  const effectiveKm = claim.mileageKm + context.warranty.meter.offsetKm;
  const drivenKm = effectiveKm - effectiveKmOf(previous);
  const limitKmPerDay = numberParameter(row, claim.productLine === 'TRUCK' ? 'truckKmPerDay' : 'coachKmPerDay');
  if (drivenKm <= limitKmPerDay * days) return NOTHING;
  return onClaim({
    ...{ drivenKm, days, kmPerDay: Math.round(drivenKm / days), limitKmPerDay },
    ...{ effectiveKm, earlierKm: effectiveKmOf(previous), earlierDate: previous.readDate },
  });
}

/** V06: the odometer showed the same kilometres at several visits over a long time on a vehicle in use. */
export function mileageFrozen(context: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const { claim, vehicle } = context.input;
  if (claim.mileageKm === null || vehicle?.status !== 'SOLD') return NOTHING;
  const effectiveKm = claim.mileageKm + context.warranty.meter.offsetKm;
  const equal = earlierReadings(context).filter((reading) => effectiveKmOf(reading) === effectiveKm);
  const days = new Set(equal.map((reading) => reading.readDate));
  const visits = days.size + 1;
  if (visits < numberParameter(row, 'minVisits')) return NOTHING;
  const firstDate = [...days].sort()[0] ?? claim.repairFinishDate;
  const spanDays = daysBetween(firstDate, claim.repairFinishDate);
  return spanDays >= numberParameter(row, 'minDays') ? onClaim({ effectiveKm, visits, firstDate, spanDays }) : NOTHING;
}

/** V07: the vehicle stands in stock, is scrapped or stolen. */
export function vehicleNotInUse({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const { vehicle, claim } = input;
  if (vehicle === null || !listParameter(row, 'statuses').includes(vehicle.status)) return NOTHING;
  if (listParameter(row, 'exemptTypes').includes(claim.type)) return NOTHING;
  return onClaim({ vin: vehicle.vin, status: vehicle.status, context: vehicle.status });
}
