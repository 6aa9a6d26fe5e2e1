import type { CentralDb } from '../db/open-central.ts';

/** Something the server does by itself when its day has come; returns how many things it did. */
export type DueStep = (db: CentralDb, moment: { nowMs: number; today: string; newId(): string }) => Promise<number>;

interface DueStepsOptions {
  db: CentralDb;
  /** By name, for the log. Each runs in a transaction of its own: one that fails does not hold up the others. */
  steps: Readonly<Record<string, DueStep>>;
  nowMs: () => number;
  today: () => string;
  newId: () => string;
  onCommitted: () => void;
  onError: (step: string, error: unknown) => void;
}

/** A step that did as many as it may at once is asked again at once; this bounds a night's catching up. */
const MOST_ROUNDS = 200;
const EVERY_MS = 10 * 60_000;

/** The server's clock: silence that confirms, answers that do not come. Safe to run on several servers at once. */
export class DueSteps {
  readonly #options: DueStepsOptions;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: DueStepsOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#running = this.run().then(() => undefined);
    }, EVERY_MS);
    this.#timer.unref();
    this.#running = this.run().then(() => undefined);
  }

  /** Does everything that is due now; returns how much each step did. */
  async run(): Promise<Record<string, number>> {
    const done: Record<string, number> = {};
    for (const [name, step] of Object.entries(this.#options.steps)) done[name] = await this.#catchUp(name, step);
    return done;
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#running;
  }

  async #catchUp(name: string, step: DueStep): Promise<number> {
    const { db, nowMs, today, newId, onCommitted, onError } = this.#options;
    let total = 0;
    for (let round = 0; round < MOST_ROUNDS && !this.#closed; round += 1) {
      try {
        const moment = { nowMs: nowMs(), today: today(), newId };
        const count = await db.transaction().execute((transaction) => step(transaction, moment));
        if (count === 0) break;
        total += count;
        onCommitted();
      } catch (error) {
        onError(name, error);
        break;
      }
    }
    return total;
  }
}
