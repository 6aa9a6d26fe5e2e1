import { addDays, addMonthsClamped } from '../units/dates.ts';
import { sha256Words } from './sha256.ts';

/** `sample_plan.params_json`; rates in basis points. */
export interface SamplePlanParams {
  baseBp: number;
  newStationBp: number;
  newStationMonths: number;
  ownFleetBp: number;
  minimumPerStationMonth: number;
  /** Claims submitted before this day do not count for the minimum; absent = the first day of the plan. */
  minimumFromDate?: string;
  /** A station's first claims of a month wait so many days for the minimum to be drawn among them; absent = 5. */
  minimumAfterDays?: number;
  /** How far back samples count for a station's standing, in months; absent = 6. */
  recordMonths?: number;
  /** From so many samples on a share of failed ones stops a station; absent = 5. */
  stopMinimumRead?: number;
  /** The share that stops it; absent = 2000. */
  stopMissedBp?: number;
  /** Points of risk after a confirmed fraud; absent = 60. */
  fraudRisk?: number;
  /** After a confirmed fraud everything is read for so many months; absent = 3. */
  afterFraudMonths?: number;
}

/** What the rate depends on; dates of the business day. */
export interface SampledStation {
  type: string;
  openedDate: string | null;
  /** The day of the last confirmed fraud (R34, R35) of the station. */
  lastFraudDate: string | null;
}

/** Why a station's claims are drawn at their rate. */
export type SampleStratum = 'AFTER_FRAUD' | 'NEW_STATION' | 'OWN_FLEET' | 'BASE';

const WHOLE_BP = 10_000;
/** After a confirmed fraud everything is read for so many months, unless the plan says otherwise [P]. */
export const AFTER_FRAUD_MONTHS = 3;

/**
 * The share of a station's automatically approved claims that is drawn on a day, in basis points, and why: everything after a
 * fraud, more of a new station and of a customer's own fleet (the higher of both), else the base rate. Claims §6.5.
 */
export function sampleRate(
  station: SampledStation,
  plan: SamplePlanParams,
  onDate: string,
): { rateBp: number; stratum: SampleStratum } {
  const since = (date: string | null, months: number): boolean =>
    date !== null && onDate < addMonthsClamped({ date, months });
  if (since(station.lastFraudDate, plan.afterFraudMonths ?? AFTER_FRAUD_MONTHS))
    return { rateBp: WHOLE_BP, stratum: 'AFTER_FRAUD' };
  const strata: { rateBp: number; stratum: SampleStratum }[] = [{ rateBp: plan.baseBp, stratum: 'BASE' }];
  if (since(station.openedDate, plan.newStationMonths))
    strata.push({ rateBp: plan.newStationBp, stratum: 'NEW_STATION' });
  if (station.type === 'CUSTOMER_HOSTED') strata.push({ rateBp: plan.ownFleetBp, stratum: 'OWN_FLEET' });
  const { rateBp, stratum } = strata.reduce((highest, one) => (one.rateBp > highest.rateBp ? one : highest));
  return { rateBp: Math.min(WHOLE_BP, rateBp), stratum };
}

/** The rate of `sampleRate` alone, in basis points. Claims §6.5. */
export function sampleRateBp(station: SampledStation, plan: SamplePlanParams, onDate: string): number {
  return sampleRate(station, plan, onDate).rateBp;
}

/** The claim's lot, 0–9999: `sha256(plan_id || claim_id) mod 10000`, so that anybody can prove the draw again. Claims §6.5. */
export function sampleLot(planId: string, claimId: string): number {
  let rest = 0;
  for (const word of sha256Words(planId + claimId)) rest = (rest * 7296 + (word % WHOLE_BP)) % WHOLE_BP; // 2^32 mod 10000 = 7296
  return rest;
}

/** Days the first approved claims of a station's month wait for the minimum, unless the plan says otherwise [P]. */
const MINIMUM_AFTER_DAYS = 5;

/** A claim the rules approved; `isOpen` = it can still be taken back, because no statement has it. */
export interface ApprovedClaim {
  id: string;
  submittedDate: string;
  isDrawn: boolean;
  isOpen: boolean;
}

/**
 * The claims to draw on a day so that the sample has the plan's minimum of a station's month: those with the lowest lots among
 * the open ones, the smaller id among equal lots; none while the month runs and its first claim is not old enough. All claims
 * are of one station and one month (YYYY-MM), approved by the rules. Claims §6.5, decision 0166.
 */
export function minimumDraw(
  plan: Readonly<{ id: string; params: SamplePlanParams }>,
  claims: readonly ApprovedClaim[],
  { month, today }: Readonly<{ month: string; today: string }>,
): string[] {
  const [first] = claims.map(({ submittedDate }) => submittedDate).sort();
  const { minimumPerStationMonth, minimumAfterDays = MINIMUM_AFTER_DAYS } = plan.params;
  const isDue = first !== undefined && (today.slice(0, 7) > month || addDays(first, minimumAfterDays) <= today);
  const missing = minimumPerStationMonth - claims.filter(({ isDrawn }) => isDrawn).length;
  if (!isDue || missing <= 0) return [];
  return claims
    .filter(({ isDrawn, isOpen }) => isOpen && !isDrawn)
    .map(({ id }) => ({ id, lot: sampleLot(plan.id, id) }))
    .sort((a, b) => a.lot - b.lot || (a.id < b.id ? -1 : 1))
    .slice(0, missing)
    .map(({ id }) => id);
}

/** True when the claim is drawn at this rate. */
export function isSampled(planId: string, claimId: string, rateBp: number): boolean {
  return sampleLot(planId, claimId) < rateBp;
}
