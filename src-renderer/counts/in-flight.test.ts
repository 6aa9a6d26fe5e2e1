import { expect, it } from 'vitest';
import { InFlight } from './in-flight.ts';

it('is over when the last of its works is, also where one failed and another came meanwhile', async () => {
  const inFlight = new InFlight();
  const seen: number[] = [];
  inFlight.state.subscribe(() => seen.push(inFlight.state.read()));
  const [scan, save, late] = [0, 1, 2].map(() => Promise.withResolvers<void>());
  inFlight.follow(scan?.promise ?? Promise.resolve());
  inFlight.follow(save?.promise ?? Promise.resolve());
  scan?.resolve();
  await Promise.resolve();
  inFlight.follow(late?.promise ?? Promise.resolve());
  save?.reject(new Error('no room on the disk'));
  await Promise.resolve();
  expect(inFlight.state.read()).toBe(1);
  late?.resolve();
  await Promise.resolve();
  expect(seen).toEqual([1, 2, 1, 2, 1, 0]);
});
