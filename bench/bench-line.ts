/** One measurement of `npm run bench`: times in ms, rates per second, shares in %; the peer was measured in the same run. */
export interface BenchLine {
  bench: string;
  case: string;
  value: number;
  unit: string;
  peer: string | null;
  peerValue: number | null;
}

/** Prints the measurement as one JSON line with `ratio` = value ÷ peerValue (design §6). */
export function printBenchLine(line: BenchLine): void {
  const ratio = line.peerValue === null || line.peerValue === 0 ? null : rounded(line.value / line.peerValue);
  const peerValue = line.peerValue === null ? null : rounded(line.peerValue);
  console.log(JSON.stringify({ ...line, value: rounded(line.value), peerValue, ratio }));
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
