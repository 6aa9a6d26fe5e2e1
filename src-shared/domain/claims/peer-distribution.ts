/** Where a value stands among others of its kind; all in the unit of the values. */
interface PeerDistribution {
  median: number;
  /** Share of the values below `mine` in basis points. */
  belowBp: number;
  lowest: number;
  highest: number;
  /** How many values fall into each of twelve equal steps from lowest to highest. */
  steps: number[];
}

const STEPS = 12;

/** The middle value; of an even number the lower of the two middle ones, so that it is always a value that occurred; null of none. */
export function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}

/**
 * How whole numbers are spread and where `mine` stands among them; null without values. The range takes in `mine`, so that
 * it can be drawn. Claims §6.3 (6).
 */
export function peerDistribution(values: readonly number[], mine: number): PeerDistribution | null {
  const median = medianOf(values);
  if (median === null) return null;
  const lowest = Math.min(mine, ...values);
  const highest = Math.max(mine, ...values);
  const width = Math.max(1, highest - lowest);
  const steps = Array.from({ length: STEPS }, () => 0);
  for (const value of values) {
    const step = Math.min(STEPS - 1, Math.floor(((value - lowest) * STEPS) / width));
    steps[step] = (steps[step] ?? 0) + 1;
  }
  const below = values.filter((value) => value < mine).length;
  return { median, belowBp: Math.floor((below * 10_000) / values.length), lowest, highest, steps };
}
