import { addMonthsClamped, daysBetween, requireBusinessDate } from '../units/dates.ts';
import { Refusal } from '../units/refusal.ts';

export type WarrantyPosition = 'CAMPAIGN' | 'EXCLUDED' | 'IN' | 'OUT_BY_DATE' | 'OUT_BY_KM';

export interface WarrantyPositionInput {
  startDate: string;
  months: number | null;
  kmLimit: number | null;
  mode: string;
  excluded: boolean;
  campaign: boolean;
  failureDate: string;
  readingKm: number;
  offsetKm: number;
}

export interface WarrantyPositionResult {
  position: WarrantyPosition;
  outByDate: boolean;
  outByKm: boolean;
  firstDayOut: string | null;
  effectiveKm: number;
  daysLeft: number | null;
  kmLeft: number | null;
}

/** Whether the limits put a vehicle out, by the coverage's mode; null = that limit is not given. */
const IS_OUT: Readonly<Record<string, (byDate: boolean | null, byKm: boolean | null) => boolean>> = {
  FIRST_REACHED: (byDate, byKm) => byDate === true || byKm === true,
  LATER: (byDate, byKm) => (byDate ?? byKm) === true && byKm !== false,
};

/**
 * Where a failure stands against its coverage, with what is left of each limit (days, km; negative when passed).
 * `outBy…` state each limit alone, whatever the mode. Refuses `unknown-mode`, then `invalid-date`. Claims §2.1.
 */
export function warrantyPosition(input: WarrantyPositionInput): WarrantyPositionResult {
  const isOut = Object.hasOwn(IS_OUT, input.mode) ? IS_OUT[input.mode] : undefined;
  if (isOut === undefined) throw new Refusal('unknown-mode');
  requireBusinessDate(input.startDate, input.failureDate);
  const effectiveKm = input.readingKm + input.offsetKm;
  const firstDayOut = input.months === null ? null : addMonthsClamped({ date: input.startDate, months: input.months });
  const outByDate = firstDayOut !== null && input.failureDate >= firstDayOut;
  const outByKm = input.kmLimit !== null && effectiveKm > input.kmLimit;
  const out = isOut(firstDayOut === null ? null : outByDate, input.kmLimit === null ? null : outByKm);
  return {
    position: positionOf(input, out, outByDate),
    outByDate,
    outByKm,
    firstDayOut,
    effectiveKm,
    daysLeft: firstDayOut === null ? null : daysBetween(input.failureDate, firstDayOut),
    kmLeft: input.kmLimit === null ? null : input.kmLimit - effectiveKm,
  };
}

function positionOf(input: WarrantyPositionInput, out: boolean, outByDate: boolean): WarrantyPosition {
  if (input.campaign) return 'CAMPAIGN';
  if (input.excluded) return 'EXCLUDED';
  if (!out) return 'IN';
  return outByDate ? 'OUT_BY_DATE' : 'OUT_BY_KM';
}
