import { expect, it } from 'vitest';
import { meantDispatch, type SentDispatch } from './meant-dispatch.ts';

const sent = (dispatchedAtMs: number, status: string, arrivedAtMs: number | null = null): SentDispatch => ({
  ...{ dispatchedAtMs, status, arrivedAtMs },
});
const waiting = sent(100, 'SENT');
const refused = sent(100, 'REFUSED');
const arrived = sent(100, 'ARRIVED', 130);

it.each<[string, number, SentDispatch[], SentDispatch | undefined]>([
  ['the first paper', 100, [], undefined],
  ['the same moment', 100, [refused], refused],
  ['the same moment of an older one', 100, [sent(200, 'SENT'), refused], refused],
  ['another moment of one that waits', 90, [waiting], waiting],
  ['a later moment of one that waits', 110, [waiting], waiting],
  ['an earlier moment of a refused one', 99, [refused], refused],
  ['a later moment than a refused one', 101, [refused], undefined],
  ['a moment before the arrival', 130, [arrived], arrived],
  ['a moment after the arrival', 131, [arrived], undefined],
])('%s', (_what, dispatchedAtMs, all, expected) => {
  expect(meantDispatch(dispatchedAtMs, all)).toBe(expected);
});
