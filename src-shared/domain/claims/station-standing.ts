import { addMonthsClamped } from '../units/dates.ts';
import { AFTER_FRAUD_MONTHS, type SamplePlanParams } from './sampling.ts';

/** What persons found in a station's samples within the plan's window, and its last confirmed fraud. */
export interface StationRecord {
  /** Samples read to their end. */
  read: number;
  /** Of them: what the rules had passed and a person cut or rejected. */
  missed: number;
  /** The day of the last confirmed fraud (R34, R35), whichever way it was found; null = none known. */
  lastFraudDate: string | null;
}

/** The columns of a station that follow from its record. */
export interface StationStanding {
  /** 0–100; a part of it sorts the queue, it decides nothing. */
  auditRisk: number;
  /** Nothing of the station passes without a person. */
  isStopped: boolean;
}

/** First values [P] for plans that do not name their own. */
export const FIRST_STANDING = {
  recordMonths: 6,
  stopMinimumRead: 5,
  stopMissedBp: 2000,
  fraudRisk: 60,
  afterFraudMonths: AFTER_FRAUD_MONTHS,
} as const;

const MOST_RISK = 100;
const WHOLE_BP = 10_000;

/**
 * What the result of the samples makes of a station: its risk is the share of samples that should not have passed, with so
 * many points more for a fraud; after a fraud, and while too many samples fail, nothing of it passes by the rules alone.
 * Claims §6.5 "Result feeds station.audit_risk and the auto-eligible flag", decision 0342.
 */
export function stationStanding(
  { read, missed, lastFraudDate }: StationRecord,
  plan: Pick<SamplePlanParams, keyof typeof FIRST_STANDING>,
  today: string,
): StationStanding {
  const { stopMinimumRead, stopMissedBp, fraudRisk, afterFraudMonths } = { ...FIRST_STANDING, ...plan };
  const isAfterFraud =
    lastFraudDate !== null && today < addMonthsClamped({ date: lastFraudDate, months: afterFraudMonths });
  const missedBp = read === 0 ? 0 : Math.floor((missed * WHOLE_BP) / read);
  return {
    auditRisk: Math.min(MOST_RISK, Math.floor(missedBp / 100) + (isAfterFraud ? fraudRisk : 0)),
    isStopped: isAfterFraud || (read >= stopMinimumRead && missedBp >= stopMissedBp),
  };
}
