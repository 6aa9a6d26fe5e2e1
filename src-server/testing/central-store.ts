import { PGlite } from '@electric-sql/pglite';
import { Kysely } from 'kysely';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, openAsBlob, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { centralMigrations } from '../../migrations/central/index.ts';
import { migrate } from '../../src-shared/database/migrate.ts';
import { openPostgres, storeOnPGlite, type CentralStore } from '../db/open-central.ts';
import { SerialPGliteDialect } from '../db/pglite-serial-dialect.ts';

export type Engine = 'pglite' | 'postgres';

/** Repository, feed and command suites run on both. */
export const ENGINES: readonly Engine[] = ['pglite', 'postgres'];

export interface TestCentral extends CentralStore {
  /** Connection string of the PostgreSQL database; null on PGlite. */
  databaseUrl: string | null;
}

/** An empty, migrated central store of its own, to be closed by the suite. */
export async function openTestCentral(engine: Engine): Promise<TestCentral> {
  if (engine === 'pglite') {
    const store = await storeOnPGlite({ loadDataDir: await openAsBlob(await migratedDump()) });
    return { ...store, databaseUrl: null };
  }
  const response = await fetch(inject('postgresBroker'));
  const text = await response.text();
  if (!response.ok) throw new Error(`The test cluster did not start: ${text}`);
  return { ...(await openPostgres(text, 20)), databaseUrl: text };
}

/** Making a PGlite store takes four seconds, loading a dump half of one; the dump's name follows the migrations. */
async function migratedDump(): Promise<string> {
  const file = path.join(tmpdir(), `hedui-central-${migrationsHash()}.tar`);
  if (existsSync(file)) return file;
  const pglite = await PGlite.create();
  const db = new Kysely<never>({ dialect: new SerialPGliteDialect(pglite) });
  await migrate(db, centralMigrations);
  const dump = await pglite.dumpDataDir('none');
  await db.destroy();
  // Two workers may be at it at the same time: the last rename wins, both files are whole.
  const own = `${file}.${randomBytes(4).toString('hex')}`;
  writeFileSync(own, Buffer.from(await dump.arrayBuffer()));
  renameSync(own, file);
  return file;
}

function migrationsHash(): string {
  const folder = fileURLToPath(new URL('../../migrations/central/', import.meta.url));
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).sort()) hash.update(name).update(readFileSync(path.join(folder, name)));
  return hash.digest('hex').slice(0, 12);
}
