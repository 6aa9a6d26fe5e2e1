/**
 * What the reading threads know, by the room that stands before the dot of a task's name. A thread loads a room with the
 * first question to it: one that loaded them all would be ready three times as late. A room adds its table here and
 * nowhere else.
 */
export const readRooms = {
  claims: async () => (await import('../claims/claims.tasks.ts')).claimsReadTasks,
  counts: async () => (await import('../counts/counts.tasks.ts')).countsReadTasks,
  exchange: async () => (await import('../exchange/exchange.tasks.ts')).exchangeReadTasks,
  jobs: async () => (await import('../jobs/jobs.tasks.ts')).jobsReadTasks,
  logistics: async () => (await import('../logistics/logistics.tasks.ts')).logisticsReadTasks,
  outbox: async () => (await import('../sync/outbox.tasks.ts')).outboxReadTasks,
  parts: async () => ({
    ...(await import('../parts/parts.tasks.ts')).partsReadTasks,
    ...(await import('./stock-exceptions.ts')).stockExceptionTasks,
  }),
  print: async () => (await import('../print/print.tasks.ts')).printReadTasks,
  reconciliation: async () => (await import('../reconciliation/reconciliation.tasks.ts')).reconciliationReadTasks,
  replica: async () => (await import('../sync/replica.tasks.ts')).replicaReadTasks,
  rules: async () => (await import('../claims/rulesets/rules.tasks.ts')).rulesReadTasks,
  sampling: async () => (await import('../claims/sampling/sampling.tasks.ts')).samplingReadTasks,
  settings: async () => (await import('../settings/settings.tasks.ts')).settingsReadTasks,
  settlement: async () => (await import('../settlement/settlement.tasks.ts')).settlementReadTasks,
  sync: async () => (await import('../sync/attention.tasks.ts')).attentionReadTasks,
  views: async () => (await import('../views/views.tasks.ts')).viewsReadTasks,
} as const;
