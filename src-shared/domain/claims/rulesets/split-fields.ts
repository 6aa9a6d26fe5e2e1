/** What a column of the split table may ask, and the codes it knows (claims §4.3). */
export interface SplitField {
  field: string;
  /** codes: one of a list, or none of it · number: at most · flag: it must be so. */
  kind: 'codes' | 'number' | 'flag';
  /** Every code a claim can have there; empty for numbers and flags. */
  codes: readonly string[];
}

const codes = (field: string, ...known: string[]): SplitField => ({ field, kind: 'codes', codes: known });

/** The columns of the split table in their order; the facts of a claim have the same names (`split-lines.ts`). */
export const SPLIT_FIELDS: readonly SplitField[] = [
  codes('productLine', 'COACH', 'TRUCK'),
  codes('claimType', 'WARRANTY', 'GOODWILL', 'CAMPAIGN', 'PDI', 'FIRST_SERVICE', 'SEASON_CHECK'),
  codes('claimantType', 'STATION', 'OWN_WORKSHOP', 'ENGINEER'),
  codes('position', 'IN', 'OUT_BY_DATE', 'OUT_BY_KM', 'EXCLUDED', 'CAMPAIGN', 'UNKNOWN'),
  codes(
    'componentClass',
    ...['ENGINE', 'DRIVELINE', 'AXLE', 'BRAKE', 'STEER', 'ELEC', 'AC', 'BODY', 'NEV', 'WEAR', 'OTHER'],
  ),
  codes('responsibility', 'MAKER', 'SUPPLIER', 'STATION', 'CUSTOMER', 'UNKNOWN'),
  codes('grade', 'A', 'B', 'C', 'D'),
  { field: 'monthsOver', kind: 'number', codes: [] },
  { field: 'kmUsedBp', kind: 'number', codes: [] },
  { field: 'isRework', kind: 'flag', codes: [] },
  { field: 'hasPreauth', kind: 'flag', codes: [] },
];

/** The operators a column of this kind may use. */
export const OPERATORS_OF: Readonly<Record<SplitField['kind'], readonly string[]>> = {
  codes: ['in', 'notIn'],
  number: ['atMost'],
  flag: ['isTrue'],
};
