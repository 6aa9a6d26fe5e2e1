import { ORPCError, ValidationError } from '@orpc/server';
import type { AppErrorData } from '../../src-shared/contract/values.ts';
import { Refusal } from '../../src-shared/domain/units/refusal.ts';
import { AppError, type ErrorCode, type ErrorDetails } from '../../src-shared/errors.ts';
import type { z } from 'zod';
import { isRepeatable, isUnavailable } from '../db/repeatable-error.ts';
import type { Logger } from './logger.ts';

type Data = z.infer<typeof AppErrorData>;

const STATUS: Record<ErrorCode, number> = {
  BAD_REQUEST: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  RULE_BROKEN: 422,
  TOO_MANY: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
};

/** sync §3.13: a device that was switched off is told so in a way no proxy or retry can mistake. */
const STATUS_OF_REASON: Partial<Record<string, number>> = { 'device-revoked': 410 };

/** The reason for what the protocol layer itself refuses, by its code. */
const PROTOCOL_REASONS: Record<string, string> = {
  PAYLOAD_TOO_LARGE: 'body-too-large',
  UNSUPPORTED_MEDIA_TYPE: 'content-type-unknown',
  METHOD_NOT_SUPPORTED: 'method-not-allowed',
  BAD_REQUEST: 'body-not-json',
};

/** Whatever was thrown, as the answer a client gets: a reason and facts, never a sentence or a stack. */
export function toOrpcError(error: unknown, logger: Logger): ORPCError<string, Data> {
  if (error instanceof AppError && error.data.code !== 'INTERNAL') {
    const { code, reason, details } = error.data;
    return orpcError(code, STATUS_OF_REASON[reason] ?? STATUS[code], { reason, details, reference: null });
  }
  if (error instanceof Refusal) return orpcError('RULE_BROKEN', 422, facts(error.reason));
  if (error instanceof SyntaxError) return orpcError('BAD_REQUEST', 400, facts('body-not-json'));
  if (error instanceof ORPCError) {
    if (error.cause instanceof ValidationError && error.status < 500) {
      return orpcError('BAD_REQUEST', 400, facts('input-invalid', invalidPart(error.cause)));
    }
    const reason = PROTOCOL_REASONS[error.code];
    if (error.status < 500 && reason !== undefined) return orpcError(error.code, error.status, facts(reason));
  }
  const waiting = isRepeatable(error) || isUnavailable(error);
  const reason = waiting ? 'server-busy' : 'unexpected';
  const data = { ...facts(reason), reference: logger.unexpected(reason, error) };
  return waiting ? orpcError('UNAVAILABLE', 503, data) : orpcError('INTERNAL', 500, data);
}

function orpcError(code: string, status: number, data: Data): ORPCError<string, Data> {
  return new ORPCError(code, { status, message: data.reason, data });
}

function facts(reason: string, details: ErrorDetails = {}): Data {
  return { reason, details, reference: null };
}

/** Where the input was wrong and what was expected there; the value itself may be a secret and is not repeated. */
function invalidPart(error: ValidationError): ErrorDetails {
  const [issue] = error.issues;
  const path = (issue?.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
  return { path, problem: issue?.message ?? '', count: error.issues.length };
}
