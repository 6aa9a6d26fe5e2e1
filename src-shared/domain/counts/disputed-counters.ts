interface CountedTwice {
  /** The counts of a line in the order of their rounds. */
  counts: readonly { round: number; countedBy: string; varianceMilli: number }[];
}

/**
 * The people whose first counts of a sheet a second count contradicted too often: in more than `disputedBp` basis points of the
 * lines they counted, and in `disputedLeast` lines or more, because one miscount in a dozen lines is no rate. Stock §4.3, R9.
 */
export function disputedCounters(
  lines: readonly CountedTwice[],
  { disputedBp, disputedLeast }: { disputedBp: number; disputedLeast: number },
): Set<string> {
  const counted = new Map<string, { lines: number; disputed: number }>();
  for (const { counts } of lines) {
    const [first, second] = counts;
    if (first?.round !== 1) continue;
    const sums = counted.get(first.countedBy) ?? { lines: 0, disputed: 0 };
    sums.lines += 1;
    if (second !== undefined && second.varianceMilli !== first.varianceMilli) sums.disputed += 1;
    counted.set(first.countedBy, sums);
  }
  const isTooOften = ({ lines: all, disputed }: { lines: number; disputed: number }): boolean =>
    disputed >= disputedLeast && BigInt(disputed) * 10_000n > BigInt(all) * BigInt(disputedBp);
  return new Set([...counted].filter(([, sums]) => isTooOften(sums)).map(([person]) => person));
}
