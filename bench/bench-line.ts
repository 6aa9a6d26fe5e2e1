export interface BenchLine {
  bench: string;
  /** What was measured, with its size. */
  case: string;
  value: number;
  unit: string;
  /** What it is compared with; null where the measure stands alone. */
  peer: string | null;
  peerValue: number | null;
  ratio: number | null;
}

/** One JSON line per measure on standard output, for people and programs alike (design §6). */
export function printBenchLine(line: BenchLine): void {
  const rounded = (value: number | null): number | null => (value === null ? null : Number(value.toPrecision(4)));
  const figures = { value: rounded(line.value), peerValue: rounded(line.peerValue), ratio: rounded(line.ratio) };
  console.log(JSON.stringify({ ...line, ...figures }));
}
