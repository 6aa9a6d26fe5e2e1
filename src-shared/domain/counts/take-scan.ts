/** A line as far as a scanner is concerned with it. */
export interface ScanLine {
  id: string;
  partId: string;
  binCode: string | null;
  serialNo: string;
  countedMilli: number | null;
}

/** What a code means in the warehouse of the sheet: a bin, a part with the quantity its barcode stands for, or nothing. */
export interface ScannedThing {
  bin: { id: string; code: string } | null;
  part: { id: string; partNo: string; factorMilli: number } | null;
}

export type ScanOutcome =
  /** Another bin is open; so many lines of the one before are not counted yet. */
  | { kind: 'bin'; binCode: string; left: number }
  | { kind: 'count'; lineId: string; addMilli: number }
  /** A serial number that is counted already. */
  | { kind: 'repeat'; lineId: string }
  /** Which bin it lies in has to be scanned first. */
  | { kind: 'needsBin' }
  /** Not on the sheet in the open bin; the bin the sheet has it in, if any. */
  | { kind: 'found'; partId: string; addMilli: number; listedIn: string | null }
  | { kind: 'unknown' };

/**
 * What a scan does to a sheet: a bin is opened, a part is counted in the open bin (a box with all that is in it, again and again on
 * the same line), what the sheet does not have there is a found item, and a code nobody knows waits for a person. Stock §5.2.
 */
export function takeScan(
  { bin, part }: ScannedThing,
  { lines, openBin }: { lines: readonly ScanLine[]; openBin: string | null },
): ScanOutcome {
  if (bin !== null) return { kind: 'bin', binCode: bin.code, left: leftIn(lines, openBin) };
  if (part === null) return { kind: 'unknown' };
  const listed = lines.filter(({ partId }) => partId === part.id);
  const here = openBin === null ? listed : listed.filter(({ binCode }) => binCode === openBin);
  const [line] = here;
  if (openBin === null && here.length !== 1) return { kind: 'needsBin' };
  if (line === undefined) {
    return { kind: 'found', partId: part.id, addMilli: part.factorMilli, listedIn: listed[0]?.binCode ?? null };
  }
  if (line.serialNo !== '' && (line.countedMilli ?? 0) > 0) return { kind: 'repeat', lineId: line.id };
  return { kind: 'count', lineId: line.id, addMilli: part.factorMilli };
}

function leftIn(lines: readonly ScanLine[], binCode: string | null): number {
  return binCode === null ? 0 : lines.filter((line) => line.binCode === binCode && line.countedMilli === null).length;
}
