import { numericSettings, type SettingRow } from '../units/numeric-settings.ts';

/** What a new company starts with for planning; every value is a row that its people can change. Stock §4.4, §4.7–4.9. */
export const FIRST_PLANNING_SETTINGS = {
  /** Weeks of demand that are looked at. */
  planHistoryWeeks: 52,
  /** With a shorter history the planner sets the figures. */
  planLeastHistoryDays: 182,
  planReviewWeeksCenti: 100,
  /** Where the warehouse says nothing of its own. */
  planLeadTimeDays: 21,
  planLeadTimeSdDaysCenti: 0,
  /** A single order is left out when it is so many deviations above the mean order. */
  planOutlierSdCenti: 300,
  planIntermittentAdiCenti: 132,
  planIntermittentLeadDemandMilli: 10_000,
  planLevelSafetyBp: 9900,
  planLevelABp: 9800,
  planLevelBBp: 9500,
  planLevelCBp: 9000,
  /** The maximum lies so many weeks of demand above the minimum. */
  planCoverWeeks: 4,
  planAbcABelowBp: 8000,
  planAbcBBelowBp: 9500,
  /** So many computations in a row must give the lower class before it is taken. */
  planAbcHoldRuns: 2,
  /** From this hour of the day every balance is proved against its movements. */
  stockProofHour: 2,
  /** Days for which a refused posting and a late movement stand among the exceptions. */
  exceptionDays: 7,
} as const;
export type PlanningSettings = Record<keyof typeof FIRST_PLANNING_SETTINGS, number>;

/** All settings of planning from rows of table `setting`; a missing or unusable row leaves the first value. */
export function planningSettingsOf(rows: readonly SettingRow[]): PlanningSettings {
  return numericSettings(FIRST_PLANNING_SETTINGS, rows);
}

/** Who works out and approves figures of planning. Stock §3. */
export const PLANNERS = ['planner', 'partsManager'] as const;
