/** The SQLSTATE of a database error, whichever driver threw it; null for any other value. */
export function sqlStateOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code) ? error.code : null;
}

/** Serialization failure, deadlock, lock not available: the same work may succeed when tried again. */
const REPEATABLE = new Set(['40001', '40P01', '55P03']);

export function isRepeatable(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state !== null && REPEATABLE.has(state);
}

/** Connection lost, server stopping or full: nothing is wrong with the request, it may come again later. */
export function isUnavailable(error: unknown): boolean {
  const state = sqlStateOf(error);
  if (state !== null) return state.startsWith('08') || state.startsWith('53') || state.startsWith('57P');
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  return (
    code === 'ECONNREFUSED' ||
    code === 'ECONNRESET' ||
    code === 'EPIPE' ||
    error.message.startsWith('Connection terminated') ||
    error.message.startsWith('timeout exceeded when trying to connect')
  );
}
