import type { JobState } from '../../src-shared/contract/jobs.contract.ts';

export interface JobStart {
  kind: string;
  title: Record<string, string | number | boolean | null>;
}

export interface JobControl {
  readonly id: string;
  readonly signal: AbortSignal;
  /** May be called as often as wished; the screens hear it at most 10 times a second. */
  progress(done: number, total: number | null, phase: string): void;
}

export interface JobResult {
  file?: { name: string; path: string };
}

/** Long work with progress and cancel, listed until the next start and kept in `local.db`. */
export interface Jobs {
  /** Starts and returns at once; a returned file is delivered through the host. An AppError becomes the job's problem. */
  start(start: JobStart, work: (control: JobControl) => Promise<JobResult>): Promise<JobState>;
  list(): Promise<JobState[]>;
  cancel(jobId: string): Promise<JobState>;
  /** Settles when the job has ended. */
  finished(jobId: string): Promise<JobState>;
}
