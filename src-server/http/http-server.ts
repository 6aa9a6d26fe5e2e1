import type { ORPCError } from '@orpc/server';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { AppError } from '../../src-shared/errors.ts';
import { toOrpcError } from './app-error-mapper.ts';
import type { Logger } from './logger.ts';
import { loadCertificate, type TlsFiles } from './tls.ts';

export type Answer = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void> | void;

export interface HttpOptions {
  host: string;
  port: number;
  logger: Logger;
  /** Paths answered by hand, by method and path. */
  routes: Record<string, Answer>;
  /** Everything else; false when it knows no such path. */
  fallback(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** Certificate and key; null = in clear, for the loopback address or a proxy that speaks TLS. */
  tls: TlsFiles | null;
  /** Aborted when the server stops. */
  stopping: AbortSignal;
  /** Sockets open at a time. */
  connections: number;
  observe(request: { method: string; path: string; status: number; ms: number }): void;
}

export interface HttpServer {
  url: string;
  /** Reads certificate and key again, for connections made from now on. */
  renewCertificate(): void;
  close(): Promise<void>;
}

/** How long requests under way may finish when the server stops; long polls are ended at once. */
const GRACE_MS = 20_000;
/** Asked every few seconds by machines: not worth a line in the log. */
const UNLOGGED = new Set(['/health', '/healthz', '/ready', '/readyz', '/metrics']);
/** A year, as browsers count it (sync §3.13). */
const HSTS = 'max-age=31536000';
const JSON_TYPE = /^application\/json\b/i;

/** The largest body by the beginning of the path; photos come with the claims of the intake. */
const BODY_LIMITS: readonly [string, number][] = [
  ['/intake/', 32 * 1024 * 1024],
  ['/sync/v1/commands', 1024 * 1024],
  ['/', 256 * 1024],
];

export function bodyLimitOf(path: string): number {
  return BODY_LIMITS.find(([prefix]) => path.startsWith(prefix))?.[1] ?? 0;
}

export async function startHttpServer(options: HttpOptions): Promise<HttpServer> {
  const { host, port, logger, tls } = options;
  const times = { keepAliveTimeout: 65_000, requestTimeout: 120_000, headersTimeout: 30_000 };
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    // a connection that was busy when the stop began is kept by its client and would hold the stop up
    response.once('close', () => {
      if (options.stopping.aborted) setImmediate(() => server.closeIdleConnections());
    });
    void respond(options, request, response);
  };
  const secure = tls === null ? null : https.createServer({ ...times, ...loadCertificate(tls) }, answer);
  const server: http.Server = secure ?? http.createServer(times, answer);
  server.maxConnections = options.connections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    await closed;
    clearTimeout(timer);
    logger.info('http-closed');
  };
  const renewCertificate = (): void => {
    if (secure === null || tls === null) return;
    secure.setSecureContext(loadCertificate(tls));
    logger.info('certificate-renewed');
  };
  const scheme = secure === null ? 'http' : 'https';
  return { url: `${scheme}://${name}:${String(address.port)}`, close, renewCertificate };
}

async function respond(options: HttpOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const startedMs = performance.now();
  const { logger } = options;
  const url = new URL(request.url ?? '/', 'http://server');
  response.setHeader('x-content-type-options', 'nosniff');
  if (options.tls !== null) response.setHeader('strict-transport-security', HSTS);
  // A kept connection would go on asking a server that is leaving.
  if (options.stopping.aborted) response.setHeader('connection', 'close');
  try {
    assertAcceptable(request, url.pathname);
    const route = options.routes[`${request.method ?? ''} ${url.pathname}`];
    if (route !== undefined) await route(request, response, url);
    else if (!(await options.fallback(request, response))) {
      throw new AppError('NOT_FOUND', 'path-unknown', { path: url.pathname });
    }
  } catch (error) {
    if (response.headersSent || response.destroyed) {
      // The stream broke on its way: the missing end tells the client, and he resumes. Nothing can be answered any more.
      response.destroy();
      if (!isGone(error)) logger.unexpected('stream-failed', error, { path: url.pathname });
    } else {
      sendError(response, toOrpcError(error, logger));
    }
  } finally {
    const ms = Math.round(performance.now() - startedMs);
    const { method = '' } = request;
    options.observe({ method, path: url.pathname, status: response.statusCode, ms });
    if (!UNLOGGED.has(url.pathname)) {
      logger.info('http', { method, path: url.pathname, status: response.statusCode, ms });
    }
  }
}

function assertAcceptable(request: IncomingMessage, path: string): void {
  const length = Number(request.headers['content-length'] ?? '0');
  if (length > bodyLimitOf(path))
    throw new AppError('BAD_REQUEST', 'body-too-large', { limitBytes: bodyLimitOf(path) });
  const hasBody = length > 0 || request.headers['transfer-encoding'] !== undefined;
  const type = request.headers['content-type'] ?? '';
  if (hasBody && !JSON_TYPE.test(type)) throw new AppError('BAD_REQUEST', 'content-type-unknown', { type });
}

export function sendError(
  response: ServerResponse,
  error: ORPCError<string, { details: Record<string, unknown> }>,
): void {
  const seconds = error.data.details.seconds;
  if (typeof seconds === 'number') response.setHeader('retry-after', String(seconds));
  response.writeHead(error.status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(error.toJSON()));
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

/** The client went away in the middle of a stream. */
function isGone(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ERR_STREAM_PREMATURE_CLOSE' || error.code === 'ECONNRESET')
  );
}
