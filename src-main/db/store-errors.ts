import { AppError } from '../../src-shared/errors.ts';

export type StoreErrorKind = 'busy' | 'damaged' | 'full' | 'readonly' | 'constraint' | 'unreadable' | 'other';

const KINDS: readonly (readonly [prefix: string, kind: StoreErrorKind])[] = [
  ['SQLITE_BUSY', 'busy'],
  ['SQLITE_LOCKED', 'busy'],
  ['SQLITE_CORRUPT', 'damaged'],
  ['SQLITE_NOTADB', 'damaged'],
  ['SQLITE_FULL', 'full'],
  ['SQLITE_IOERR', 'unreadable'],
  ['SQLITE_CANTOPEN', 'unreadable'],
  ['SQLITE_PERM', 'readonly'],
  ['SQLITE_READONLY', 'readonly'],
  ['SQLITE_CONSTRAINT', 'constraint'],
];

/** Sorts an SQLite error into the kinds the program reacts to; null when it is none. */
export function storeErrorKind(error: unknown): StoreErrorKind | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  const { code } = error;
  if (!code.startsWith('SQLITE_')) return null;
  return KINDS.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 'other';
}

const REASONS: Partial<Record<StoreErrorKind, string>> = {
  busy: 'store-busy',
  damaged: 'store-damaged',
  full: 'store-full',
  readonly: 'store-readonly',
  unreadable: 'store-unreadable',
};

/** The error a person can act on; programming errors (a constraint, a wrong statement) stay what they are. */
export function asAppError(error: unknown, file: string): unknown {
  const kind = storeErrorKind(error);
  const reason = kind === null ? undefined : REASONS[kind];
  return reason === undefined ? error : new AppError('UNAVAILABLE', reason, { file }, error);
}
