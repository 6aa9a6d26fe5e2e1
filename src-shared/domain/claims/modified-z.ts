import { decimalFraction, fraction, roundedTimes } from '../units/fraction.ts';

export interface ModifiedZ {
  /** May end in .5; null for an empty list. */
  medianFen: number | null;
  /** Median absolute deviation; may end in .25; null for an empty list. */
  madFen: number | null;
  /** 0.6745 × (value − median) / MAD to 3 decimals; null with too few peers or a MAD of 0. */
  z: number | null;
  /** Only upwards: the unrounded z is above the threshold. */
  outlier: boolean;
}

/** Twice the median, so that it stays whole. */
function doubledMedian(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? 2 * upper : (sorted[middle - 1] ?? 0) + upper;
}

/**
 * The modified z-score of a value among its peers (which include the judged one as listed), by exact arithmetic. Claims §5
 * S04.
 */
export function modifiedZ(input: {
  peersFen: readonly number[];
  valueFen: number;
  threshold: number;
  minPeers: number;
}): ModifiedZ {
  const { peersFen, valueFen, threshold, minPeers } = input;
  if (peersFen.length === 0) return { medianFen: null, madFen: null, z: null, outlier: false };
  const median2 = doubledMedian(peersFen);
  const mad4 = doubledMedian(peersFen.map((peerFen) => Math.abs(2 * peerFen - median2)));
  const figures = { medianFen: median2 / 2, madFen: mad4 / 4 };
  if (peersFen.length < minPeers || mad4 === 0) return { ...figures, z: null, outlier: false };
  // 0.6745 × (value − median2/2) / (mad4/4), over whole numbers.
  const z = fraction(6745n * (2n * BigInt(valueFen) - BigInt(median2)) * 2n, 10_000n * BigInt(mad4));
  const limit = decimalFraction(threshold);
  return { ...figures, z: roundedTimes(z, 1000n) / 1000, outlier: z.num * limit.den > limit.num * z.den };
}
