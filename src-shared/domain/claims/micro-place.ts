import { unroundedKm } from './distance.ts';

/** A place in millionths of a degree, as the stores have it. */
export interface MicroPlace {
  latMicro: number;
  lngMicro: number;
}

/** Great-circle distance in km, unrounded; coordinates in millionths of a degree. */
export function microDistanceKm(a: MicroPlace, b: MicroPlace): number {
  const degrees = ({ latMicro, lngMicro }: MicroPlace) => ({ lat: latMicro / 1e6, lng: lngMicro / 1e6 });
  return unroundedKm(degrees(a), degrees(b));
}

/** A place whose two coordinates are known, else null. */
export function knownPlace(place: {
  latMicro?: number | null | undefined;
  lngMicro?: number | null | undefined;
}): MicroPlace | null {
  const { latMicro = null, lngMicro = null } = place;
  return latMicro === null || lngMicro === null ? null : { latMicro, lngMicro };
}
