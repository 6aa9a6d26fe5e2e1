import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { AppError } from '../../src-shared/errors.ts';
import { trustCompanyCertificates } from '../host/company-certificates.ts';
import { refusedByStatus } from './server-refusal.ts';

/** Where a stream comes from and who asks. */
export interface StreamRequest {
  serverUrl: string;
  path: string;
  accessToken: string;
  signal?: AbortSignal;
  /** Silence after which the server counts as away. */
  idleTimeoutMs: number;
  /** Asks for the bytes as they are, after compressed ones arrived broken. */
  plain?: boolean;
}

const CONTENT_TYPE = 'application/x-ndjson';
/** Node's 16 KiB would cut a block of a snapshot into dozens of pieces. */
const OUTPUT = { chunkSize: 1024 * 1024 };

/** Opens an NDJSON stream of the server, decoded; every answer that is not one becomes an error a person or the loop can act on. */
export async function openServerStream(request: StreamRequest): Promise<Readable> {
  const response = await send(request);
  const status = response.statusCode ?? 0;
  if (status !== 200) throw await refusal(status, response);
  const type = response.headers['content-type'] ?? '';
  if (!type.startsWith(CONTENT_TYPE)) {
    response.destroy();
    throw new AppError('UNAVAILABLE', 'server-away', { cause: 'content-type' }); // a hotel's sign-in page, not our server
  }
  return decoded(response);
}

function send(request: StreamRequest): Promise<http.IncomingMessage> {
  const url = new URL(request.path, request.serverUrl);
  trustCompanyCertificates(request.serverUrl);
  const client = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const outgoing = client.get(
      url,
      {
        headers: {
          authorization: `Bearer ${request.accessToken}`,
          accept: CONTENT_TYPE,
          'accept-encoding': request.plain === true ? 'identity' : 'zstd, gzip',
        },
        timeout: request.idleTimeoutMs,
        ...(request.signal === undefined ? {} : { signal: request.signal }),
      },
      resolve,
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error('no byte within the time allowed')));
    outgoing.on('error', (error) => reject(serverAway(error)));
  });
}

function decoded(response: http.IncomingMessage): Readable {
  const encoding = response.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return response;
  const decoder = encoding === 'zstd' ? createZstdDecompress(OUTPUT) : createGunzip(OUTPUT);
  response.on('error', (error) => decoder.destroy(error));
  response.on('aborted', () => decoder.destroy(new Error('the connection broke')));
  // whoever stops reading lets the connection go: else the server would fill it, wait, and cut it off after a minute
  decoder.once('close', () => response.destroy());
  return response.pipe(decoder);
}

async function refusal(status: number, response: http.IncomingMessage): Promise<AppError> {
  return refusedByStatus(status, await readSmall(response), response.headers['retry-after']);
}

async function readSmall(response: http.IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response) {
    text += String(chunk);
    if (text.length > 65_536) break;
  }
  return text;
}

function serverAway(cause: unknown): AppError {
  return new AppError('UNAVAILABLE', 'server-away', {}, cause);
}
