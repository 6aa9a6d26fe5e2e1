import { Refusal } from './refusal.ts';

/** A moment in UTC: milliseconds in stores and contract, ISO-8601 text at the intake and in the vectors (design §8). */
export type Instant = number | string;

/** The UTC milliseconds of an instant, so that two ways of writing one moment compare equal. Refuses `invalid-instant`. */
export function instantMs(instant: Instant): number {
  const ms = typeof instant === 'number' ? instant : Date.parse(instant);
  if (!Number.isFinite(ms)) throw new Refusal('invalid-instant');
  return ms;
}
