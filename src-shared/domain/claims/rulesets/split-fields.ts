/** What a column of the split table may ask, and the codes it knows (claims §4.3). */
export interface SplitField {
  field: string;
  /** codes: one of a list, or none of it · number: at most · flag: it must be so. */
  kind: 'codes' | 'number' | 'flag';
  /** Every code a claim can have there; empty for numbers and flags. */
  codes: readonly string[];
  /** Every claim has one of the codes; otherwise it may have none, or one that the masters brought. */
  always: boolean;
}

const codes = (field: string, ...known: string[]): SplitField => ({
  field,
  kind: 'codes',
  codes: known,
  always: false,
});
const always = (field: string, ...known: string[]): SplitField => ({ ...codes(field, ...known), always: true });

/** The last rule of the split table, so that every line gets exactly one (claims §4.3). */
export const LAST_SPLIT_RULE = 'SR-NONE';

/** The columns of the split table in their order; the facts of a claim have the same names (`split-lines.ts`). */
export const SPLIT_FIELDS: readonly SplitField[] = [
  codes('productLine', 'COACH', 'TRUCK'),
  always('claimType', 'WARRANTY', 'GOODWILL', 'CAMPAIGN', 'PDI', 'FIRST_SERVICE', 'SEASON_CHECK'),
  always('claimantType', 'STATION', 'OWN_WORKSHOP', 'ENGINEER'),
  always('position', 'IN', 'OUT_BY_DATE', 'OUT_BY_KM', 'EXCLUDED', 'CAMPAIGN', 'UNKNOWN'),
  codes(
    'componentClass',
    ...['ENGINE', 'DRIVELINE', 'AXLE', 'BRAKE', 'STEER', 'ELEC', 'AC', 'BODY', 'NEV', 'WEAR', 'OTHER'],
  ),
  always('responsibility', 'MAKER', 'SUPPLIER', 'STATION', 'CUSTOMER', 'UNKNOWN'),
  codes('grade', 'A', 'B', 'C', 'D'),
  { field: 'monthsOver', kind: 'number', codes: [], always: false },
  { field: 'kmUsedBp', kind: 'number', codes: [], always: false },
  { field: 'isRework', kind: 'flag', codes: [], always: false },
  { field: 'hasPreauth', kind: 'flag', codes: [], always: false },
];

/** The operators a column of this kind may use. */
export const OPERATORS_OF: Readonly<Record<SplitField['kind'], readonly string[]>> = {
  codes: ['in', 'notIn'],
  number: ['atMost'],
  flag: ['isTrue'],
};

/** Combinations no claim has: only engineers have no grade, and they never have one (0008, SR-IN-ENG). */
export const IMPOSSIBLE: readonly Readonly<Record<string, readonly (string | null)[]>>[] = [
  { grade: [null], claimantType: ['STATION', 'OWN_WORKSHOP'] },
  { grade: ['A', 'B', 'C', 'D'], claimantType: ['ENGINEER'] },
];
