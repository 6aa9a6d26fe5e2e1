import { normaliseVin, vinCheck } from '../checks/vin-check.ts';
import { listParameter, numberParameter, type EvaluationContext, type RuleFinding } from './evaluation-context.ts';
import type { MileageReadingFact } from './evaluation-types.ts';
import { NOTHING, onClaim } from './finding.ts';
import type { RuleRow } from './ruleset-types.ts';

/** V01: the vehicle is not in our files. */
export function unknownVehicle({ input }: EvaluationContext): readonly RuleFinding[] {
  return input.vehicle === null ? onClaim({ vin: input.claim.vinText }) : NOTHING;
}

/** V02: the VIN is malformed, or its check digit is wrong where our own list says that one applies. */
export function vinForm({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const vin = normaliseVin(input.claim.vinText);
  const checkDigitApplies = listParameter(row, 'checkDigitWmis').includes(vin.slice(0, 3));
  const { result, expectedCheckDigit } = vinCheck({ vin, checkDigitApplies });
  if (result === 'valid') return NOTHING;
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
export function mileageRegression({ input, warranty }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const { claim } = input;
  if (claim.mileageKm === null) return NOTHING;
  const effectiveKm = claim.mileageKm + warranty.meter.offsetKm;
  const aboveKm = effectiveKm + numberParameter(row, 'toleranceKm');
  const highest = highestEarlierReading(input, { meterSeq: warranty.meter.meterSeq, aboveKm });
  if (highest === null) return NOTHING;
  const earlierKm = effectiveKmOf(highest);
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

/** The highest reading of the instrument above so many kilometres that is older than the repair and not of this claim. */
function highestEarlierReading(
  { claim, mileageReadings }: EvaluationContext['input'],
  { meterSeq, aboveKm }: { meterSeq: number; aboveKm: number },
): MileageReadingFact | null {
  let highest: MileageReadingFact | null = null;
  for (const reading of mileageReadings) {
    // the numbers first: they rule out most readings without a look at their dates
    if (effectiveKmOf(reading) <= aboveKm || reading.meterSeq !== meterSeq) continue;
    if (reading.readDate >= claim.repairFinishDate) continue;
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
