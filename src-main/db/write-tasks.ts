import { claimsWriteTasks } from '../claims/claims.tasks.ts';
import { exchangeWriteTasks } from '../exchange/exchange.tasks.ts';
import { jobsWriteTasks } from '../jobs/jobs.tasks.ts';
import { printWriteTasks } from '../print/print.tasks.ts';
import { attentionWriteTasks } from '../sync/attention.tasks.ts';
import { outboxWriteTasks } from '../sync/outbox.tasks.ts';
import { replicaWriteTasks } from '../sync/replica.tasks.ts';
import { viewsWriteTasks } from '../views/views.tasks.ts';

/** What the writing thread knows, by name. A room adds its table of tasks here and nowhere else. */
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
