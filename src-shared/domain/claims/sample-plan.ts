import { isBusinessDate } from '../units/dates.ts';
import { AFTER_FRAUD_MONTHS, type SamplePlanParams } from './sampling.ts';
import { FIRST_STANDING } from './station-standing.ts';

/** The figures of a plan that people set; the day its month's minimum counts from is the plan's first day. */
export type PlanFigures = Required<Omit<SamplePlanParams, 'minimumFromDate'>>;

/** The values of claims §6.5 [P]: the plan of a company that has not made one of its own. */
export const FIRST_SAMPLE_PLAN: PlanFigures = {
  ...{ baseBp: 200, newStationBp: 2000, newStationMonths: 3, ownFleetBp: 1000 },
  ...{ afterFraudMonths: AFTER_FRAUD_MONTHS, minimumPerStationMonth: 1, minimumAfterDays: 5 },
  recordMonths: FIRST_STANDING.recordMonths,
  stopMinimumRead: FIRST_STANDING.stopMinimumRead,
  stopMissedBp: FIRST_STANDING.stopMissedBp,
  fraudRisk: FIRST_STANDING.fraudRisk,
};

/** How a figure is typed and between what it must lie: shares in basis points, everything else a whole number. */
interface FigureRange {
  key: keyof PlanFigures;
  kind: 'share' | 'integer';
  least: number;
  most: number;
}

/** In the order of the screen: what is drawn, then what the result does to a station. */
export const PLAN_FIGURES: readonly FigureRange[] = [
  { key: 'baseBp', kind: 'share', least: 0, most: 10_000 },
  { key: 'newStationBp', kind: 'share', least: 0, most: 10_000 },
  { key: 'newStationMonths', kind: 'integer', least: 0, most: 24 },
  { key: 'ownFleetBp', kind: 'share', least: 0, most: 10_000 },
  { key: 'afterFraudMonths', kind: 'integer', least: 0, most: 24 },
  { key: 'minimumPerStationMonth', kind: 'integer', least: 0, most: 100 },
  { key: 'minimumAfterDays', kind: 'integer', least: 1, most: 31 },
  { key: 'recordMonths', kind: 'integer', least: 1, most: 24 },
  { key: 'stopMinimumRead', kind: 'integer', least: 1, most: 1000 },
  { key: 'stopMissedBp', kind: 'share', least: 1, most: 10_000 },
  { key: 'fraudRisk', kind: 'integer', least: 0, most: 100 },
];

/** The key under which the changes of the plan are kept in `configuration_change`. */
export const SAMPLE_PLAN_KEY = 'samplePlan';

/** The figures of a stored plan, those it does not name with the values they have then. */
export function planFigures(params: SamplePlanParams): PlanFigures {
  const { minimumFromDate: _from, ...figures } = params;
  return { ...FIRST_SAMPLE_PLAN, ...figures };
}

/** The figures that lie outside their range, in the order of the screen; none = it can stand. Claims §6.5. */
export function checkSamplePlan(figures: PlanFigures): FigureRange[] {
  return PLAN_FIGURES.filter(({ key, least, most }) => {
    const value = figures[key];
    return !Number.isInteger(value) || value < least || value > most;
  });
}

/**
 * Why a plan cannot begin on a day; null = it can. A day has one plan, so that its draw can be proved: only where none is in
 * force may one begin today. Decision 0360.
 */
export function planDateFault(
  fromDate: string,
  { today, hasPlanInForce }: Readonly<{ today: string; hasPlanInForce: boolean }>,
): 'sample-plan-date-past' | null {
  const isTooEarly = hasPlanInForce ? fromDate <= today : fromDate < today;
  return !isBusinessDate(fromDate) || isTooEarly ? 'sample-plan-date-past' : null;
}
