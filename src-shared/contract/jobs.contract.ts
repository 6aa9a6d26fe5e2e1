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
  /** A file to open or download once done. */
  file: z.object({ name: z.string(), sizeBytes: z.int(), downloadPath: z.string().nullable() }).nullable(),
  problem: z.object({ reason: z.string(), details: z.record(z.string(), Scalar) }).nullable(),
});
export type JobState = z.infer<typeof JobState>;

export const jobsContract = {
  list: oc.input(z.object({})).output(z.array(JobState)),
  cancel: oc.input(z.object({ jobId: z.string() })).output(JobState),
};
