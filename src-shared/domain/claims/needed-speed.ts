/** Roads are longer than the straight line by this factor in basis points, as rule G01 reckons it (claims §5). */
const DETOUR_BP = 13_000;
const MINUTE_MS = 60_000;

/**
 * The speed in whole km/h it takes to cover a straight distance by road in the time there was, and the minutes; the speed is
 * null when no time was left. Claims §5 G01, vector: 874,356 m in 4 h = 284 km/h.
 */
export function neededSpeed(
  distanceM: number,
  fromAtMs: number,
  toAtMs: number,
): { minutes: number; kmPerHour: number | null } {
  const minutes = Math.floor((toAtMs - fromAtMs) / MINUTE_MS);
  if (minutes <= 0) return { minutes, kmPerHour: null };
  return { minutes, kmPerHour: Math.round((distanceM * DETOUR_BP * 60) / (10_000 * 1000 * minutes)) };
}
