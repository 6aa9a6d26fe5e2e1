import { sql, type Kysely } from 'kysely';
import { AppError } from '../errors.ts';

export interface Migration {
  name: string;
  up: (db: Kysely<never>) => Promise<void>;
}

/**
 * Brings a store to the last of `migrations`, each step in its own transaction together with its entry in
 * `schema_migration`; returns the names of the steps that ran. A store that knows a step we do not is newer than this
 * program and is refused by name: it is never changed.
 */
export async function migrate(db: Kysely<never>, migrations: readonly Migration[]): Promise<string[]> {
  await sql`create table if not exists schema_migration (name text primary key)`.execute(db);
  const rows = await sql<{ name: string }>`select name from schema_migration order by name`.execute(db);
  const done = new Set(rows.rows.map((row) => row.name));
  const known = new Set(migrations.map((migration) => migration.name));
  const unknown = [...done].find((name) => !known.has(name));
  if (unknown !== undefined) throw new AppError('CONFLICT', 'store-newer-than-program', { step: unknown });
  const ran: string[] = [];
  for (const migration of migrations) {
    if (done.has(migration.name)) continue;
    await db.transaction().execute(async (transaction) => {
      await migration.up(transaction);
      await sql`insert into schema_migration (name) values (${migration.name})`.execute(transaction);
    });
    ran.push(migration.name);
  }
  return ran;
}
