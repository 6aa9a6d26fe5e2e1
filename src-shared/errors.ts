/** What the program reacts to; the reason (kebab-case, owned by its room) selects the sentence a person reads. */
export type ErrorCode =
  | 'BAD_REQUEST'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'RULE_BROKEN'
  | 'UNAVAILABLE'
  | 'TOO_MANY'
  | 'INTERNAL';

export type ErrorDetails = Record<string, string | number | boolean | null>;

export interface ErrorData {
  code: ErrorCode;
  reason: string;
  details: ErrorDetails;
}

/** The one error class of the product: data with a code. `cause` is for the log, never for a person. */
export class AppError extends Error {
  readonly data: ErrorData;

  constructor(code: ErrorCode, reason: string, details: ErrorDetails = {}, cause?: unknown) {
    super(`${code} ${reason}`, cause === undefined ? undefined : { cause });
    this.name = 'AppError';
    this.data = { code, reason, details };
  }
}
