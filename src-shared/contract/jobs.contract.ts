import { oc } from '@orpc/contract';
import { z } from 'zod';
import { InstantMs, Scalar } from './values.ts';

export const JobState = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.record(z.string(), Scalar),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  phase: z.string(),
  done: z.int(),
  total: z.int().nullable(),
  startedAtMs: InstantMs,
  finishedAtMs: InstantMs.nullable(),
  /** The file it made, once done; `waiting` until a person has put it somewhere, `gone` when it waited in vain. */
  file: z
    .object({
      name: z.string(),
      sizeBytes: z.int(),
      downloadPath: z.string().nullable(),
      place: z.enum(['saved', 'waiting', 'gone']),
    })
    .nullable(),
  /** What to look at in the room of imports; `errors` counts the rows that are refused. */
  shows: z.object({ what: z.enum(['importFile', 'import']), id: z.string(), errors: z.int() }).nullable(),
  problem: z.object({ reason: z.string(), details: z.record(z.string(), Scalar) }).nullable(),
});
export type JobState = z.infer<typeof JobState>;

export const jobsContract = {
  list: oc.input(z.object({})).output(z.array(JobState)),
  cancel: oc.input(z.object({ jobId: z.string() })).output(JobState),
  /**
   * Opens the finished file with the program of the system, asking first where to put one that waits. A host that has
   * only a browser opens nothing and answers with a fresh path, which works once.
   */
  openFile: oc.input(z.object({ jobId: z.string() })).output(z.object({ downloadPath: z.string().nullable() })),
  /** Shows a saved file in its folder; BAD_REQUEST `no-folders-here` on a host that has only a browser. */
  showInFolder: oc.input(z.object({ jobId: z.string() })).output(z.object({})),
};
