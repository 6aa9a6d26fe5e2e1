import { AppError } from '../../src-shared/errors.ts';

const FIRST_MS = 1000;
const LAST_MS = 60_000;

/** Milliseconds to wait after the `attempt`-th failure (from 1): doubling from 1 s to 60 s, half of it random, so that clients do not come in step (sync §3.12). */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(LAST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 10));
  return Math.round(full / 2 + (full / 2) * random());
}

/** How long to wait after a failure: what the server asked for when it did, with up to a fifth more, else the backoff. */
export function retryInMs(attempt: number, error: unknown, random: () => number = Math.random): number {
  const own = backoffMs(attempt, random);
  const seconds = error instanceof AppError ? error.data.details.seconds : undefined;
  if (typeof seconds !== 'number' || !Number.isFinite(seconds) || seconds <= 0) return own;
  return Math.max(own, Math.round(seconds * 1000 * (1 + random() / 5)));
}

/** A sleep that ends early when woken or aborted. */
export class Wakeable {
  #wake: (() => void) | null = null;
  #woken = false;

  wake(): void {
    this.#woken = true;
    this.#wake?.();
  }

  async sleep(ms: number): Promise<void> {
    if (!this.#woken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(ms, 2_147_483_647));
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#wake = null;
    this.#woken = false;
  }
}
