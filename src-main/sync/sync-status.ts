import type { SyncState } from '../../src-shared/contract/sync.contract.ts';

const LEAST_INTERVAL_MS = 100;

/** What the screens know of the replication, told to them at most ten times a second; the last word always arrives. */
export class SyncStatus {
  #state: SyncState;
  readonly #tell: (state: SyncState) => void;
  #timer: NodeJS.Timeout | null = null;
  #toldAt = 0;

  constructor(tell: (state: SyncState) => void) {
    this.#tell = tell;
    this.#state = SIGNED_OUT;
  }

  get current(): SyncState {
    return this.#state;
  }

  set(change: Partial<SyncState>): void {
    const next = { ...this.#state, ...change };
    if (JSON.stringify(next) === JSON.stringify(this.#state)) return;
    this.#state = next;
    const waitMs = this.#toldAt + LEAST_INTERVAL_MS - performance.now();
    if (waitMs <= 0) this.#say();
    else this.#timer ??= setTimeout(() => this.#say(), waitMs);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #say(): void {
    this.stop();
    this.#toldAt = performance.now();
    this.#tell(this.#state);
  }
}

export const SIGNED_OUT: SyncState = {
  phase: 'signed-out',
  usable: false,
  lastContactAtMs: null,
  waitingCommands: 0,
  attentionCommands: 0,
  rowsDone: 0,
  rowsTotal: null,
  bytesDone: 0,
  secondsLeft: null,
  historyPending: false,
  seq: 0,
  checkedAtMs: null,
  problem: null,
};
