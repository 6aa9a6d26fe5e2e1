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
    const level = this.#level(key);
    // More units than the burst at once are let through when nothing else was taken, and paid for afterwards.
    if (level < Math.min(units, this.#burst)) {
      const seconds = Math.max(1, Math.ceil((Math.min(units, this.#burst) - level) / this.#perSecond));
      throw new AppError('TOO_MANY', 'too-many-requests', { seconds });
    }
    this.spend(key, units);
  }

  /** Takes units whether or not they are there: what has been sent has been sent. */
  spend(key: string, units: number): void {
    const level = this.#level(key) - units;
    this.#buckets.delete(key);
    this.#buckets.set(key, { level, atMs: this.#nowMs() });
    const oldest = this.#buckets.size > MOST_BUCKETS ? this.#buckets.keys().next().value : undefined;
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }

  /** True while the key has used up more than it was given. */
  isSpent(key: string): boolean {
    return this.#level(key) <= 0;
  }

  #level(key: string): number {
    const before = this.#buckets.get(key);
    if (before === undefined) return this.#burst;
    const gained = (Math.max(0, this.#nowMs() - before.atMs) / 1000) * this.#perSecond;
    return Math.min(this.#burst, before.level + gained);
  }
}
