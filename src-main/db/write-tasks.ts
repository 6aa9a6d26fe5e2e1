const outbox = async (): Promise<typeof import('../sync/outbox.tasks.ts').outboxWriteTasks> =>
  (await import('../sync/outbox.tasks.ts')).outboxWriteTasks;

/** What the writing thread knows, by room as the reading threads do. A room adds its table here and nowhere else. */
export const writeRooms = {
  claims: async () => (await import('../claims/claims.tasks.ts')).claimsWriteTasks,
  exchange: async () => (await import('../exchange/exchange.tasks.ts')).exchangeWriteTasks,
  jobs: async () => (await import('../jobs/jobs.tasks.ts')).jobsWriteTasks,
  outbox,
  print: async () => (await import('../print/print.tasks.ts')).printWriteTasks,
  profile: outbox,
  replica: async () => (await import('../sync/replica.tasks.ts')).replicaWriteTasks,
  sync: async () => (await import('../sync/attention.tasks.ts')).attentionWriteTasks,
  views: async () => (await import('../views/views.tasks.ts')).viewsWriteTasks,
} as const;
