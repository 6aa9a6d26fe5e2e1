import { ORPCError } from '@orpc/server';
import { AppError } from '../src-shared/errors.ts';
import { Refusal } from '../src-shared/domain/units/refusal.ts';
import type { Logger } from './app-services.ts';

/**
 * The one place where an error becomes an answer: known ones keep code, reason and details; anything else is INTERNAL
 * with a reference number under which the log has the cause.
 */
export function toOrpcError(error: unknown, logger: Logger, newId: () => string): ORPCError<string, unknown> {
  if (error instanceof ORPCError) return error;
  if (error instanceof AppError) {
    const { code, reason, details } = error.data;
    return new ORPCError(code, { message: reason, data: { reason, details, reference: null } });
  }
  if (error instanceof Refusal) {
    return new ORPCError('RULE_BROKEN', {
      message: error.reason,
      data: { reason: error.reason, details: {}, reference: null },
    });
  }
  const reference = newId().slice(-8);
  logger.error('unexpected', {
    reference,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  return new ORPCError('INTERNAL', { message: 'unexpected', data: { reason: 'unexpected', details: {}, reference } });
}
