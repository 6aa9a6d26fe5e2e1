import { COUNT_TRANSITIONS, type CountStatus, type SheetPeople } from './sheet-transition.ts';

/** A person's part in a sheet. */
export type SheetPlace = 'counter' | 'recounter';

/** While a sheet stands there, its counter or its recounter has still to count. A sheet in review may be sent to a recount. */
export const COUNTS_IN: Readonly<Record<SheetPlace, readonly CountStatus[]>> = {
  counter: ['DRAFT', 'RELEASED', 'COUNTING'],
  recounter: ['DRAFT', 'RELEASED', 'COUNTING', 'RECOUNT', 'REVIEW'],
};

/** The last round of each place; the third is a supervisor's who is not named. */
const LAST_ROUND: Readonly<Record<SheetPlace, number>> = { counter: 1, recounter: 2 };

/** Which part of a sheet this person has in hand; null = none, or nothing more to count. Stock §3.1. */
export function sheetPlaceOf(sheet: SheetPeople, userId: string): SheetPlace | null {
  const place = sheet.counterUserId === userId ? 'counter' : sheet.recounterUserId === userId ? 'recounter' : null;
  if (place === null || sheet.round > LAST_ROUND[place]) return null;
  return COUNTS_IN[place].some((status) => status === sheet.status) ? place : null;
}

/**
 * Why a sheet may not be handed to this person in this place, or null: not somebody who counts, the other of the two of the
 * sheet, or as its second somebody who has counted of it already. Stock §3.1, finding 9.
 */
export function sheetReceiverRefusal(
  sheet: SheetPeople,
  place: SheetPlace,
  receiver: { userId: string; roles: readonly string[]; isOfRegion: boolean; hasCounted: boolean },
): string | null {
  const { userId, roles, isOfRegion, hasCounted } = receiver;
  const other = place === 'counter' ? sheet.recounterUserId : sheet.counterUserId;
  const refusals: readonly (readonly [boolean, string])[] = [
    [!COUNT_TRANSITIONS.enter.roles.some((role) => roles.includes(role)), 'handover-not-their-role'],
    [!isOfRegion, 'handover-other-region'],
    [userId === other, 'count-same-person'],
    [place === 'recounter' && hasCounted, 'count-same-person'],
  ];
  return refusals.find(([holds]) => holds)?.[1] ?? null;
}
