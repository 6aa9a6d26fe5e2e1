import { sql } from 'kysely';
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { AppError } from '../../src-shared/errors.ts';
import type { CentralStore } from '../db/open-central.ts';
import { readHead } from '../sync/feed.repository.ts';
import { sendJson, type Answer } from './http-server.ts';
import type { Metrics } from './metrics.ts';

export interface HealthOptions {
  store: CentralStore;
  metrics: Metrics;
  /** Aborted as soon as the server has been asked to stop: the balancer then sends nobody any more. */
  draining: AbortSignal;
  /** Bearer of the one who may read the figures from another machine; null = only this machine. */
  metricsToken: string | null;
}

/** What a balancer and a monitoring system ask; nothing of it names a person or a claim. */
export function healthRoutes({ store, metrics, draining, metricsToken }: HealthOptions): Record<string, Answer> {
  const alive: Answer = (_request, response) => sendJson(response, 200, { status: 'alive' });
  const ready: Answer = async (_request, response) => {
    const { seq } = await readHead(store.db);
    const { rows } = await sql<{ waiting: number }>`select count(*) as waiting from sync_outbox`.execute(store.db);
    const status = draining.aborted ? 'stopping' : 'ready';
    sendJson(response, draining.aborted ? 503 : 200, { status, seq, waiting: rows[0]?.waiting });
  };
  return {
    'GET /health': alive,
    'GET /healthz': alive,
    'GET /ready': ready,
    'GET /readyz': ready,
    'GET /metrics': async (request, response) => {
      assertMayRead(request, metricsToken);
      response.writeHead(200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' });
      response.end(await metrics.text());
    },
  };
}

function assertMayRead(request: IncomingMessage, token: string | null): void {
  const given = /^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token !== null && given !== undefined && sameText(given, token)) return;
  const local = /^(::1|(::ffff:)?127\.)/.test(request.socket.remoteAddress ?? '');
  // What a proxy passes on does not come from this machine, whatever its socket says.
  if (token === null && local && request.headers['x-forwarded-for'] === undefined) return;
  throw new AppError('FORBIDDEN', 'metrics-not-for-you');
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
