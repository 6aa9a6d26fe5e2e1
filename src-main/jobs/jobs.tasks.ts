import type { JobState } from '../../src-shared/contract/jobs.contract.ts';
import type { z } from 'zod';
import type { ReadStores, WriteStores } from '../db/stores.ts';

type Job = z.infer<typeof JobState>;

/** A job with what no screen needs to know. */
export interface KeptJob {
  job: Job;
  /** Where its file lies, whether it waits there or was put there. */
  filePath: string | null;
}

const KEPT = 100;

function saveJob(stores: WriteStores, { job, filePath }: KeptJob): void {
  stores.localFile
    .prepare(
      `insert into job (id, kind, title_json, state, progress_json, result_json, started_at_ms, finished_at_ms)
       values (?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (id) do update set state = excluded.state, progress_json = excluded.progress_json,
         result_json = excluded.result_json, finished_at_ms = excluded.finished_at_ms`,
    )
    .run(
      job.id,
      job.kind,
      JSON.stringify(job.title),
      job.state,
      JSON.stringify({ phase: job.phase, done: job.done, total: job.total }),
      JSON.stringify({ file: job.file, problem: job.problem, shows: job.shows, filePath }),
      job.startedAtMs,
      job.finishedAtMs,
    );
}

interface JobRow {
  id: string;
  kind: string;
  title_json: string;
  state: Job['state'];
  progress_json: string;
  result_json: string | null;
  started_at_ms: number;
  finished_at_ms: number | null;
}

type Result = Partial<Pick<Job, 'file' | 'problem' | 'shows'>> & { filePath?: string | null };

function listJobs(stores: ReadStores, _input: null): KeptJob[] {
  const rows = stores.localFile.prepare('select * from job order by started_at_ms desc limit ?').all(KEPT) as JobRow[];
  return rows.map((row) => {
    const result = (row.result_json === null ? {} : JSON.parse(row.result_json)) as Result;
    const job: Job = {
      id: row.id,
      kind: row.kind,
      title: JSON.parse(row.title_json) as Job['title'],
      state: row.state,
      ...(JSON.parse(row.progress_json) as Pick<Job, 'phase' | 'done' | 'total'>),
      ...{ file: result.file ?? null, problem: result.problem ?? null, shows: result.shows ?? null },
      startedAtMs: row.started_at_ms,
      finishedAtMs: row.finished_at_ms,
    };
    return { job, filePath: result.filePath ?? null };
  });
}

/** A job that was running when the program ended will not go on by itself; the list says so. */
function closeLeftOver(stores: WriteStores, { nowMs }: { nowMs: number }): void {
  stores.localFile
    .prepare(
      `update job set state = 'failed', finished_at_ms = ?,
              result_json = json_set(coalesce(result_json, '{}'), '$.file', null, '$.problem', json(?))
        where state = 'running'`,
    )
    .run(nowMs, JSON.stringify({ reason: 'job-interrupted', details: {} }));
}

export const jobsWriteTasks = {
  'jobs.save': saveJob,
  'jobs.closeLeftOver': closeLeftOver,
  'jobs.forget': (stores: WriteStores, { jobId }: { jobId: string }): void => {
    stores.localFile.prepare('delete from job where id = ?').run(jobId);
  },
};
export const jobsReadTasks = { 'jobs.list': listJobs };
