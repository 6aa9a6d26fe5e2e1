/** Thin host: the built screens and one WebSocket with the contract, for a browser on this machine only (electron guide §3). */
import type { AnyRouter } from '@orpc/server';
import type { RPCHandler } from '@orpc/server/ws';
import { randomBytes } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import {
  contentSecurityPolicy,
  CSP_NONCE_PLACEHOLDER,
  printDocumentPolicy,
} from '../../src-shared/content-security.ts';
import { hostText, type HostTextKey } from '../host/host-text.ts';
import { withNonce, type RendererFile } from '../host/renderer-files.ts';
import type { Downloads } from './downloads.ts';
import { isOwnFetchSite, isOwnHost, isOwnOrigin } from './guards.ts';
import { keepLink, type LinkKeeper, type LinkOccasion } from './link-keeper.ts';

/** Largest message a page may send: an upload piece is 400 KB, a selection of 5,000 ids about 200 KB. */
const LARGEST_MESSAGE_BYTES = 4 * 1024 * 1024;

/** What the host serves beside the files of the screens. */
export interface LoopbackCore {
  router: AnyRouter;
  printDocuments: { html(address: string): string | null; pdf(address: string): Uint8Array | null };
}

export interface LoopbackOptions {
  /** May still be on its way: the page is served meanwhile, and its socket opens when the core is there. */
  core: LoopbackCore | Promise<LoopbackCore>;
  files: ReadonlyMap<string, RendererFile>;
  downloads: Downloads;
  /** 0 = any free port. */
  port: number;
  announceLink: (url: string, occasion: LinkOccasion) => void;
  /** Off when null: the host stops itself after this long without a page. */
  idleShutdownMs: number | null;
  onIdle: () => void;
}

export interface LoopbackHost {
  origin: string;
  link(): string;
  close(): Promise<void>;
}

interface Door extends LoopbackOptions {
  port: number;
  keeper: LinkKeeper;
  /** Null until the core is there. */
  printDocuments: LoopbackCore['printDocuments'] | null;
}

/** Listens on 127.0.0.1 only; rejects with the system's error when the port is taken. */
export async function startLoopback(options: LoopbackOptions): Promise<LoopbackHost> {
  const server = http.createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const door: Door = { ...options, port, keeper: keepLink(origin, options.announceLink), printDocuments: null };
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE_BYTES, perMessageDeflate: false });
  const handler = openHandler(door);
  // a core that cannot be had ends the program, which says why; a page that waits for it is only let go
  handler.catch(() => undefined);
  const waiting = new Set<Duplex>();
  server.on('request', (request, response) => answer(door, request, response));
  server.on('upgrade', (request, socket, head) => {
    const refusal = upgradeRefusal(door, request);
    if (refusal !== null) return refuseUpgrade(socket, refusal);
    const onLost = (): void => void socket.destroy();
    waiting.add(socket);
    socket.on('error', onLost);
    handler
      .then((ready) => {
        socket.off('error', onLost);
        if (!socket.destroyed) sockets.handleUpgrade(request, socket, head, (opened) => void ready.upgrade(opened));
      }, onLost)
      .finally(() => waiting.delete(socket));
    return undefined;
  });
  const stopIdleWatch = watchIdle(sockets, options);
  return {
    origin,
    link: () => door.keeper.link(),
    close: async () => {
      stopIdleWatch();
      for (const client of sockets.clients) client.terminate();
      for (const socket of waiting) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function openHandler(door: Door): Promise<RPCHandler<Record<never, never>>> {
  const core = await door.core;
  door.printDocuments = core.printDocuments;
  const { RPCHandler: Handler } = await import('@orpc/server/ws');
  return new Handler(core.router);
}

function answer(door: Door, request: IncomingMessage, response: ServerResponse): void {
  const nonce = randomBytes(18).toString('base64');
  const headers = securityHeaders(nonce, door.port);
  const end = (status: number, body: Buffer | string = '', more: Record<string, string> = {}): void => {
    response.writeHead(status, { ...headers, ...more });
    response.end(body);
  };
  const say = (status: number, key: HostTextKey): void =>
    end(status, hostText(key).join('\n\n'), { 'content-type': 'text/plain; charset=utf-8' });

  if (!isOwnHost(request, door.port)) return end(421);
  if (request.method !== 'GET') return end(405, '', { allow: 'GET' });
  const address = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (address.pathname === '/open') {
    // a reload or a second click of the same link by somebody who is already in
    if (door.keeper.hasSession(request)) return end(303, '', { location: '/' });
    if (!door.keeper.exchange(address.searchParams.get('token') ?? '')) return say(403, 'host.pageLinkUsed');
    return end(303, '', { location: '/', 'set-cookie': door.keeper.sessionCookie() });
  }
  if (!door.keeper.hasSession(request)) return say(401, 'host.pageNoSession');
  if (!isOwnFetchSite(request)) return end(403);
  if (address.pathname.startsWith('/files/')) {
    if (!door.downloads.send(address.pathname.slice('/files/'.length), response, headers))
      say(404, 'host.pageFileGone');
    return;
  }
  const printed = door.printDocuments?.html(address.pathname) ?? null;
  if (printed !== null) {
    return end(200, printed.replaceAll(CSP_NONCE_PLACEHOLDER, nonce), {
      'content-security-policy': printDocumentPolicy(nonce),
      'content-type': 'text/html; charset=utf-8',
    });
  }
  const pdf = door.printDocuments?.pdf(address.pathname) ?? null;
  if (pdf !== null) return end(200, Buffer.from(pdf), { 'content-type': 'application/pdf' });
  const name = address.pathname === '/' ? '/index.html' : address.pathname;
  const file = door.files.get(name);
  // every browser asks for it by itself; a 404 would stand in its console as an error
  if (file === undefined) return end(name === '/favicon.ico' ? 204 : 404);
  end(200, name === '/index.html' ? withNonce(file, nonce) : file.body, { 'content-type': file.contentType });
}

function securityHeaders(nonce: string, port: number): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(nonce, `'self' ws://127.0.0.1:${port} ws://localhost:${port}`),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    'cache-control': 'no-store',
  };
}

/** The status that refuses the socket, or null when it is welcome. */
function upgradeRefusal(door: Door, request: IncomingMessage): number | null {
  if (!isOwnHost(request, door.port)) return 421;
  if (!isOwnOrigin(request, door.port)) return 403;
  if (!isOwnFetchSite(request)) return 403;
  if (!door.keeper.hasSession(request)) return 401;
  return request.url === '/rpc' ? null : 404;
}

function refuseUpgrade(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${http.STATUS_CODES[status] ?? ''}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

function watchIdle(sockets: WebSocketServer, { idleShutdownMs, onIdle }: LoopbackOptions): () => void {
  if (idleShutdownMs === null) return () => undefined;
  let lastSeenAtMs = Date.now();
  const timer = setInterval(
    () => {
      if (sockets.clients.size > 0) lastSeenAtMs = Date.now();
      else if (Date.now() - lastSeenAtMs >= idleShutdownMs) onIdle();
    },
    Math.min(1000, idleShutdownMs),
  );
  return () => clearInterval(timer);
}
