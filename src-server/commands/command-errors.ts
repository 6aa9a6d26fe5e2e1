import { Refusal } from '../../src-shared/domain/units/refusal.ts';
import { AppError, type ErrorCode } from '../../src-shared/errors.ts';
import { isRepeatable, isUnavailable, sqlStateOf } from '../db/repeatable-error.ts';
import type { Logger } from '../http/logger.ts';
import type { CommandOutcome } from './command-handler.ts';

type Status = 'rejected' | 'conflict' | 'rethrow';

/** What an error thrown by a handler says about its command; `rethrow` means: nothing is wrong with the command itself. */
const STATUS_BY_CODE: Record<ErrorCode, Status> = {
  BAD_REQUEST: 'rejected',
  NOT_FOUND: 'rejected',
  FORBIDDEN: 'rejected',
  RULE_BROKEN: 'rejected',
  UNAUTHENTICATED: 'rejected',
  CONFLICT: 'conflict',
  UNAVAILABLE: 'rethrow',
  TOO_MANY: 'rethrow',
  INTERNAL: 'rejected',
};

/** Classes of SQLSTATE 23xxx: the store refused what would break its own rules. */
const INTEGRITY_CLASS = '23';

/**
 * The outcome of a command whose handler threw. A mistake of ours is a refusal with a reference number too: were it
 * tried again for ever, it would hold up every later command of the desktop.
 */
export function outcomeOfError(
  error: unknown,
  logger: Logger,
  facts: { commandId: string; kind: string },
): CommandOutcome {
  if (error instanceof Refusal) return { status: 'rejected', reason: error.reason, details: {} };
  if (isRepeatable(error) || isUnavailable(error)) throw error;
  if (error instanceof AppError) {
    const status = STATUS_BY_CODE[error.data.code];
    if (status === 'rethrow') throw error;
    const { reason, details } = error.data;
    if (error.data.code === 'INTERNAL') {
      return {
        status: 'rejected',
        reason,
        details: { ...details, reference: logger.unexpected(reason, error, facts) },
      };
    }
    return status === 'conflict' ? { status, reason, details, current: null } : { status: 'rejected', reason, details };
  }
  const reason = sqlStateOf(error)?.startsWith(INTEGRITY_CLASS) === true ? 'store-rule-broken' : 'unexpected';
  return { status: 'rejected', reason, details: { reference: logger.unexpected(reason, error, facts) } };
}
