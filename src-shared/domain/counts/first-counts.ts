import { numericSettings, type SettingRow } from '../units/numeric-settings.ts';

/** What a new company starts with for counting; every value is a row that its people can change. Stock §4.2, §4.5, §5.5. */
export const FIRST_TOLERANCES = [
  { name: 'A 类', level: 'CLASS', abcClass: 'A', pctBp: 0, absFloorMilli: 0, valueFen: 300_00, strict: 0 },
  { name: 'B 类', level: 'CLASS', abcClass: 'B', pctBp: 100, absFloorMilli: 1000, valueFen: 500_00, strict: 0 },
  { name: 'C 类', level: 'CLASS', abcClass: 'C', pctBp: 300, absFloorMilli: 2000, valueFen: 500_00, strict: 0 },
] as const;

export const FIRST_COUNT_SETTINGS = {
  countLevel1LimitFen: 1_000_00,
  countLevel2LimitFen: 20_000_00,
  countLinesPerDay: 70,
  countSampleBp: 500,
  countMixBp: 1000,
  countDisputedBp: 500,
  countDisputedLeast: 2,
  countSpotBp: 500,
  /** Beyond so many seconds a device's clock is named beside what was counted with it. */
  countClockMostSeconds: 300,
  /** Days the ERP may take for the document of an adjustment before somebody has to look for it. */
  countErpMostDays: 5,
  countsPerYearA: 4,
  countsPerYearB: 2,
  countsPerYearC: 1,
  /** Days of a year on which is counted. */
  countWorkdays: 250,
  yearEndMonth: 12,
  yearEndCountDays: 92,
} as const;
type CountSettingKey = keyof typeof FIRST_COUNT_SETTINGS;
export type CountSettings = Record<CountSettingKey, number>;

/** All counting settings from rows of table `setting`; a missing or unusable row leaves the first value. */
export function countSettingsOf(rows: readonly SettingRow[]): CountSettings {
  return numericSettings(FIRST_COUNT_SETTINGS, rows);
}

/** Why a shelf differs from the book (stock §5.5); the sign says which way it may differ, and some must be seen (0355). */
export const FIRST_VARIANCE_REASONS = [
  { code: 'COUNT_ERROR', name: '盘错', sign: '±', requiresPhoto: 0 },
  { code: 'UNIT', name: '单位错', sign: '±', requiresPhoto: 0 },
  { code: 'WRONG_BIN', name: '错放', sign: '±', requiresPhoto: 0 },
  { code: 'WRONG_PART', name: '串件或相似件', sign: '±', requiresPhoto: 0 },
  { code: 'UNPOSTED_ISSUE', name: '未出账先发货', sign: '-', requiresPhoto: 0 },
  { code: 'UNPOSTED_RECEIPT', name: '已到货未入账', sign: '+', requiresPhoto: 0 },
  { code: 'DOUBLE_POST', name: '重复过账', sign: '±', requiresPhoto: 0 },
  { code: 'SUPERSESSION', name: '换号', sign: '±', requiresPhoto: 0 },
  { code: 'DAMAGE', name: '损坏', sign: '-', requiresPhoto: 1 },
  { code: 'LOSS', name: '丢失', sign: '-', requiresPhoto: 0 },
  { code: 'THEFT', name: '盗失', sign: '-', requiresPhoto: 0 },
  { code: 'SUPPLIER_SHORT', name: '来料短装', sign: '-', requiresPhoto: 0 },
  { code: 'KIT', name: '拆套', sign: '±', requiresPhoto: 0 },
  { code: 'OLD_PART_MIXED', name: '旧件混入', sign: '+', requiresPhoto: 0 },
  { code: 'OPENING', name: '期初错', sign: '±', requiresPhoto: 0 },
  { code: 'OTHER', name: '其他', sign: '±', requiresPhoto: 0 },
] as const;
