import { withinTolerance, type CountTolerance } from './tolerance.ts';

export interface CountedLine {
  expectedMilli: number;
  countedMilli: number;
  unitCostFen: number;
  partId: string;
  binId: string;
  /** The supersession chain of the part; null = in none. */
  chainId: string | null;
}

interface OtherLine {
  partId: string;
  binId: string;
  chainId: string | null;
  varianceMilli: number;
}

interface TriggerInput {
  line: CountedLine;
  tolerance: CountTolerance;
  packFactors: readonly number[];
  /** null = no limit. */
  binCapacityMilli: number | null;
  otherLines: readonly OtherLine[];
}

/** R1 out of tolerance · R2 nothing found · R3 found where nothing was expected · R4 unit · R5 digit swap · R6 mirror · R7 far too many. */
const TRIGGERS: readonly (readonly [string, (input: TriggerInput) => boolean])[] = [
  ['R1', ({ line, tolerance }) => !withinTolerance({ ...line, ...tolerance }).within],
  ['R2', ({ line }) => line.expectedMilli > 0 && line.countedMilli === 0],
  ['R3', ({ line }) => line.expectedMilli === 0 && line.countedMilli > 0],
  ['R4', ({ line, packFactors }) => packFactors.some((factor) => isUnitSuspicion(line, factor))],
  ['R5', ({ line }) => isDigitSwap(line)],
  ['R6', ({ line, otherLines }) => otherLines.some((other) => isMirror(line, other))],
  ['R7', ({ line, binCapacityMilli }) => isFarTooMany(line, binCapacityMilli)],
];

/** Which reasons ask for a second count of a line, ascending (R8 and R9 are drawn per sheet, not per line). Stock §4.3. */
export function recountTriggers(input: TriggerInput): string[] {
  return TRIGGERS.filter(([, fires]) => fires(input)).map(([id]) => id);
}

function isUnitSuspicion({ expectedMilli, countedMilli }: CountedLine, factor: number): boolean {
  if (factor <= 1 || expectedMilli === 0 || countedMilli === 0) return false;
  const [expected, counted, times] = [BigInt(expectedMilli), BigInt(countedMilli), BigInt(factor)];
  return counted * times === expected || expected * times === counted;
}

function isDigitSwap({ expectedMilli, countedMilli }: CountedLine): boolean {
  const isWhole = (milli: number): boolean => milli > 0 && milli % 1000 === 0;
  if (!isWhole(expectedMilli) || !isWhole(countedMilli) || expectedMilli === countedMilli) return false;
  const digits = (milli: number): string => [...String(milli / 1000)].sort().join('');
  return digits(expectedMilli) === digits(countedMilli);
}

function isMirror(line: CountedLine, other: OtherLine): boolean {
  const varianceMilli = line.countedMilli - line.expectedMilli;
  if (varianceMilli === 0 || other.varianceMilli !== -varianceMilli) return false;
  const sameChain = line.chainId !== null && line.chainId === other.chainId;
  return sameChain || line.binId === other.binId || line.partId === other.partId;
}

function isFarTooMany({ expectedMilli, countedMilli }: CountedLine, capacityMilli: number | null): boolean {
  return BigInt(countedMilli) > 10n * BigInt(expectedMilli) || (capacityMilli !== null && countedMilli > capacityMilli);
}
