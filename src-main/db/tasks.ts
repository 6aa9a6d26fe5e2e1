import { claimsReadTasks, claimsWriteTasks } from '../claims/claims.tasks.ts';
import { jobsReadTasks, jobsWriteTasks } from '../jobs/jobs.tasks.ts';
import { settlementReadTasks } from '../settlement/settlement.tasks.ts';
import { attentionReadTasks, attentionWriteTasks } from '../sync/attention.tasks.ts';
import { outboxReadTasks, outboxWriteTasks } from '../sync/outbox.tasks.ts';
import { replicaReadTasks, replicaWriteTasks } from '../sync/replica.tasks.ts';
import { snapshotJobTasks } from '../sync/snapshot.tasks.ts';

/** Every task the worker threads know, by name. A room adds its tables of tasks here and nowhere else. */
export const readTasks = {
  ...claimsReadTasks,
  ...jobsReadTasks,
  ...settlementReadTasks,
  ...outboxReadTasks,
  ...replicaReadTasks,
  ...attentionReadTasks,
};
export const writeTasks = {
  ...claimsWriteTasks,
  ...jobsWriteTasks,
  ...outboxWriteTasks,
  ...replicaWriteTasks,
  ...attentionWriteTasks,
};
export const jobTasks = { ...snapshotJobTasks };

export type ReadTasks = typeof readTasks;
export type WriteTasks = typeof writeTasks;
export type JobTasks = typeof jobTasks;
