import { claimsReadTasks } from '../claims/claims.tasks.ts';
import { exchangeReadTasks } from '../exchange/exchange.tasks.ts';
import { jobsReadTasks } from '../jobs/jobs.tasks.ts';
import { printReadTasks } from '../print/print.tasks.ts';
import { settingsReadTasks } from '../settings/settings.tasks.ts';
import { settlementReadTasks } from '../settlement/settlement.tasks.ts';
import { attentionReadTasks } from '../sync/attention.tasks.ts';
import { outboxReadTasks } from '../sync/outbox.tasks.ts';
import { replicaReadTasks } from '../sync/replica.tasks.ts';
import { viewsReadTasks } from '../views/views.tasks.ts';

/** What the reading threads know, by name. A room adds its table of tasks here and nowhere else. */
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
  ...settingsReadTasks,
};
