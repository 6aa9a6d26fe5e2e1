import { ORPCError } from '@orpc/client';
import { AppErrorData, type Scalar } from '../../src-shared/contract/values.ts';

/** An error as data: what the screens word by the catalogue. */
export interface Problem {
  code: string;
  reason: string;
  details: Record<string, Scalar>;
  reference: string | null;
}

/** Turns whatever a call threw into a problem with a reason. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ORPCError) {
    const data = AppErrorData.safeParse(error.data);
    if (data.success) return { code: error.code, ...data.data };
    return { code: error.code, reason: 'unexpected', details: {}, reference: null };
  }
  if (error instanceof ConnectionLost)
    return { code: 'UNAVAILABLE', reason: 'core-away', details: {}, reference: null };
  return { code: 'INTERNAL', reason: 'unexpected', details: {}, reference: null };
}

/** The program behind the screen did not answer in time; it is being tried again. */
export class ConnectionLost extends Error {
  constructor() {
    super('the core did not answer');
    this.name = 'ConnectionLost';
  }
}
