import type { Database } from 'better-sqlite3';

/** The keys of `sync_state`: where a replica file stands, written in the same transaction as its rows. */
export const STATE_KEYS = {
  /** Where the next delta starts; opaque. */
  cursor: 'cursor',
  seq: 'seq',
  tier: 'tier',
  /** The scopes the file holds, as a JSON list: told at the greeting, so that a change of grants costs only the difference. */
  scopes: 'scopes',
  /** When it last agreed with the server in every row. */
  auditedAtMs: 'audited.at_ms',
  /** '1' once the file has been verified: only then may it answer a grid. */
  complete: 'complete',
  /** Of a file being built. */
  buildKey: 'build.key',
  buildResume: 'build.resume',
  buildStage: 'build.stage',
  buildRows: 'build.rows',
  buildBlocks: 'build.blocks',
  buildBytes: 'build.bytes',
  buildHead: 'build.head',
  buildIndexes: 'build.indexes',
  /** When the machine was started that fills the file without waiting for its disk; empty once all of it is there. */
  buildBoot: 'build.boot',
} as const;
export type StateKey = (typeof STATE_KEYS)[keyof typeof STATE_KEYS];

/** Tiers whose files are whole for their scopes: these follow the feed and are compared with the server. */
export type FeedTier = 'open' | 'all';
/** `queue`: a first look at the queues, which serves as it is until the open work has come (decision 110). */
export type ReplicaTier = FeedTier | 'queue';

export function readState(database: Database, key: StateKey): string | null {
  const value = database.prepare('select value from sync_state where state_key = ?').pluck().get(key);
  return typeof value === 'string' ? value : null;
}

export function writeState(database: Database, values: Partial<Record<StateKey, string>>): void {
  const put = database.prepare(
    'insert into sync_state (state_key, value) values (?, ?) on conflict (state_key) do update set value = excluded.value',
  );
  for (const [key, value] of Object.entries(values)) put.run(key, value);
}
