/** A dispatch of a request to a station as far as its place in time goes; instants in milliseconds. */
export interface SentDispatch {
  dispatchedAtMs: number;
  arrivedAtMs: number | null;
  status: string;
}

/**
 * Which of the dispatches to a station, the last one first, a paper of a moment is of: that of the same moment, else the last one,
 * whose moment the paper puts right. What was refused, or had arrived, before the moment is over: the paper sends somebody once
 * more, and it is none of them (undefined). Claims §2.2, 0371.
 */
export function meantDispatch<Sent extends SentDispatch>(
  dispatchedAtMs: number,
  sent: readonly Sent[],
): Sent | undefined {
  const same = sent.find((row) => row.dispatchedAtMs === dispatchedAtMs);
  const [last] = sent;
  if (same !== undefined || last === undefined) return same;
  const isRefused = last.status === 'REFUSED' && dispatchedAtMs > last.dispatchedAtMs;
  const isOver = isRefused || (last.arrivedAtMs !== null && dispatchedAtMs > last.arrivedAtMs);
  return isOver ? undefined : last;
}
