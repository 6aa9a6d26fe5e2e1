import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';

export interface Logger {
  info(event: string, facts?: Record<string, unknown>): void;
  warn(event: string, facts?: Record<string, unknown>): void;
  /** Logs an error nobody foresaw and returns the number under which a person can be told about it. */
  unexpected(event: string, error: unknown, facts?: Record<string, unknown>): string;
}

/** Names under which a secret, a person or an account stands; `path` or `deviceId` is none of them. */
const LEFT_OUT_NAME =
  /token|password|authorization|secret|cookie|phone|mobile|email|address|idcard|idno|bank|account|contact|owner|driver|plateno|login|(^|[a-z])name$/i;
/**
 * What looks like one inside a text: bearer tokens, JWTs, refresh tokens, passwords in connection strings, mobile
 * numbers, identity cards, e-mail addresses, bank cards.
 */
const LEFT_OUT_TEXT = new RegExp(
  [
    String.raw`bearer\s+\S+`,
    String.raw`eyJ[\w-]+\.[\w-]+\.[\w-]+`,
    String.raw`[0-9A-HJKMNP-TV-Z]{26}\.[\w-]{43}`,
    String.raw`(?<=:\/\/[^:\s/]+:)[^@\s]+(?=@)`,
    String.raw`(?<!\d)1[3-9]\d{9}(?!\d)`,
    String.raw`(?<!\d)\d{17}[\dXx](?!\d)`,
    String.raw`(?<!\d)\d{16,19}(?!\d)`,
    String.raw`[\w.+-]+@[\w-]+(\.[\w-]+)+`,
  ].join('|'),
  'gi',
);
const LEFT_OUT = '[left out]';
/** Facts of a database error that repeat the values of the row: what a person typed. */
const ROW_FACTS = ['detail', 'where', 'parameters', 'internalQuery', 'hint', 'query', 'params'] as const;

/**
 * One JSON object per line. Tokens, passwords and what tells of a person are left out, whatever name or text they stand
 * in; a person is named by his id alone.
 */
export function createLogger(write: (line: string) => void): Logger {
  const log = (level: string, event: string, facts: Record<string, unknown>): void => {
    write(JSON.stringify({ at: new Date().toISOString(), level, event, ...facts }, redact));
  };
  return {
    info: (event, facts = {}) => log('info', event, facts),
    warn: (event, facts = {}) => log('warn', event, facts),
    unexpected: (event, error, facts = {}) => {
      const reference = randomBytes(4).toString('hex').toUpperCase();
      log('error', event, { ...facts, reference, error: errorText(error) });
      return reference;
    },
  };
}

/** The error without the values of rows, which PostgreSQL likes to repeat; the names of constraint and column stay. */
function errorText(error: unknown): string {
  if (error instanceof Error) {
    for (const fact of ROW_FACTS) {
      if (fact in error) Object.assign(error, { [fact]: LEFT_OUT });
    }
    if (error.cause instanceof Error) errorText(error.cause);
  }
  return inspect(error, { depth: 4 });
}

function redact(name: string, value: unknown): unknown {
  if (LEFT_OUT_NAME.test(name)) return LEFT_OUT;
  return typeof value === 'string' ? value.replace(LEFT_OUT_TEXT, LEFT_OUT) : value;
}
