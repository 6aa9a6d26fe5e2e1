import type { SharesBp, SplitCondition, SplitRule } from '../settlement/split.ts';
import { FIRST_RULES } from './first-rules.ts';
import type { Ruleset } from './ruleset-types.ts';

const isIn = (field: string, ...value: string[]): SplitCondition => ({ field, op: 'in', value });
const atMost = (field: string, value: number): SplitCondition => ({ field, op: 'atMost', value });

const ALL_MAKER: SharesBp = [10_000, 0, 0];
const ALL_CUSTOMER: SharesBp = [0, 10_000, 0];
const ALL_STATION: SharesBp = [0, 0, 10_000];

interface SplitSeed {
  id: string;
  priority: number;
  when: readonly SplitCondition[];
  shares: readonly [labour: SharesBp, material: SharesBp, travel: SharesBp];
}

function split({ id, priority, when, shares }: SplitSeed): SplitRule {
  const [labourBp, materialBp, travelBp] = shares;
  return { id, priority, validFrom: null, validTo: null, conditions: when, labourBp, materialBp, travelBp };
}

const WARRANTY_IN = [isIn('claimType', 'WARRANTY'), isIn('position', 'IN')];
const OUT_OF_WARRANTY = [isIn('claimType', 'GOODWILL'), isIn('position', 'OUT_BY_DATE', 'OUT_BY_KM')];
const BY_MAKER = isIn('responsibility', 'MAKER', 'SUPPLIER');

/** Claims §4.3, first match by priority. SR-IN-ENG is added: an engineer of the maker has no station's grade. */
const SPLIT: readonly SplitRule[] = [
  split({
    id: 'SR-CAMP',
    priority: 10,
    when: [isIn('claimType', 'CAMPAIGN')],
    shares: [ALL_MAKER, ALL_MAKER, ALL_MAKER],
  }),
  split({
    id: 'SR-FIXED',
    priority: 15,
    when: [isIn('claimType', 'PDI', 'FIRST_SERVICE', 'SEASON_CHECK')],
    shares: [ALL_MAKER, ALL_MAKER, ALL_STATION],
  }),
  split({
    id: 'SR-STFAULT',
    priority: 20,
    when: [isIn('responsibility', 'STATION')],
    shares: [ALL_STATION, ALL_STATION, ALL_STATION],
  }),
  split({
    id: 'SR-CUST',
    priority: 30,
    when: [isIn('claimType', 'WARRANTY'), isIn('responsibility', 'CUSTOMER')],
    shares: [ALL_CUSTOMER, ALL_CUSTOMER, ALL_CUSTOMER],
  }),
  split({
    id: 'SR-EXCL',
    priority: 40,
    when: [isIn('claimType', 'WARRANTY'), isIn('position', 'EXCLUDED')],
    shares: [ALL_CUSTOMER, ALL_CUSTOMER, ALL_CUSTOMER],
  }),
  split({
    id: 'SR-REWORK',
    priority: 45,
    when: [...WARRANTY_IN, { field: 'isRework', op: 'isTrue', value: null }],
    shares: [ALL_STATION, ALL_MAKER, ALL_STATION],
  }),
  split({
    id: 'SR-IN-MAKER',
    priority: 50,
    when: [...WARRANTY_IN, BY_MAKER, isIn('grade', 'A', 'B')],
    shares: [ALL_MAKER, ALL_MAKER, ALL_MAKER],
  }),
  split({
    id: 'SR-IN-ENG',
    priority: 52,
    when: [...WARRANTY_IN, isIn('responsibility', 'MAKER', 'SUPPLIER', 'UNKNOWN'), isIn('claimantType', 'ENGINEER')],
    shares: [ALL_MAKER, ALL_MAKER, ALL_MAKER],
  }),
  split({
    id: 'SR-IN-C',
    priority: 55,
    when: [...WARRANTY_IN, BY_MAKER, isIn('grade', 'C', 'D')],
    shares: [ALL_MAKER, ALL_MAKER, [8_000, 0, 2_000]],
  }),
  split({
    id: 'SR-IN-UNK',
    priority: 60,
    when: [...WARRANTY_IN, isIn('responsibility', 'UNKNOWN')],
    shares: [[8_000, 0, 2_000], ALL_MAKER, [8_000, 0, 2_000]],
  }),
  split({
    id: 'SR-GW-NEAR',
    priority: 70,
    when: [
      ...OUT_OF_WARRANTY,
      atMost('monthsOver', 3),
      atMost('kmUsedBp', 11_000),
      { field: 'componentClass', op: 'notIn', value: ['WEAR'] },
    ],
    shares: [[7_000, 0, 3_000], [5_000, 5_000, 0], ALL_CUSTOMER],
  }),
  split({
    id: 'SR-GW-FAR',
    priority: 80,
    when: [
      ...OUT_OF_WARRANTY,
      isIn('productLine', 'TRUCK'),
      { field: 'hasPreauth', op: 'isTrue', value: null },
      atMost('monthsOver', 12),
      isIn('componentClass', 'ENGINE', 'DRIVELINE'),
    ],
    shares: [[5_000, 5_000, 0], [3_000, 7_000, 0], ALL_CUSTOMER],
  }),
  // Mandatory and last, so that every line gets exactly one rule.
  split({ id: 'SR-NONE', priority: 999, when: [], shares: [ALL_CUSTOMER, ALL_CUSTOMER, ALL_CUSTOMER] }),
];

/** The ruleset a new company starts with; every number is proposed by claims §4.3–5 and is data. */
export const FIRST_RULESET: Ruleset = {
  version: 1,
  rules: FIRST_RULES,
  tables: {
    split: SPLIT,
    caps: [],
    risk: { infoPoints: 5, warnPoints: 20, blockPoints: 60, stationRiskDivisor: 4 },
  },
};

/** The ruleset of a row of table `ruleset`; the server checked its form when it was published. */
export function rulesetOf(row: { rulesetVersion: number; rulesJson: string; tablesJson: string }): Ruleset {
  return {
    version: row.rulesetVersion,
    rules: JSON.parse(row.rulesJson) as Ruleset['rules'],
    tables: JSON.parse(row.tablesJson) as Ruleset['tables'],
  };
}
