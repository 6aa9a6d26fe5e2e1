import { createRouterClient } from '@orpc/server';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Writable } from 'node:stream';
import { claimCommands } from '../../src-server/claims/claims.commands.ts';
import { CommandDispatcher } from '../../src-server/commands/dispatcher.ts';
import type { CentralDb } from '../../src-server/db/open-central.ts';
import { toOrpcError } from '../../src-server/http/app-error-mapper.ts';
import type { Caller } from '../../src-server/http/caller.ts';
import { Limits } from '../../src-server/http/limits.ts';
import { createLogger } from '../../src-server/http/logger.ts';
import { createRoutes } from '../../src-server/http/routes.ts';
import { Checksums } from '../../src-server/sync/checksum.ts';
import { Sequencer } from '../../src-server/sync/sequencer.ts';
import { syncProcedures } from '../../src-server/sync/sync.procedures.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import { ProcessDied } from './fault-hooks.ts';
import type { Oracle } from './oracle.ts';
import type { SimStore, SimUser } from './sim-store.ts';

export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

export interface SimServerOptions {
  sim: SimStore;
  oracle: Oracle;
  newId(): string;
  log(line: string): void;
}

/** The real procedures, routes, dispatcher, sequencer and sums over the real store; only sockets and tokens are left out. */
export class SimServer {
  readonly #sequencer: Sequencer;
  readonly #router: { sync: ReturnType<typeof syncProcedures> };
  readonly #routes: ReturnType<typeof createRoutes>;
  readonly #stopping = new AbortController();
  readonly #logger;
  alive = true;
  #caller: Caller | null = null;

  constructor(options: SimServerOptions) {
    const { sim, newId, oracle, log } = options;
    const { store } = sim;
    const { db } = store;
    const nowMs = Date.now;
    const today = (): string => businessDateOf(Date.now());
    this.#logger = createLogger(log);
    const logger = this.#logger;
    this.#sequencer = new Sequencer({
      store: { ...store, db: observed(db, oracle) },
      nowMs,
      onError: (error) => {
        if (!(error instanceof ProcessDied)) logger.unexpected('sequencer-failed', error);
      },
    });
    const sequencer = this.#sequencer;
    const onCommitted = (): void => {
      if (this.alive) sequencer.poke();
    };
    const dispatcher = new CommandDispatcher({
      db,
      handlers: claimCommands(),
      logger,
      nowMs,
      today,
      newId,
      onCommitted,
    });
    const limits = Limits.parse({});
    const checksums = new Checksums(sequencer);
    const { targetsPerSecond } = limits;
    this.#router = {
      sync: syncProcedures({
        ...{ db, dispatcher, checksums, nowMs, targetsPerSecond, queueFirstAboveRows: null },
        onResult: () => undefined,
        onReport: () => undefined,
      }),
    };
    this.#routes = createRoutes({
      ...{ store, sequencer, nowMs, limits, stopping: this.#stopping.signal },
      authenticate: () => Promise.resolve(this.#callerNow()),
      onStream: () => () => undefined,
    });
    sequencer.start();
  }

  #callerNow(): Caller {
    if (this.#caller === null) throw new Error('nobody asks');
    return this.#caller;
  }

  /** Procedures as this user calls them, with the checks of input and output of the contract. */
  procedures(user: SimUser, deviceId: string) {
    const context = {
      request: {} as IncomingMessage,
      address: 'sim',
      authenticate: () => Promise.resolve(callerOf(user, deviceId)),
    };
    return createRouterClient(this.#router, { context });
  }

  /** One of the streams, read to its end; `gone` is a client that does not wait any longer. */
  async get(user: SimUser, deviceId: string, target: { url: URL; gone: AbortSignal }): Promise<HttpAnswer> {
    const route = this.#routes[`GET ${target.url.pathname}`];
    const response = new MemoryResponse();
    target.gone.addEventListener('abort', () => response.destroy());
    try {
      if (route === undefined) throw new Error(`no route ${target.url.pathname}`);
      this.#caller = callerOf(user, deviceId);
      const request = { headers: {}, socket: { remoteAddress: '127.0.0.1' } } as unknown as IncomingMessage;
      await route(request, response as unknown as ServerResponse, target.url);
    } catch (error) {
      if (error instanceof ProcessDied || response.destroyed) throw error;
      const mapped = toOrpcError(error, this.#logger);
      return { status: mapped.status, headers: {}, body: Buffer.from(JSON.stringify(mapped.toJSON())) };
    }
    return response.answer();
  }

  /** The sums a desktop compares with; the path is a procedure, asked by plain HTTP. */
  async checksum(user: SimUser, deviceId: string, query: URLSearchParams): Promise<HttpAnswer> {
    try {
      const input = Object.fromEntries(
        [...query].map(([key, value]) => [key, value === 'true' ? true : value === 'false' ? false : value]),
      );
      const sums = await this.procedures(user, deviceId).sync.checksum(input as never);
      return { status: 200, headers: {}, body: Buffer.from(JSON.stringify(sums)) };
    } catch (error) {
      if (error instanceof ProcessDied) throw error;
      const mapped = toOrpcError(error, this.#logger);
      return { status: mapped.status, headers: {}, body: Buffer.from(JSON.stringify(mapped.toJSON())) };
    }
  }

  async die(): Promise<void> {
    this.alive = false;
    this.#stopping.abort();
    await this.#sequencer.close();
  }
}

function callerOf(user: SimUser, deviceId: string): Caller {
  const roles = ['l1' as const];
  const signedIn = {
    id: user.id,
    login: user.login,
    name: user.login,
    roles,
    regionId: user.regionId,
    claimLimitFen: null,
  };
  return {
    user: signedIn,
    regionCode: user.regionCode,
    deviceId,
    tokenExpiresAtMs: Number.MAX_SAFE_INTEGER,
  } as unknown as Caller;
}

/** The store as the sequencer sees it: at the end of each of its transactions the oracle takes down the state. */
function observed(db: CentralDb, oracle: Oracle): CentralDb {
  type Builder = ReturnType<CentralDb['transaction']>;
  const wrap = (builder: Builder): Builder =>
    new Proxy(builder, {
      get: (target, name) => {
        if (name === 'setIsolationLevel') return (level: never) => wrap(target.setIsolationLevel(level));
        if (name !== 'execute') return Reflect.get(target, name) as unknown;
        return (work: (transaction: never) => Promise<unknown>) =>
          target.execute(async (transaction) => {
            const result = await work(transaction as never);
            if (result !== null) await oracle.record(transaction, (result as { seq: number }).seq);
            return result;
          });
      },
    });
  return new Proxy(db, {
    get: (target, name) => {
      if (name === 'transaction') return () => wrap(target.transaction());
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

class MemoryResponse extends Writable {
  statusCode = 200;
  headersSent = false;
  readonly #headers: Record<string, string> = {};
  readonly #chunks: Buffer[] = [];

  setHeader(name: string, value: string): void {
    this.#headers[name] = value;
  }

  writeHead(status: number, headers: Record<string, string>): void {
    this.statusCode = status;
    Object.assign(this.#headers, headers);
  }

  setTimeout(): void {
    // stalled readers are the network's part here
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.headersSent = true;
    this.#chunks.push(chunk);
    done();
  }

  answer(): HttpAnswer {
    return { status: this.statusCode, headers: this.#headers, body: Buffer.concat(this.#chunks) };
  }
}
