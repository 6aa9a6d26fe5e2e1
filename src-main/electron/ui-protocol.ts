import { randomBytes } from 'node:crypto';
import {
  contentSecurityPolicy,
  CSP_NONCE_PLACEHOLDER,
  printDocumentPolicy,
} from '../../src-shared/content-security.ts';
import { withNonce, type RendererFile } from '../host/renderer-files.ts';
import { UI_HOST } from './origin.ts';

/**
 * Answers `app://ui/...` from the built screens. No cross-origin headers here: on a custom scheme they end the renderer
 * (electron guide §3).
 */
export function answerUiRequest(
  request: Request,
  files: ReadonlyMap<string, RendererFile>,
  printDocuments: { html(address: string): string | null; pdf(address: string): Uint8Array | null },
): Response {
  const nonce = randomBytes(18).toString('base64');
  const headers = {
    'content-security-policy': contentSecurityPolicy(nonce, "'self'"),
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  };
  const refuse = (status: number): Response => new Response(null, { status, headers });
  if (request.method !== 'GET') return refuse(405);
  const url = new URL(request.url);
  if (url.host !== UI_HOST) return refuse(404);
  const name = decoded(url.pathname);
  if (name === null || name.includes('..') || name.includes('\\') || name.includes('\0')) return refuse(403);
  const printed = printDocuments.html(name);
  if (printed !== null) {
    return new Response(printed.replaceAll(CSP_NONCE_PLACEHOLDER, nonce), {
      headers: {
        ...headers,
        'content-security-policy': printDocumentPolicy(nonce),
        'content-type': 'text/html; charset=utf-8',
      },
    });
  }
  const pdf = printDocuments.pdf(name);
  if (pdf !== null)
    return new Response(new Uint8Array(pdf), { headers: { ...headers, 'content-type': 'application/pdf' } });
  const address = name === '/' ? '/index.html' : name;
  const file = files.get(address);
  if (file === undefined) return refuse(404);
  const body = address === '/index.html' ? withNonce(file, nonce) : file.body;
  return new Response(new Uint8Array(body), { headers: { ...headers, 'content-type': file.contentType } });
}

function decoded(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}
