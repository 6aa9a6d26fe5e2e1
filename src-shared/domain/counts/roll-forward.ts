import type { MovementType } from '../parts/movement-types.ts';

/** What a movement is in a roll-forward of counted stock; a count's own entries are no movement of goods. */
export const ROLL_KINDS = ['received', 'issued', 'moved', 'other', 'counted'] as const;
export type RollKind = (typeof ROLL_KINDS)[number];

/**
 * The column of a roll-forward that each kind of movement stands in. Adjustments of counts stand apart: the quantity that was
 * counted has them in it already, and no goods moved. Design §8 Periods, stock §2.2.
 */
export const ROLL_KIND_OF: Readonly<Record<MovementType, RollKind>> = {
  ...{ RECEIPT: 'received', RETURN_NEW: 'received', OLD_IN: 'received', OPENING: 'received' },
  ...{ ISSUE_SALE: 'issued', ISSUE_WARRANTY: 'issued', OLD_OUT: 'issued', DAMAGE: 'issued', SCRAP: 'issued' },
  ...{ TRANSFER_OUT: 'moved', TRANSFER_IN: 'moved' },
  ...{ VALUE_ADJ: 'other', RECLASS: 'other', REVERSAL: 'other' },
  ...{ COUNT_ADJ: 'counted', COUNT_REANCHOR: 'counted' },
};

/** The kinds of movements in one column of a roll-forward. */
export function movementTypesOf(kind: RollKind): MovementType[] {
  return (Object.keys(ROLL_KIND_OF) as MovementType[]).filter((type) => ROLL_KIND_OF[type] === kind);
}
