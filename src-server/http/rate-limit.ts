import { AppError } from '../../src-shared/errors.ts';

interface Bucket {
  level: number;
  atMs: number;
}

/** Idle buckets are forgotten above this number, so that nobody can fill the memory with invented names. */
const MOST_BUCKETS = 10_000;

/** So many units a second for each key, with `burst` units in store; over it the answer is TOO_MANY with the seconds to wait. */
export class RateLimit {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #nowMs: () => number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(options: { perSecond: number; burst: number; nowMs(): number }) {
    this.#perSecond = options.perSecond;
    this.#burst = options.burst;
    this.#nowMs = () => options.nowMs();
  }

  take(key: string, units = 1): void {
    const now = this.#nowMs();
    const before = this.#buckets.get(key);
    const gained = before === undefined ? this.#burst : (Math.max(0, now - before.atMs) / 1000) * this.#perSecond;
    const level = Math.min(this.#burst, (before?.level ?? 0) + gained);
    // More units than the burst at once are let through when nothing else was taken, and paid for afterwards.
    if (level < Math.min(units, this.#burst)) {
      const seconds = Math.max(1, Math.ceil((Math.min(units, this.#burst) - level) / this.#perSecond));
      throw new AppError('TOO_MANY', 'too-many-requests', { seconds });
    }
    this.#buckets.delete(key);
    this.#buckets.set(key, { level: level - units, atMs: now });
    const oldest = this.#buckets.size > MOST_BUCKETS ? this.#buckets.keys().next().value : undefined;
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }
}
