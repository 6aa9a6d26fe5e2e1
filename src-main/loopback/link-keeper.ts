import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { cookieOf, sameSecret } from './guards.ts';

const newSecret = (): string => randomBytes(32).toString('base64url');

/** How often an unwelcome visitor may make the terminal print the link again. */
const REPEAT_AT_MOST_EVERY_MS = 2_000;

export type LinkOccasion = 'first' | 'used-up' | 'asked-again';

export interface LinkKeeper {
  /** The link that works now; it works once. */
  link(): string;
  /** Exchanges the token of a link for the session; a used or foreign one is refused, and the working link announced. */
  exchange(token: string): boolean;
  hasSession(request: IncomingMessage): boolean;
  sessionCookie(): string;
}

/** One link at a time: when it is used up the next one is announced at once, so that nobody is ever locked out. */
export function keepLink(origin: string, announce: (url: string, occasion: LinkOccasion) => void): LinkKeeper {
  const cookieName = `hedui_${randomBytes(4).toString('hex')}`;
  const session = newSecret();
  let token = newSecret();
  let repeatedAtMs = 0;
  const link = (): string => `${origin}/open?token=${token}`;
  announce(link(), 'first');
  return {
    link,
    exchange(given) {
      if (sameSecret(given, token)) {
        token = newSecret();
        announce(link(), 'used-up');
        return true;
      }
      if (Date.now() - repeatedAtMs >= REPEAT_AT_MOST_EVERY_MS) {
        repeatedAtMs = Date.now();
        announce(link(), 'asked-again');
      }
      return false;
    },
    hasSession: (request) => sameSecret(cookieOf(request, cookieName), session),
    sessionCookie: () => `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`,
  };
}
