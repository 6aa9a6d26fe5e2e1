/** Where an old part stands that its station still has, so that past its day it counts in the credit check. Stock §4.12 (0351). */
export const OWED_OLD_PART_STATUSES = ['DUE', 'TAGGED', 'BOXED', 'OVERDUE'] as const;
