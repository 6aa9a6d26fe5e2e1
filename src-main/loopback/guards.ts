import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Compares without telling by its duration where two secrets differ. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** Only the two names of this machine with our own port: another name is DNS rebinding. */
export function isOwnHost(request: IncomingMessage, port: number): boolean {
  return request.headers.host === `127.0.0.1:${port}` || request.headers.host === `localhost:${port}`;
}

/** The page that opens a socket must be ours; a request without an origin is not a page. */
export function isOwnOrigin(request: IncomingMessage, port: number): boolean {
  return request.headers.origin === `http://127.0.0.1:${port}` || request.headers.origin === `http://localhost:${port}`;
}

/** Absent (not a browser, still needs the cookie), typed in by hand, or from our own page. */
export function isOwnFetchSite(request: IncomingMessage): boolean {
  const site = request.headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none';
}

/** The value of one cookie; cookies are not separated by port, hence the name of each run is its own. */
export function cookieOf(request: IncomingMessage, name: string): string {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value !== undefined) return value;
  }
  return '';
}
