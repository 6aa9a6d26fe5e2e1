/** What was found of one line on arrival, in thousandths; what is wrong is neither good nor what was ordered. */
export interface ArrivedLine {
  /** Sent and not accounted for yet. */
  openMilli: number;
  okMilli: number;
  damagedMilli: number;
  wrongMilli: number;
  overMilli: number;
}

/** What is still missing of a line after what was found of it: `open + over = ok + damaged + wrong + short`. Negative when more was found than is open. Stock §3.2. */
export function shortMilli({ openMilli, okMilli, damagedMilli, wrongMilli, overMilli }: ArrivedLine): number {
  return openMilli + overMilli - okMilli - damagedMilli - wrongMilli;
}

export type ArrivalFault = 'negative' | 'overWithRest' | 'moreThanOpen';

/**
 * What is wrong with what was written of an arrival; null when it can be posted. An overage is named as such and only on a
 * line of which nothing is missing: otherwise the missing pieces are simply among those that came. Stock §3.2.
 */
export function arrivalFault(line: ArrivedLine): ArrivalFault | null {
  const { okMilli, damagedMilli, wrongMilli, overMilli } = line;
  if (Math.min(okMilli, damagedMilli, wrongMilli, overMilli) < 0) return 'negative';
  const short = shortMilli(line);
  if (short < 0) return 'moreThanOpen';
  return overMilli > 0 && short > 0 ? 'overWithRest' : null;
}
