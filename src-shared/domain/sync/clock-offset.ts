/** Under this a difference is the way of the answer and no clock that is wrong. */
const LEAST_OFFSET_MS = 2_000;

/**
 * What is added to this device's clock to get the server's, in ms: positive where the device is behind. 0 where the difference is no
 * more than two seconds or half the time the answer took, for then nobody knows. Stock §2, conventions (0354).
 */
export function clockOffsetMs(seen: { sentAtMs: number; serverTimeMs: number; receivedAtMs: number }): number {
  const { sentAtMs, serverTimeMs, receivedAtMs } = seen;
  const offsetMs = serverTimeMs - Math.round((sentAtMs + receivedAtMs) / 2);
  const doubtMs = Math.max(LEAST_OFFSET_MS, Math.ceil((receivedAtMs - sentAtMs) / 2));
  return Math.abs(offsetMs) <= doubtMs ? 0 : offsetMs;
}

/**
 * By how many whole minutes a device's clock was ahead (positive) or behind (negative) when that is more than may be; null when it was
 * not. Stock §2, conventions.
 */
export function clockOffMinutes(offsetMs: number, mostMs: number): number | null {
  return Math.abs(offsetMs) > mostMs ? -Math.round(offsetMs / 60_000) : null;
}
