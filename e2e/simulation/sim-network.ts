import { Readable } from 'node:stream';
import { refusedByStatus } from '../../src-main/sync/server-refusal.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { Chance } from './random.ts';
import type { HttpAnswer, SimServer } from './sim-server.ts';
import type { SimUser } from './sim-store.ts';

export interface Weather {
  /** Probabilities of one exchange. */
  requestLost: number;
  answerLost: number;
  cutShort: number;
  /** The request arrives a second time, later. */
  repeated: number;
  /** An older answer of the same path comes instead of the new one. */
  stale: number;
  flippedByte: number;
  slowestMs: number;
}

export const CALM: Weather = {
  requestLost: 0,
  answerLost: 0,
  cutShort: 0,
  repeated: 0,
  stale: 0,
  flippedByte: 0,
  slowestMs: 20,
};

/** Weather in which everything may go wrong, a little or often. */
export function stormOf(chance: Chance): Weather {
  const some = (most: number): number => (chance.hits(0.6) ? chance.next() * most : 0);
  return {
    ...{ requestLost: some(0.15), answerLost: some(0.2), cutShort: some(0.25), repeated: some(0.2) },
    ...{ stale: some(0.2), flippedByte: some(0.05), slowestMs: chance.between(5, 1500) },
  };
}

export interface Peer {
  user: SimUser;
  deviceId: string;
  /** The cable is out. */
  cutOff: boolean;
  /** The server does not know the token any more, until the desktop asks for another one. */
  tokenEnded: boolean;
}

interface StreamAsked {
  serverUrl: string;
  path: string;
  signal?: AbortSignal;
}

const away = (): AppError => new AppError('UNAVAILABLE', 'server-away');

/** Everything between the desktops and the server: slow, lossy, repeating, and in an order of its own. */
export class SimNetwork {
  readonly #chance: Chance;
  readonly #peers = new Map<string, Peer>();
  readonly #older = new Map<string, HttpAnswer[]>();
  weather: Weather = CALM;
  server: SimServer | null = null;
  /** May change the bytes of an answer: a server that is wrong. */
  tamper: ((url: URL, answer: HttpAnswer) => HttpAnswer) | null = null;
  counts = { exchanges: 0, lost: 0, cut: 0, repeated: 0, stale: 0, flipped: 0 };

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  join(serverUrl: string, peer: Peer): void {
    this.#peers.set(new URL(serverUrl).host, peer);
  }

  /** Request there, answer back; each way may fail, and a failure looks the same to the one who asked. */
  async exchange<Answer>(serverUrl: string, work: (server: SimServer, peer: Peer) => Promise<Answer>): Promise<Answer> {
    const peer = this.#peer(serverUrl);
    const { weather } = this;
    this.counts.exchanges += 1;
    await this.#travel();
    if (peer.cutOff || this.#chance.hits(weather.requestLost)) return this.#lose();
    const { server } = this;
    if (server === null) return this.#lose();
    if (this.#chance.hits(weather.repeated)) this.#repeat(server, peer, work);
    if (peer.tokenEnded) throw new AppError('UNAUTHENTICATED', 'token-expired');
    const answer = await this.#served(server, () => work(server, peer));
    await this.#travel();
    if (peer.cutOff || !server.alive || this.#chance.hits(weather.answerLost)) return this.#lose();
    return answer;
  }

  async stream(asked: StreamAsked): Promise<Readable> {
    const url = new URL(asked.path, asked.serverUrl);
    const gone = asked.signal ?? new AbortController().signal;
    const fetched = this.exchange(asked.serverUrl, (server, { user, deviceId }) =>
      server.get(user, deviceId, { url, gone }),
    );
    const answer = this.#aged(url, await raced(fetched, gone));
    const whole = this.tamper?.(url, answer) ?? answer;
    if (whole.status !== 200) throw refusedByStatus(whole.status, whole.body.toString());
    return Readable.from(this.#pieces(whole.body, gone), { objectMode: false });
  }

  async fetch(input: string | URL): Promise<Response> {
    const url = new URL(input);
    const answer = await this.exchange(url.origin, (server, { user, deviceId }) =>
      server.checksum(user, deviceId, url.searchParams),
    );
    return new Response(new Uint8Array(answer.body), {
      status: answer.status,
      headers: { 'content-type': 'application/json' },
    });
  }

  async *#pieces(body: Buffer, gone: AbortSignal): AsyncGenerator<Buffer> {
    let bytes = body;
    const cut = this.#chance.hits(this.weather.cutShort);
    if (cut) bytes = body.subarray(0, this.#chance.below(body.length));
    if (bytes.length > 0 && this.#chance.hits(this.weather.flippedByte)) {
      bytes = Buffer.from(bytes);
      const at = this.#chance.below(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << this.#chance.below(8));
      this.counts.flipped += 1;
    }
    while (bytes.length > 0) {
      const size = this.#chance.between(1, Math.max(1, bytes.length));
      yield bytes.subarray(0, size);
      bytes = bytes.subarray(size);
      if (gone.aborted) throw new Error('aborted');
      if (this.#chance.hits(0.2)) await this.#travel();
    }
    if (!cut) return;
    this.counts.cut += 1;
    throw new Error('the connection broke');
  }

  /** Now and then an older answer to the same kind of question comes, as from a proxy that repeats. */
  #aged(url: URL, answer: HttpAnswer): HttpAnswer {
    const key = `${url.host} ${url.pathname}`;
    const older = this.#older.get(key) ?? [];
    this.#older.set(key, [...older, answer].slice(-4));
    const repeated = this.#chance.hits(this.weather.stale) ? this.#chance.pick(older) : undefined;
    if (repeated === undefined || repeated.status !== 200) return answer;
    this.counts.stale += 1;
    return repeated;
  }

  #repeat(server: SimServer, peer: Peer, work: (server: SimServer, peer: Peer) => Promise<unknown>): void {
    this.counts.repeated += 1;
    const later = this.#chance.between(1, 4 * this.weather.slowestMs);
    setTimeout(() => {
      if (server.alive) this.#served(server, () => work(server, peer)).catch(() => undefined);
    }, later);
  }

  async #served<Answer>(server: SimServer, work: () => Promise<Answer>): Promise<Answer> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof AppError && server.alive ? error : away();
    }
  }

  #travel(): Promise<void> {
    const delayMs = this.#chance.between(1, this.weather.slowestMs);
    return new Promise((resolve) => setTimeout(resolve, delayMs));
  }

  #lose(): never {
    this.counts.lost += 1;
    throw away();
  }

  #peer(serverUrl: string): Peer {
    const peer = this.#peers.get(new URL(serverUrl).host);
    if (peer === undefined) throw new Error(`nobody at ${serverUrl}`);
    return peer;
  }
}

function raced<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(away());
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
