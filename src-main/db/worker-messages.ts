import type { ErrorData } from '../../src-shared/errors.ts';

export type WorkerRole = 'writer' | 'reader' | 'job';

export interface WorkerStart {
  role: WorkerRole;
}

/** The first message names the folder; a thread may have been waiting for it since the program started. */
export type ToWorker =
  | { type: 'folder'; folder: string }
  | { type: 'task'; id: number; name: string; input: unknown }
  | { type: 'cancel'; id: number }
  | { type: 'close-replica'; id: number }
  | { type: 'open-replica'; id: number }
  | { type: 'close'; id: number };

/** An error crosses as data: what the program knows, or the message and stack for the log. */
export type WorkerError = { known: ErrorData; stack: string } | { known: null; message: string; stack: string };

export type FromWorker =
  | { type: 'ready' }
  | { type: 'done'; id: number; output: unknown; elapsedMs: number }
  | { type: 'failed'; id: number; error: WorkerError }
  | { type: 'progress'; id: number; done: number; total: number | null; phase: string; bytes: number };
