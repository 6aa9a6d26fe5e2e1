import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import type { CentralStore } from '../db/open-central.ts';
import type { Sequencer } from '../sync/sequencer.ts';
import { answerDelta, answerSnapshot } from '../sync/sync.streams.ts';
import type { Authenticate } from './caller.ts';
import { sendJson, type Answer } from './http-server.ts';
import type { Limits } from './limits.ts';
import { RateLimit } from './rate-limit.ts';
import { serverContract } from './server-contract.ts';

export interface RouteOptions {
  store: CentralStore;
  sequencer: Sequencer;
  authenticate: Authenticate;
  nowMs(): number;
  limits: Limits;
  /** Told when a stream begins; the answer is called at its end. */
  onStream(kind: 'delta' | 'snapshot'): () => void;
  stopping: AbortSignal;
}

/** The streams and the document of the interface, which are no procedures. */
export function createRoutes(options: RouteOptions): Record<string, Answer> {
  const { store, sequencer, authenticate, nowMs, limits, stopping, onStream } = options;
  const perSecond = limits.pullsPerMinute / 60;
  const pulls = new RateLimit({ perSecond, burst: limits.pullsPerMinute / 2, nowMs });
  const { snapshotBytesPerMinute, longestSnapshotMs, resnapshotAboveRows, stalledAfterMs } = limits;
  const bytes = new RateLimit({ perSecond: snapshotBytesPerMinute / 60, burst: snapshotBytesPerMinute, nowMs });
  const [copyOut, lendCopy] = [store.copyOut ?? null, store.lendCopy ?? null];
  const streams = {
    ...{ db: store.db, copyOut, lendCopy, sequencer, nowMs, stopping, bytes },
    ...{ longestSnapshotMs, resnapshotAboveRows, stalledAfterMs },
  };
  const gate = new SnapshotGate(limits.snapshotsAtATime);
  return {
    'GET /openapi.json': async (_request, response) => sendJson(response, 200, await openApiDocument()),
    'GET /sync/v1/delta': async (request, response, url) => {
      const caller = await authenticate(request);
      pulls.take(caller.deviceId);
      const ended = onStream('delta');
      try {
        await answerDelta(streams, { request, response, query: url.searchParams, caller });
      } finally {
        ended();
      }
    },
    'GET /sync/v1/snapshot': async (request, response, url) => {
      const caller = await authenticate(request);
      pulls.take(caller.deviceId);
      const leave = gate.enter(response);
      if (leave === null) return;
      const ended = onStream('snapshot');
      try {
        await answerSnapshot(streams, { request, response, query: url.searchParams, caller });
      } finally {
        leave();
        ended();
      }
    },
  };
}

class SnapshotGate {
  readonly #most: number;
  #inside = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Returns how to leave again, or null after answering 503 when the house is full. */
  enter(response: Parameters<Answer>[1]): (() => void) | null {
    if (this.#inside >= this.#most) {
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
