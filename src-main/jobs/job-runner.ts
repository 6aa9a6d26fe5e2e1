import { statSync } from 'node:fs';
import type { z } from 'zod';
import type { JobState } from '../../src-shared/contract/jobs.contract.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { AppEvents, Clock, Logger } from '../app-services.ts';
import type { StoreAccess } from '../db/store-access.ts';
import type { FileDelivery } from './file-delivery.ts';
import type { JobControl, JobResult, Jobs, JobStart } from './jobs.ts';

type Job = z.infer<typeof JobState>;

const LEAST_INTERVAL_MS = 100;

interface Running {
  job: Job;
  abort: AbortController;
  ended: Promise<Job>;
}

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

  async start({ kind, title }: JobStart, work: (control: JobControl) => Promise<JobResult>): Promise<Job> {
    const job: Job = {
      id: this.#options.newId(),
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
    };
    await this.#options.stores.write('jobs.save', { job });
    const abort = new AbortController();
    const running: Running = { job, abort, ended: Promise.resolve(job) };
    this.#running.set(job.id, running);
    running.ended = this.#run(running, work);
    this.#tell(job);
    return job;
  }

  async list(): Promise<Job[]> {
    const stored = await this.#options.stores.read('jobs.list', null);
    return stored.map((job) => this.#running.get(job.id)?.job ?? job);
  }

  async cancel(jobId: string): Promise<Job> {
    this.#running.get(jobId)?.abort.abort();
    return this.finished(jobId);
  }

  async finished(jobId: string): Promise<Job> {
    const running = this.#running.get(jobId);
    if (running !== undefined) return running.ended;
    const job = (await this.#options.stores.read('jobs.list', null)).find((stored) => stored.id === jobId);
    if (job === undefined) throw new AppError('NOT_FOUND', 'job-not-found', { jobId });
    return job;
  }

  /** Asks every running job to stop and waits for it. */
  async stop(): Promise<void> {
    const running = [...this.#running.values()];
    for (const { abort } of running) abort.abort();
    await Promise.allSettled(running.map(({ ended }) => ended));
  }

  async #run(running: Running, work: (control: JobControl) => Promise<JobResult>): Promise<Job> {
    const outcome = await this.#work(running, work);
    const job: Job = { ...running.job, ...outcome, finishedAtMs: this.#options.clock() };
    running.job = job;
    await this.#options.stores.write('jobs.save', { job }).catch((error: unknown) => {
      this.#options.logger.warn('the end of a job was not kept', { error: String(error) });
    });
    this.#running.delete(job.id);
    this.#tell(job);
    return job;
  }

  async #work(
    running: Running,
    work: (control: JobControl) => Promise<JobResult>,
  ): Promise<Pick<Job, 'state' | 'file' | 'problem'>> {
    try {
      const { file } = await work(this.#control(running));
      if (file === undefined) return { state: 'done', file: null, problem: null };
      const { downloadPath } = await this.#options.files.deliver(file);
      const sizeBytes = statSync(file.path, { throwIfNoEntry: false })?.size ?? 0;
      return { state: 'done', file: { name: file.name, sizeBytes, downloadPath }, problem: null };
    } catch (error) {
      if (running.abort.signal.aborted) return { state: 'cancelled', file: null, problem: null };
      if (error instanceof AppError) {
        return { state: 'failed', file: null, problem: { reason: error.data.reason, details: error.data.details } };
      }
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
    };
  }

  #tell(job: Job): void {
    this.#options.events.emit({ type: 'job', job });
  }
}
