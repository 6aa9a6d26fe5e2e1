import type { ErrorCode, ErrorDetails } from '../../src-shared/errors.ts';

/** Host → task, once. */
export interface TaskOrder {
  moduleUrl: string;
  input: unknown;
}

/** Task → host. */
export type TaskMessage =
  | { type: 'ready' }
  | { type: 'progress'; done: number; total: number | null }
  | { type: 'done'; output: unknown }
  | { type: 'refused'; code: ErrorCode; reason: string; details: ErrorDetails }
  | { type: 'crashed'; message: string; stack: string };
