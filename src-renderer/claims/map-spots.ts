interface Place {
  x: number;
  y: number;
}

/** Points of a map so close that their marks and words would cover each other. */
export interface Spot extends Place {
  /** Where the points stand in the list they came from, in its order. */
  points: number[];
}

/** Marks nearer than this cover each other: twice a mark's radius, in units of the drawing. */
const TOUCHING = 12;

/** The places gathered into spots; each stands where its first point does. */
export function spotsOf(places: readonly Place[]): Spot[] {
  const spots: Spot[] = [];
  places.forEach(({ x, y }, index) => {
    const near = spots.find((spot) => Math.hypot(spot.x - x, spot.y - y) < TOUCHING);
    if (near === undefined) spots.push({ x, y, points: [index] });
    else near.points.push(index);
  });
  return spots;
}

/** A line between two spots, for all legs that run between them whichever way; legs within a spot have none. */
export interface SpotLine<Leg> {
  from: Spot;
  to: Spot;
  legs: Leg[];
}

/** One line for each pair of spots that legs run between, in the order of the legs. */
export function linesOf<Leg extends { from: number; to: number }>(
  spots: readonly Spot[],
  legs: readonly Leg[],
): SpotLine<Leg>[] {
  const lines: SpotLine<Leg>[] = [];
  const spotOf = (point: number): Spot | undefined => spots.find(({ points }) => points.includes(point));
  for (const leg of legs) {
    const [from, to] = [spotOf(leg.from), spotOf(leg.to)];
    if (from === undefined || to === undefined || from === to) continue;
    const same = lines.find((line) => (line.from === from && line.to === to) || (line.from === to && line.to === from));
    if (same === undefined) lines.push({ from, to, legs: [leg] });
    else same.legs.push(leg);
  }
  return lines;
}
