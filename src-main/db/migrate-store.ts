import type { Database } from 'better-sqlite3';
import { localMigrations } from '../../migrations/local/index.ts';
import { replicaMigrations } from '../../migrations/replica/index.ts';
import { migrate } from '../../src-shared/database/migrate.ts';
import type { StoreKind } from './open-stores.ts';
import { typed } from './typed-store.ts';

const STEPS = { local: localMigrations, replica: replicaMigrations } as const;

/** Runs the steps a file lacks; a file that knows more of them than this program is refused. */
export async function migrateStore(database: Database, kind: StoreKind): Promise<void> {
  await migrate(typed<never>(database), STEPS[kind]);
}
