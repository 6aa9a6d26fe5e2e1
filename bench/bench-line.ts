export interface BenchLine {
  bench: string;
  /** What was measured, with its size. */
  case: string;
  value: number;
  unit: string;
  /** What it is compared with, measured in the same run; null where the measure stands alone. */
  peer: string | null;
  peerValue: number | null;
}

/** One JSON line per measure on standard output, for people and programs alike (design §6); ratio = value ÷ peerValue. */
export function printBenchLine(line: BenchLine): void {
  const ratio = line.peerValue === null ? null : line.value / line.peerValue;
  const figures = { value: rounded(line.value), peerValue: rounded(line.peerValue), ratio: rounded(ratio) };
  console.log(JSON.stringify({ ...line, ...figures }));
}

function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(4));
}
