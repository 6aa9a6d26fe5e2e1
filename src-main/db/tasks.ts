import { claimsReadTasks, claimsWriteTasks } from '../claims/claims.tasks.ts';
import { preparedOrdering } from '../claims/claim-orderings.ts';
import { hasOverlay } from '../claims/claim-page.repository.ts';
import { exchangeReadTasks, exchangeWriteTasks } from '../exchange/exchange.tasks.ts';
import { exportJobTasks } from '../exchange/export.tasks.ts';
import { jobsReadTasks, jobsWriteTasks } from '../jobs/jobs.tasks.ts';
import { printReadTasks, printWriteTasks } from '../print/print.tasks.ts';
import { settlementReadTasks } from '../settlement/settlement.tasks.ts';
import { statementDetail } from '../settlement/statement-detail.repository.ts';
import { attentionReadTasks, attentionWriteTasks } from '../sync/attention.tasks.ts';
import { outboxReadTasks, outboxWriteTasks } from '../sync/outbox.tasks.ts';
import { replicaReadTasks, replicaWriteTasks } from '../sync/replica.tasks.ts';
import { viewsReadTasks, viewsWriteTasks } from '../views/views.tasks.ts';
import { snapshotJobTasks } from '../sync/snapshot.tasks.ts';

/** Every task the worker threads know, by name. A room adds its tables of tasks here and nowhere else. */
export const readTasks = {
  ...claimsReadTasks,
  ...jobsReadTasks,
  ...settlementReadTasks,
  ...exchangeReadTasks,
  ...outboxReadTasks,
  ...replicaReadTasks,
  ...attentionReadTasks,
  ...viewsReadTasks,
  ...printReadTasks,
};
export const writeTasks = {
  ...claimsWriteTasks,
  ...jobsWriteTasks,
  ...exchangeWriteTasks,
  ...outboxWriteTasks,
  ...replicaWriteTasks,
  ...attentionWriteTasks,
  ...viewsWriteTasks,
  ...printWriteTasks,
};
export const jobTasks = {
  ...snapshotJobTasks,
  ...exportJobTasks({
    claimOrder: (stores, query) => preparedOrdering(stores, query, hasOverlay(stores)),
    statement: (stores, id) => statementDetail(stores, { id, roles: [] }),
    pages: { claims: claimsReadTasks['claims.page'], statements: settlementReadTasks['settlement.statements'] },
  }),
};

export type ReadTasks = typeof readTasks;
export type WriteTasks = typeof writeTasks;
export type JobTasks = typeof jobTasks;
