import type { LevelLimits } from './ruleset-types.ts';

/*
 * The first rates and settings (claims §4.4; values proposed there, to be replaced by the customer). Rows of tables `rate`
 * and `setting` without their keys; whoever seeds a store adds ids and scope `g`.
 */

export interface RateSeed {
  rateKey: RateKey;
  costType: 'LABOUR' | 'MATERIAL' | 'HANDLING' | 'TRAVEL' | 'OTHER';
  grade: string | null;
  productLine: string | null;
  claimType: string | null;
  value: number;
  unit: 'fenPerHour' | 'bp' | 'fen' | 'km' | 'fenPerKm' | 'fenPerPersonNight' | 'fenPerDay';
}

/** Every key the settlement calculation looks up; more specific rows (station, grade, region, product line) may be added for any of them. */
export const RATE_KEYS = [
  'LABOUR_HOUR',
  'GRADE_COEFFICIENT',
  'REGION_COEFFICIENT',
  'STOCK_MARKUP',
  'LOCAL_BUY_PREAPPROVAL',
  'HANDLING',
  'HANDLING_CAP',
  'TRAVEL_FREE_KM',
  'TRAVEL_TIER1_UP_TO',
  'TRAVEL_TIER1',
  'TRAVEL_TIER2',
  'TRAVEL_NIGHT_COEFFICIENT',
  'TRAVEL_HOLIDAY_COEFFICIENT',
  'TRIP_CAP',
  'LODGING_CAP',
  'ALLOWANCE',
  'FIXED_FEE',
] as const;
export type RateKey = (typeof RATE_KEYS)[number];

type Only = Partial<Pick<RateSeed, 'grade' | 'productLine' | 'claimType'>>;

function rate(
  rateKey: RateKey,
  costType: RateSeed['costType'],
  [value, unit]: readonly [number, RateSeed['unit']],
  only: Only = {},
): RateSeed {
  return { rateKey, costType, grade: null, productLine: null, claimType: null, value, unit, ...only };
}

/** The rates of claims §4.4, in force from `FIRST_RATES_FROM_DATE` without end. */
export const FIRST_RATES: readonly RateSeed[] = [
  rate('LABOUR_HOUR', 'LABOUR', [60_00, 'fenPerHour'], { productLine: 'COACH' }),
  rate('LABOUR_HOUR', 'LABOUR', [55_00, 'fenPerHour'], { productLine: 'TRUCK' }),
  rate('GRADE_COEFFICIENT', 'LABOUR', [11_000, 'bp'], { grade: 'A' }),
  rate('GRADE_COEFFICIENT', 'LABOUR', [10_000, 'bp'], { grade: 'B' }),
  rate('GRADE_COEFFICIENT', 'LABOUR', [9_000, 'bp'], { grade: 'C' }),
  rate('GRADE_COEFFICIENT', 'LABOUR', [8_000, 'bp'], { grade: 'D' }),
  rate('REGION_COEFFICIENT', 'LABOUR', [10_000, 'bp']),
  rate('STOCK_MARKUP', 'MATERIAL', [1_000, 'bp']),
  rate('LOCAL_BUY_PREAPPROVAL', 'MATERIAL', [500_00, 'fen']),
  rate('HANDLING', 'HANDLING', [500, 'bp']),
  rate('HANDLING_CAP', 'HANDLING', [200_00, 'fen']),
  rate('TRAVEL_FREE_KM', 'TRAVEL', [20, 'km']),
  rate('TRAVEL_TIER1_UP_TO', 'TRAVEL', [100, 'km']),
  rate('TRAVEL_TIER1', 'TRAVEL', [1_20, 'fenPerKm']),
  rate('TRAVEL_TIER2', 'TRAVEL', [1_00, 'fenPerKm']),
  rate('TRAVEL_NIGHT_COEFFICIENT', 'TRAVEL', [12_000, 'bp']),
  rate('TRAVEL_HOLIDAY_COEFFICIENT', 'TRAVEL', [15_000, 'bp']),
  rate('TRIP_CAP', 'TRAVEL', [800_00, 'fen']),
  rate('LODGING_CAP', 'TRAVEL', [200_00, 'fenPerPersonNight']),
  rate('ALLOWANCE', 'TRAVEL', [0, 'fenPerDay']),
  rate('FIXED_FEE', 'OTHER', [100_00, 'fen'], { claimType: 'PDI' }),
  rate('FIXED_FEE', 'OTHER', [200_00, 'fen'], { claimType: 'FIRST_SERVICE' }),
  rate('FIXED_FEE', 'OTHER', [60_00, 'fen'], { claimType: 'SEASON_CHECK' }),
];

export const FIRST_RATES_FROM_DATE = '2000-01-01';

/** Value-added tax on repair services by taxpayer type (claims §4.4), dated rows of table `tax_rate`. */
export const FIRST_TAX_RATES = [
  { taxpayerType: 'GENERAL', rateBp: 1_300, validFromDate: '2019-04-01', validToDate: null, note: '13 %' },
  { taxpayerType: 'GENERAL', rateBp: 1_600, validFromDate: '2018-05-01', validToDate: '2019-03-31', note: '16 %' },
  { taxpayerType: 'GENERAL', rateBp: 1_700, validFromDate: '2000-01-01', validToDate: '2018-04-30', note: '17 %' },
  { taxpayerType: 'SMALL', rateBp: 300, validFromDate: '2000-01-01', validToDate: null, note: '3 %' },
] as const;

/** Settings by key; the value is stored as JSON in `setting.value_json`. */
export const FIRST_SETTINGS = {
  autoApproveLimitFen: 500_00,
  l1LimitFen: 5_000_00,
  l2LimitFen: 50_000_00,
  undoSeconds: 30,
  historyAfterDays: 90,
  maxReturns: 2,
  returnAnswerDays: 15,
  appealDays: 15,
  minPayoutFen: 200_00,
  maxDeferMonths: 6,
  stationSilenceDays: 5,
  followUpHours: 72,
  ruleProposalMinHits: 50,
  rulePromotePrecisionBp: 9_000,
  ruleDemoteOverriddenBp: 4_000,
  reversalMaxPenaltyTimes: 3,
} as const;
type ClaimSettingKey = keyof typeof FIRST_SETTINGS;
export type ClaimSettings = Record<ClaimSettingKey, number>;

/**
 * All claim settings from rows of table `setting`; a missing or unusable row leaves the first value. Rows of other rooms
 * are ignored.
 */
export function claimSettingsOf(rows: readonly { settingKey: string; valueJson: string }[]): ClaimSettings {
  const settings: ClaimSettings = { ...FIRST_SETTINGS };
  for (const { settingKey, valueJson } of rows) {
    if (!Object.hasOwn(FIRST_SETTINGS, settingKey)) continue;
    const value = Number(valueJson);
    if (valueJson.trim() !== '' && Number.isSafeInteger(value) && value >= 0)
      settings[settingKey as ClaimSettingKey] = value;
  }
  return settings;
}

/** The settings with the limits of a version of the rules; `limitsJson` null = the version has none of its own (0155). */
export function withLevelLimits(settings: ClaimSettings, limitsJson: string | null | undefined): ClaimSettings {
  return limitsJson == null ? settings : { ...settings, ...(JSON.parse(limitsJson) as LevelLimits) };
}

/** Only the limits of the settings, in fen. */
export function levelLimitsOf({ autoApproveLimitFen, l1LimitFen, l2LimitFen }: ClaimSettings): LevelLimits {
  return { autoApproveLimitFen, l1LimitFen, l2LimitFen };
}
