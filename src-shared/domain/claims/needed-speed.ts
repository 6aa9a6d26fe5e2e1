const MINUTE_MS = 60_000;

/**
 * The speed in whole km/h it takes to cover a straight distance by road in the time there was, and the minutes; the speed is
 * null when no time was left. Roads are longer than the straight line by `detourBp`, rule G01's parameter. Claims §5 G01, vector: 874,356 m in 4 h = 284 km/h.
 */
export function neededSpeed(
  distanceM: number,
  fromAtMs: number,
  toAtMs: number,
  detourBp: number,
): { minutes: number; kmPerHour: number | null } {
  const minutes = Math.floor((toAtMs - fromAtMs) / MINUTE_MS);
  if (minutes <= 0) return { minutes, kmPerHour: null };
  return { minutes, kmPerHour: Math.round((distanceM * detourBp * 60) / (10_000 * 1000 * minutes)) };
}
