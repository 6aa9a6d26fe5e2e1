import { describe, expect, it } from 'vitest';
import { sheetPlaceOf, sheetReceiverRefusal } from './hand-over-sheet.ts';

const SHEET = { status: 'COUNTING', round: 1, counterUserId: 'u-1', recounterUserId: 'u-2' };
const RECEIVER = { userId: 'u-3', roles: ['counter'], isOfRegion: true, hasCounted: false };

describe('handing a count sheet over', () => {
  it.each([
    { what: 'the counter while the first count runs', sheet: {}, who: 'u-1', place: 'counter' },
    { what: 'the counter afterwards', sheet: { status: 'REVIEW' }, who: 'u-1', place: null },
    { what: 'the counter in the recount', sheet: { status: 'RECOUNT', round: 2 }, who: 'u-1', place: null },
    { what: 'the recounter before the recount', sheet: {}, who: 'u-2', place: 'recounter' },
    { what: 'the recounter in review', sheet: { status: 'REVIEW' }, who: 'u-2', place: 'recounter' },
    { what: 'the recounter in the third round', sheet: { status: 'RECOUNT', round: 3 }, who: 'u-2', place: null },
    { what: 'nobody of a posted one', sheet: { status: 'POSTED' }, who: 'u-2', place: null },
    { what: 'a stranger', sheet: {}, who: 'u-9', place: null },
  ])('is for $what: $place', ({ sheet, who, place }) => {
    expect(sheetPlaceOf({ ...SHEET, ...sheet }, who)).toBe(place);
  });

  it.each([
    { what: 'somebody who counts', place: 'counter', receiver: {}, reason: null },
    { what: 'somebody who does not', place: 'counter', receiver: { roles: ['l1'] }, reason: 'handover-not-their-role' },
    { what: 'another region', place: 'counter', receiver: { isOfRegion: false }, reason: 'handover-other-region' },
    { what: 'the recounter', place: 'counter', receiver: { userId: 'u-2' }, reason: 'count-same-person' },
    { what: 'the counter', place: 'recounter', receiver: { userId: 'u-1' }, reason: 'count-same-person' },
    {
      what: 'somebody who counted of it',
      place: 'recounter',
      receiver: { hasCounted: true },
      reason: 'count-same-person',
    },
    { what: 'the counter of before', place: 'counter', receiver: { hasCounted: true }, reason: null },
  ] as const)('to $what as the $place: $reason', ({ place, receiver, reason }) => {
    expect(sheetReceiverRefusal(SHEET, place, { ...RECEIVER, ...receiver })).toBe(reason);
  });
});
