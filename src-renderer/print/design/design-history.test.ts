import { expect, it } from 'vitest';
import { noHistory, pushed, redone, undone, type History } from './design-history.ts';

it('goes back and forward through the same steps, and a new step ends what was ahead', () => {
  let history: History<string> = noHistory();
  history = pushed(history, 'a', null);
  history = pushed(history, 'b', null);
  const back = undone(history, 'c');
  expect(back?.present).toBe('b');
  const forward = redone(back?.history ?? history, 'b');
  expect([forward?.present, forward?.history.past]).toEqual(['c', ['a', 'b']]);
  const other = pushed(back?.history ?? history, 'b', null);
  expect(redone(other, 'd')).toBeNull();
});

it('digits typed into one box are one step; another box begins a new one', () => {
  let history: History<number> = noHistory();
  history = pushed(history, 10, 'x');
  history = pushed(history, 1, 'x');
  history = pushed(history, 12, 'y');
  expect(history.past).toEqual([10, 12]);
  const back = undone(history, 13);
  // what is typed after a step back is a step of its own
  expect(pushed(back?.history ?? history, 12, 'y').past).toEqual([10, 12]);
});

it('nothing to take back or to do again is no step, and only the last two hundred are kept', () => {
  expect([undone(noHistory(), 1), redone(noHistory(), 1)]).toEqual([null, null]);
  let history: History<number> = noHistory();
  for (let step = 0; step < 300; step += 1) history = pushed(history, step, null);
  expect([history.past.length, history.past[0]]).toEqual([200, 100]);
});
