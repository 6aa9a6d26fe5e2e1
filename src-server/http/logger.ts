import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';

export interface Logger {
  info(event: string, facts?: Record<string, unknown>): void;
  warn(event: string, facts?: Record<string, unknown>): void;
  /** Logs an error nobody foresaw and returns the number under which a person can be told about it. */
  unexpected(event: string, error: unknown, facts?: Record<string, unknown>): string;
}

const SECRET_NAME = /token|password|authorization|secret|cookie/i;
/** What looks like a bearer token, a JWT or a refresh token inside a text. */
const SECRET_TEXT = /bearer\s+\S+|eyJ[\w-]+\.[\w-]+\.[\w-]+|[0-9A-HJKMNP-TV-Z]{26}\.[\w-]{43}/gi;

/** One JSON object per line; tokens and passwords are left out whatever name or text they stand in. */
export function createLogger(write: (line: string) => void): Logger {
  const log = (level: string, event: string, facts: Record<string, unknown>): void => {
    write(JSON.stringify({ at: new Date().toISOString(), level, event, ...facts }, redact));
  };
  return {
    info: (event, facts = {}) => log('info', event, facts),
    warn: (event, facts = {}) => log('warn', event, facts),
    unexpected: (event, error, facts = {}) => {
      const reference = randomBytes(4).toString('hex').toUpperCase();
      log('error', event, { ...facts, reference, error: inspect(error, { depth: 4 }) });
      return reference;
    },
  };
}

function redact(name: string, value: unknown): unknown {
  if (SECRET_NAME.test(name)) return '[left out]';
  return typeof value === 'string' ? value.replace(SECRET_TEXT, '[left out]') : value;
}
