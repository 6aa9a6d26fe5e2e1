import { normaliseVin, vinCheck } from '../checks/vin-check.ts';
import { listParameter, numberParameter, type EvaluationContext, type RuleFinding } from './evaluation-context.ts';
import type { MileageReadingFact } from './evaluation-types.ts';
import type { RuleRow } from './ruleset-types.ts';

/** V01: the vehicle is not in our files. */
export function unknownVehicle({ input }: EvaluationContext): RuleFinding[] {
  return input.vehicle === null ? [{ lineSeq: null, facts: { vin: input.claim.vinText } }] : [];
}

/** V02: the VIN is malformed, or its check digit is wrong where our own list says that one applies. */
export function vinForm({ input }: EvaluationContext, row: RuleRow): RuleFinding[] {
  const vin = normaliseVin(input.claim.vinText);
  const checkDigitApplies = listParameter(row, 'checkDigitWmis').includes(vin.slice(0, 3));
  const { result, expectedCheckDigit } = vinCheck({ vin, checkDigitApplies });
  if (result === 'valid') return [];
  const foundDigit = result === 'malformed' ? null : (vin[8] ?? null);
  return [
    {
      lineSeq: null,
      facts: {
        vin,
        context: result === 'malformed' ? 'malformed' : 'digit',
        length: vin.length,
        expectedDigit: expectedCheckDigit,
        foundDigit,
      },
    },
  ];
}

/** V04: the mileage is lower than an earlier reading of the same instrument, beyond the tolerance. */
export function mileageRegression({ input, warranty }: EvaluationContext, row: RuleRow): RuleFinding[] {
  const { claim } = input;
  if (claim.mileageKm === null) return [];
  const highest = highestEarlierReading(input, warranty.meter.meterSeq);
  if (highest === null) return [];
  const effectiveKm = claim.mileageKm + warranty.meter.offsetKm;
  const earlierKm = effectiveKmOf(highest);
  if (effectiveKm >= earlierKm - numberParameter(row, 'toleranceKm')) return [];
  return [
    {
      lineSeq: null,
      facts: {
        claimedKm: effectiveKm,
        readDate: claim.repairFinishDate,
        earlierKm,
        earlierDate: highest.readDate,
        differenceKm: earlierKm - effectiveKm,
        earlierStationId: highest.stationId,
        readingId: highest.id,
      },
    },
  ];
}

function effectiveKmOf(reading: MileageReadingFact): number {
  return reading.offsetKm + reading.readingKm;
}

function highestEarlierReading(
  { claim, mileageReadings }: EvaluationContext['input'],
  meterSeq: number,
): MileageReadingFact | null {
  let highest: MileageReadingFact | null = null;
  for (const reading of mileageReadings) {
    if (reading.meterSeq !== meterSeq || reading.readDate >= claim.repairFinishDate) continue;
    const isOwn =
      reading.sourceDocId !== null && (reading.sourceDocId === claim.id || reading.sourceDocId === claim.workOrderId);
    if (!isOwn && (highest === null || isHigher(reading, highest))) highest = reading;
  }
  return highest;
}

/** Of equal readings the one with the smaller id is told, so that the evidence does not depend on any order. */
function isHigher(reading: MileageReadingFact, other: MileageReadingFact): boolean {
  const difference = effectiveKmOf(reading) - effectiveKmOf(other);
  return difference === 0 ? reading.id < other.id : difference > 0;
}
