import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to one request: the answer given in place of the server's, or a change of its bytes; null lets it pass. */
export type Fault = (request: IncomingMessage, response: ServerResponse) => FaultAction | null;
export type FaultAction = { answered: true } | { bytes(body: Buffer): Buffer } | { cutAfter: number };

export interface FaultProxy {
  url: string;
  /** Requests seen, newest last, as `METHOD path encoding`. */
  seen: string[];
  setFault(fault: Fault | null): void;
  close(): Promise<void>;
}

/** Stands between a desktop and its server and does to the answers what networks do to them. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  let fault: Fault | null = null;
  const seen: string[] = [];
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', target);
    seen.push(`${request.method ?? ''} ${pathname} ${String(request.headers['accept-encoding'] ?? '')}`);
    const action = fault?.(request, response) ?? null;
    if (action !== null && 'answered' in action) return;
    forward(target, request, response, action);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    seen,
    setFault: (next) => {
      fault = next;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function forward(
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
  action: Exclude<FaultAction, { answered: true }> | null,
): void {
  const { hostname, port } = new URL(target);
  const { method, url: path, headers } = request;
  const outgoing = http.request({ hostname, port, method, path, headers }, (answer) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => {
      if (action === null) response.write(chunk);
      else chunks.push(chunk);
    });
    answer.on('end', () => {
      if (action === null) return response.end();
      const body = Buffer.concat(chunks);
      if ('bytes' in action) return response.end(action.bytes(body));
      response.write(body.subarray(0, action.cutAfter), () => response.destroy());
    });
    response.writeHead(answer.statusCode ?? 502, withoutLength(answer.headers));
    response.on('close', () => answer.destroy());
  });
  outgoing.on('error', () => response.destroy());
  response.on('close', () => outgoing.destroy());
  request.pipe(outgoing);
}

function withoutLength(headers: http.IncomingHttpHeaders): http.OutgoingHttpHeaders {
  const { 'content-length': _length, ...rest } = headers;
  return rest;
}
