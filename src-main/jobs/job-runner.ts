import { access, stat } from 'node:fs/promises';
import type { z } from 'zod';
import type { JobState } from '../../src-shared/contract/jobs.contract.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { AppEvents, Clock, Logger } from '../app-services.ts';
import type { StoreAccess } from '../db/store-access.ts';
import type { FileDelivery } from './file-delivery.ts';
import type { KeptJob } from './jobs.tasks.ts';
import { STOPPED_BY_PERSON, type JobControl, type JobResult, type Jobs, type JobStart } from './jobs.ts';

type Job = z.infer<typeof JobState>;

const LEAST_INTERVAL_MS = 100;

interface Running {
  job: Job;
  filePath: string | null;
  abort: AbortController;
  ended: Promise<Job>;
}

type End = Pick<Job, 'state' | 'file' | 'problem'>;

export interface JobRunnerOptions {
  stores: StoreAccess;
  events: AppEvents;
  files: FileDelivery;
  clock: Clock;
  logger: Logger;
  newId: () => string;
}

export class JobRunner implements Jobs {
  readonly #options: JobRunnerOptions;
  readonly #running = new Map<string, Running>();

  constructor(options: JobRunnerOptions) {
    this.#options = options;
  }

  async start(start: JobStart, work: (control: JobControl) => Promise<JobResult>): Promise<Job> {
    const { id = this.#options.newId(), kind, title, replaces = null } = start;
    if (replaces !== null) await this.#forget(replaces);
    const job: Job = {
      id,
      kind,
      title,
      state: 'running',
      phase: 'starting',
      done: 0,
      total: null,
      startedAtMs: this.#options.clock(),
      finishedAtMs: null,
      file: null,
      problem: null,
      shows: null,
    };
    await this.#options.stores.write('jobs.save', { job, filePath: null });
    const abort = new AbortController();
    const running: Running = { job, filePath: null, abort, ended: Promise.resolve(job) };
    this.#running.set(job.id, running);
    running.ended = this.#run(running, work);
    this.#tell(job);
    return job;
  }

  async list(): Promise<Job[]> {
    // One that ends while the list is read is among these, with its end; the list may still have its beginning.
    const runningBefore = new Map(this.#running);
    const kept = await this.#options.stores.read('jobs.list', null);
    const running = (id: string): Running | undefined => runningBefore.get(id) ?? this.#running.get(id);
    return Promise.all(kept.map(async (each) => running(each.job.id)?.job ?? withPlace(each)));
  }

  async cancel(jobId: string): Promise<Job> {
    this.#running.get(jobId)?.abort.abort(STOPPED_BY_PERSON);
    return this.finished(jobId);
  }

  async finished(jobId: string): Promise<Job> {
    const running = this.#running.get(jobId);
    if (running !== undefined) return running.ended;
    return withPlace(await this.#kept(jobId));
  }

  async openFile(jobId: string): Promise<{ downloadPath: string | null }> {
    const { files } = this.#options;
    const kept = await this.#withFile(jobId);
    const { savedPath, downloadPath } =
      kept.file.place === 'saved' ? { savedPath: kept.path, downloadPath: null } : await files.deliver(kept.file);
    if (savedPath !== null && kept.file.place !== 'saved') await this.#save(kept.job, savedPath);
    if (savedPath !== null) await files.shell?.open(savedPath);
    return { downloadPath };
  }

  async showInFolder(jobId: string): Promise<void> {
    const { shell } = this.#options.files;
    if (shell === undefined) throw new AppError('BAD_REQUEST', 'no-folders-here');
    const { file, path } = await this.#withFile(jobId);
    if (file.place !== 'saved') throw new AppError('CONFLICT', 'file-not-saved', { fileName: file.name });
    shell.showInFolder(path);
  }

  /** Asks every running job to stop and waits for it. */
  async stop(): Promise<void> {
    const running = [...this.#running.values()];
    for (const { abort } of running) abort.abort();
    await Promise.allSettled(running.map(({ ended }) => ended));
  }

  async #kept(jobId: string): Promise<KeptJob> {
    const kept = (await this.#options.stores.read('jobs.list', null)).find(({ job }) => job.id === jobId);
    if (kept === undefined) throw new AppError('NOT_FOUND', 'job-not-found', { jobId });
    return kept;
  }

  /** The job with its file, which is still there. */
  async #withFile(
    jobId: string,
  ): Promise<{ job: Job; path: string; file: NonNullable<Job['file']> & { path: string } }> {
    const { job, filePath: path } = await this.#kept(jobId);
    const { file } = job;
    if (file === null || path === null) throw new AppError('NOT_FOUND', 'job-has-no-file', { jobId });
    if (!(await isThere(path))) throw new AppError('NOT_FOUND', 'file-gone', { fileName: file.name });
    return { job, path, file: { ...file, path } };
  }

  /** A file that waited has been put somewhere. */
  async #save(job: Job, savedPath: string): Promise<void> {
    if (job.file === null) return;
    const saved: Job = { ...job, file: { ...job.file, downloadPath: null, place: 'saved' } };
    await this.#options.stores.write('jobs.save', { job: saved, filePath: savedPath });
    this.#tell(saved);
  }

  async #forget(jobId: string): Promise<void> {
    const running = this.#running.get(jobId);
    running?.abort.abort(STOPPED_BY_PERSON);
    await running?.ended;
    await this.#options.stores.write('jobs.forget', { jobId });
  }

  async #run(running: Running, work: (control: JobControl) => Promise<JobResult>): Promise<Job> {
    const outcome = await this.#work(running, work);
    const job: Job = { ...running.job, ...outcome, finishedAtMs: this.#options.clock() };
    running.job = job;
    await this.#options.stores.write('jobs.save', { job, filePath: running.filePath }).catch((error: unknown) => {
      this.#options.logger.warn('the end of a job was not kept', { error: String(error) });
    });
    this.#running.delete(job.id);
    this.#tell(job);
    return job;
  }

  async #work(running: Running, work: (control: JobControl) => Promise<JobResult>): Promise<End> {
    try {
      const { file } = await work(this.#control(running));
      if (file === undefined) return { state: 'done', file: null, problem: null };
      const { downloadPath, savedPath } = await this.#options.files.deliver(file);
      running.filePath = savedPath ?? file.path;
      const { size: sizeBytes } = await stat(running.filePath);
      const place = savedPath === null ? 'waiting' : 'saved';
      return { state: 'done', file: { name: file.name, sizeBytes, downloadPath, place }, problem: null };
    } catch (error) {
      const problem = error instanceof AppError ? { reason: error.data.reason, details: error.data.details } : null;
      if (running.abort.signal.aborted) return { state: 'cancelled', file: null, problem };
      if (problem !== null) return { state: 'failed', file: null, problem };
      this.#options.logger.error('job failed', {
        kind: running.job.kind,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
      return { state: 'failed', file: null, problem: { reason: 'unexpected', details: {} } };
    }
  }

  #control(running: Running): JobControl {
    let toldAt = 0;
    return {
      id: running.job.id,
      signal: running.abort.signal,
      progress: (done, total, phase) => {
        running.job = { ...running.job, done, total, phase };
        if (performance.now() - toldAt < LEAST_INTERVAL_MS) return;
        toldAt = performance.now();
        this.#tell(running.job);
      },
      shows: (shows) => {
        running.job = { ...running.job, shows };
      },
    };
  }

  #tell(job: Job): void {
    this.#options.events.emit({ type: 'job', job });
  }
}

/** A file that waits in the work folder is gone after the next start; one that was saved is the person's own affair. */
async function withPlace({ job, filePath }: KeptJob): Promise<Job> {
  const { file } = job;
  if (file === null || file.place === 'saved') return job;
  const waits = filePath !== null && (await isThere(filePath));
  return { ...job, file: { ...file, place: waits ? 'waiting' : 'gone' } };
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
