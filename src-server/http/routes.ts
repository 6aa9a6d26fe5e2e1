import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { sql } from 'kysely';
import type { CentralStore } from '../db/open-central.ts';
import { readHead } from '../sync/feed.repository.ts';
import type { Sequencer } from '../sync/sequencer.ts';
import { answerDelta, answerSnapshot } from '../sync/sync.streams.ts';
import type { Authenticate } from './caller.ts';
import { sendJson, type Answer } from './http-server.ts';
import { RateLimit } from './rate-limit.ts';
import { serverContract } from './server-contract.ts';

/** design §8, bulk commands: pulls a minute for each device; half a minute of them may come at once. */
const PULLS_PER_MINUTE = 1200;
/** Snapshots under way at a time on one server (sync §3.13); more of them would only make each other slower. */
const MOST_SNAPSHOTS = 4;

export interface RouteOptions {
  store: CentralStore;
  sequencer: Sequencer;
  authenticate: Authenticate;
  nowMs(): number;
}

/** The paths that are no procedures: streams, health, the document of the interface. `stop` ends the long polls. */
export function createRoutes(options: RouteOptions): { table: Record<string, Answer>; stop(): void } {
  const { store, sequencer, authenticate, nowMs } = options;
  const stopping = new AbortController();
  const pulls = new RateLimit({ perSecond: PULLS_PER_MINUTE / 60, burst: PULLS_PER_MINUTE / 2, nowMs });
  const streams = { db: store.db, sequencer, nowMs, stopping: stopping.signal };
  const gate = new SnapshotGate();
  const table: Record<string, Answer> = {
    'GET /healthz': (_request, response) => sendJson(response, 200, { status: 'alive' }),
    'GET /readyz': async (_request, response) => {
      const { seq } = await readHead(store.db);
      const { rows } = await sql<{ waiting: number }>`select count(*) as waiting from sync_outbox`.execute(store.db);
      const ready = !stopping.signal.aborted;
      sendJson(response, ready ? 200 : 503, { status: ready ? 'ready' : 'stopping', seq, waiting: rows[0]?.waiting });
    },
    'GET /openapi.json': async (_request, response) => sendJson(response, 200, await openApiDocument()),
    'GET /sync/v1/delta': async (request, response, url) => {
      const caller = await authenticate(request);
      pulls.take(caller.deviceId);
      await answerDelta(streams, { request, response, query: url.searchParams, caller });
    },
    'GET /sync/v1/snapshot': async (request, response, url) => {
      const caller = await authenticate(request);
      pulls.take(caller.deviceId);
      const leave = gate.enter(response);
      if (leave === null) return;
      try {
        await answerSnapshot(streams, { request, response, query: url.searchParams, caller });
      } finally {
        leave();
      }
    },
  };
  return { table, stop: () => stopping.abort() };
}

class SnapshotGate {
  #inside = 0;

  /** Returns how to leave again, or null after answering 503 when the house is full. */
  enter(response: Parameters<Answer>[1]): (() => void) | null {
    if (this.#inside >= MOST_SNAPSHOTS) {
      response.setHeader('retry-after', '5');
      sendJson(response, 503, { reason: 'snapshots-full' });
      return null;
    }
    this.#inside += 1;
    return () => {
      this.#inside -= 1;
    };
  }
}

function openApiDocument(): Promise<unknown> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  return generator.generate(serverContract, {
    info: { title: 'Hedui station intake and synchronisation', version: '1' },
    security: [{ bearer: [] }],
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
  });
}
