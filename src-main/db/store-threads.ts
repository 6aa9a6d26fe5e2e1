import { Worker } from 'node:worker_threads';
import type { WorkerRole } from './worker-messages.ts';

/** Reading threads of a person's stores, beside the one that writes. */
export const READERS = 2;
const SET: readonly WorkerRole[] = ['writer', ...Array.from({ length: READERS }, () => 'reader' as const)];

/**
 * The threads of the stores, begun before it is known whose stores they will open: what they load takes longer than
 * opening, and a person who signs in does not wait for it.
 */
export class StoreThreads {
  #spare: { role: WorkerRole; worker: Worker }[] = [];

  /** Begins a set of threads; they wait without keeping the program alive. */
  warm(): void {
    if (this.#spare.length > 0) return;
    this.#spare = SET.map((role) => ({ role, worker: begin(role) }));
    for (const { worker } of this.#spare) {
      worker.unref();
      // whoever takes a thread hears of its end himself; one that ended before is not given to anybody
      worker.on('error', () => {
        this.#spare = this.#spare.filter((spare) => spare.worker !== worker);
      });
    }
  }

  /** A thread that has begun already, or a new one. */
  take(role: WorkerRole): Worker {
    const at = this.#spare.findIndex((spare) => spare.role === role);
    const [found] = at < 0 ? [] : this.#spare.splice(at, 1);
    if (found === undefined) return begin(role);
    found.worker.ref();
    return found.worker;
  }

  async close(): Promise<void> {
    const spare = this.#spare;
    this.#spare = [];
    await Promise.all(spare.map(({ worker }) => worker.terminate()));
  }
}

function begin(role: WorkerRole): Worker {
  return new Worker(new URL('./store-worker.ts', import.meta.url), { workerData: { role } });
}
