import { roundDecimals } from '../units/fraction.ts';
import { Refusal } from '../units/refusal.ts';

/** A place in degrees. */
export interface Place {
  lat: number;
  lng: number;
}

/** Mean radius of the earth in km, as the vectors use it. */
const EARTH_RADIUS_KM = 6371.0088;

/** Great-circle distance in km to 0.001. Refuses `invalid-coordinate` beyond ±90 / ±180 degrees. Claims §5 (G01, T01). */
export function haversineKm(input: { a: Place; b: Place }): number {
  return roundDecimals(unroundedKm(input.a, input.b), 3);
}

/** The same distance unrounded, for comparisons that must not turn on a displayed digit. */
export function unroundedKm(a: Place, b: Place): number {
  for (const { lat, lng } of [a, b]) {
    if (!(Math.abs(lat) <= 90 && Math.abs(lng) <= 180)) throw new Refusal('invalid-coordinate');
  }
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const half = (from: number, to: number): number => Math.sin(radians(to - from) / 2) ** 2;
  const h = half(a.lat, b.lat) + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * half(a.lng, b.lng);
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}
