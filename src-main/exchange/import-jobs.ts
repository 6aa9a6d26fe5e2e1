import type { JobState } from '../../src-shared/contract/jobs.contract.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { AppServices } from '../app-services.ts';
import { STOPPED_BY_PERSON, type JobControl } from '../jobs/jobs.ts';
import type { UploadedFile } from './uploaded-files.ts';

/** An answer that comes between two looks is seen this much later at the most. */
const LOOK_EVERY_MS = 250;

/**
 * Runs a step of a file's import as a job: it goes on when the page that asked is loaded again, and takes the place of the
 * file's earlier step in the list. The caller gets the step's result, or its refusal as it was thrown.
 */
export async function stepOf<Output>(
  services: AppServices,
  file: UploadedFile,
  step: { kind: 'import.look' | 'import.check'; work(control: JobControl): Promise<Output> },
): Promise<Output> {
  const outcome = Promise.withResolvers<Output>();
  const { fileId, fileName } = file;
  const job = await services.jobs.start(
    { kind: step.kind, title: { fileName, fileId }, replaces: file.jobId },
    async (control) => {
      const work = step.work(control);
      outcome.resolve(
        work.catch((error: unknown) => {
          throw control.signal.aborted ? new AppError('CONFLICT', 'job-cancelled') : error;
        }),
      );
      await work;
      return {};
    },
  );
  file.jobId = job.id;
  const [output] = await Promise.allSettled([outcome.promise, services.jobs.finished(job.id)]);
  if (output.status === 'rejected') throw output.reason;
  return output.value;
}

export interface Sending {
  importId: string;
  fileName: string;
  /** The job of the file's earlier step. */
  replaces: string | null;
  /** Writes the import and its parts; nothing when that was done before a restart. */
  save(): Promise<void>;
  /** Rows that are refused by now. */
  refusedRows(): Promise<number>;
}

/** Follows an import from the saving of its parts to the server's last answer, as a job; returns when it is saved. */
export async function sendAsJob(services: AppServices, sending: Sending): Promise<JobState> {
  const { importId, fileName, replaces } = sending;
  const saved = Promise.withResolvers<undefined>();
  const job = await services.jobs.start(
    { id: importId, kind: 'import.send', title: { fileName, importId }, replaces },
    async (control) => {
      try {
        control.progress(0, null, 'saving');
        await sending.save();
        saved.resolve(undefined);
      } catch (error) {
        saved.reject(error instanceof Error ? error : new Error(String(error)));
        throw error;
      }
      await follow(services, sending, control);
      return {};
    },
  );
  await saved.promise;
  return job;
}

async function follow(services: AppServices, sending: Sending, control: JobControl): Promise<void> {
  const { importId } = sending;
  control.shows({ what: 'import', id: importId, errors: await sending.refusedRows() });
  let stopped: string | null = null;
  while (stopped === null) {
    const progress = await services.stores.read('exchange.sendingProgress', { importId });
    if (progress === null) throw new AppError('NOT_FOUND', 'import-not-found');
    control.progress(progress.thingsDone, progress.things, 'sending');
    if (progress.isOver) break;
    if (!control.signal.aborted) await oneLook();
    else if (control.signal.reason === STOPPED_BY_PERSON) {
      const withdrawn = await services.stores.write('exchange.withdraw', { importId });
      stopped = withdrawn > 0 ? 'import-stopped' : 'import-already-sent';
    } else throw new AppError('CONFLICT', 'job-interrupted'); // what waits goes on at the next start
  }
  control.shows({ what: 'import', id: importId, errors: await sending.refusedRows() });
  if (stopped !== null) throw new AppError('CONFLICT', stopped);
}

function oneLook(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
}
