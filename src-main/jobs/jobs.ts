import type { JobState } from '../../src-shared/contract/jobs.contract.ts';

/** The reason of a job's signal when a person stopped it; any other means that the program ends. */
export const STOPPED_BY_PERSON = 'stopped-by-person';

export interface JobStart {
  /** Given where the same job goes on after a restart of the program. */
  id?: string;
  kind: string;
  title: Record<string, string | number | boolean | null>;
  /** An earlier step of the same work: it is stopped and leaves the list. */
  replaces?: string | null;
}

export interface JobControl {
  readonly id: string;
  readonly signal: AbortSignal;
  /** May be called as often as wished; the screens hear it at most 10 times a second. */
  progress(done: number, total: number | null, phase: string): void;
  /** What a person may look at, from now on and after the end. */
  shows(what: NonNullable<JobState['shows']>): void;
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
  /** Opens the job's file where the host can; else the path under which it can be fetched once. */
  openFile(jobId: string): Promise<{ downloadPath: string | null }>;
  showInFolder(jobId: string): Promise<void>;
}
