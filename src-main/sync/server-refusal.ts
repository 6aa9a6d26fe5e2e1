import { AppError, type ErrorDetails } from '../../src-shared/errors.ts';
import type { Resnapshot } from '../../src-shared/contract/sync-wire.ts';

/** What an answer other than 200 means; a refusal in the server's own words keeps them. */
export function refusedByStatus(status: number, body: string, retryAfter?: string): AppError {
  const answer = parseJson(body);
  if (status === 409 && 'resnapshot' in answer) {
    return new AppError('CONFLICT', 'resnapshot', { why: String((answer as unknown as Resnapshot).resnapshot) });
  }
  if (status === 401) return new AppError('UNAUTHENTICATED', 'token-expired');
  if (status === 429 || status === 503) {
    const seconds = Number(retryAfter);
    return new AppError('TOO_MANY', 'server-busy', { seconds: Number.isFinite(seconds) && seconds > 0 ? seconds : 5 });
  }
  const own = ownWords(answer);
  if (own !== null)
    return new AppError(status === 403 || status === 410 ? 'FORBIDDEN' : 'BAD_REQUEST', own.reason, own.details);
  return new AppError('UNAVAILABLE', 'server-away', { status });
}

function ownWords(answer: Record<string, unknown>): { reason: string; details: ErrorDetails } | null {
  const data: unknown = 'data' in answer ? answer.data : answer;
  if (typeof data !== 'object' || data === null || !('reason' in data) || typeof data.reason !== 'string') return null;
  const details = 'details' in data && typeof data.details === 'object' ? (data.details as ErrorDetails) : {};
  return { reason: data.reason, details };
}

function parseJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {}; // whatever it is, it is not an answer of our server
  }
}
