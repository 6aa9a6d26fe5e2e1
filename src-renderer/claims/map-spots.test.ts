import { describe, expect, test } from 'vitest';
import { linesOf, spotsOf } from './map-spots.ts';

const WORKSHOP = [
  { x: 100, y: 200 },
  { x: 104, y: 203 },
  { x: 100, y: 211.9 },
];
const ROADSIDE = { x: 100, y: 60 };

describe('a map whose points lie on each other', () => {
  test('marks that would cover each other are one spot, where the first of them stands', () => {
    const [workshop, roadside] = [WORKSHOP, ROADSIDE];
    expect(spotsOf([workshop[0], roadside, workshop[1], workshop[2]].filter((place) => place !== undefined))).toEqual([
      { x: 100, y: 200, points: [0, 2, 3] },
      { x: 100, y: 60, points: [1] },
    ]);
  });

  test('marks that only touch stay two', () => {
    expect(spotsOf([ROADSIDE, { x: 112, y: 60 }])).toHaveLength(2);
  });

  test('legs between the same two spots are one line whichever way they run, and one within a spot is none', () => {
    const spots = spotsOf([...WORKSHOP, ROADSIDE]);
    const legs = [
      { from: 0, to: 3 },
      { from: 3, to: 1 },
      { from: 1, to: 2 },
    ];
    expect(linesOf(spots, legs)).toEqual([{ from: spots[0], to: spots[1], legs: legs.slice(0, 2) }]);
  });
});
