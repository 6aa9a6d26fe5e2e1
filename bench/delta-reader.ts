import { openServerStream } from '../src-main/sync/server-stream.ts';
import type { WireLine } from '../src-shared/contract/sync-wire.ts';

const WAIT_SECONDS = 25;
const IDLE_TIMEOUT_MS = 60_000;

interface ReaderOptions {
  serverUrl: string;
  accessToken: string;
  /** With every batch that brought rows: how many, and when the server had put it into the feed. */
  onBatch(rows: number, atMs: number): void;
}

/** A desktop as the server sees it: it asks, waits, unpacks and reads everything it is sent, and keeps nothing. */
export class DeltaReader {
  readonly #options: ReaderOptions;
  readonly #stop = new AbortController();
  #cursor = '';
  answers = 0;

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  /** Takes a copy of the smallest table, whose end is a cursor at the server's newest number. */
  async begin(): Promise<void> {
    await this.#read('/sync/v1/snapshot?tier=all&tables=region');
  }

  /** Polls until `stop`. */
  async follow(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        await this.#read(`/sync/v1/delta?cursor=${this.#cursor}&wait=${String(WAIT_SECONDS)}`);
        this.answers += 1;
      } catch (error) {
        if (!this.#stop.signal.aborted) throw error;
      }
    }
  }

  stop(): void {
    this.#stop.abort();
  }

  async #read(path: string): Promise<void> {
    const { serverUrl, accessToken, onBatch } = this.#options;
    const stream = await openServerStream({
      ...{ serverUrl, path, accessToken, signal: this.#stop.signal, idleTimeoutMs: IDLE_TIMEOUT_MS },
    });
    let rest = '';
    let rows = 0;
    let atMs = 0;
    for await (const chunk of stream) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const text of lines) {
        if (text.startsWith('[')) rows += 1;
        if (!text.startsWith('{')) continue;
        const line = JSON.parse(text) as WireLine;
        if (line.t === 'begin') atMs = line.at_ms;
        if (line.t !== 'commit') continue;
        this.#cursor = line.cursor;
        if (rows > 0) onBatch(rows, atMs);
        rows = 0;
      }
    }
  }
}
