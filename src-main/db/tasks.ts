import type { snapshotJobTasks } from '../sync/snapshot.tasks.ts';
import type { readTasks } from './read-tasks.ts';
import type { reportTasks } from './report-tasks.ts';
import type { writeTasks } from './write-tasks.ts';

export type ReadTasks = typeof readTasks;
export type WriteTasks = typeof writeTasks;
export type JobTasks = typeof snapshotJobTasks & typeof reportTasks;

/**
 * The tasks of each kind of thread; a thread loads its own and no others, because every module costs each thread of the
 * desktop anew. A copy of the store is built without what the reports need.
 */
export const TASKS_OF: Record<'writer' | 'reader' | 'job', (name: string) => Promise<object>> = {
  writer: async () => (await import('./write-tasks.ts')).writeTasks,
  reader: async () => (await import('./read-tasks.ts')).readTasks,
  job: async (name) =>
    name.startsWith('sync.')
      ? (await import('../sync/snapshot.tasks.ts')).snapshotJobTasks
      : (await import('./report-tasks.ts')).reportTasks,
};
