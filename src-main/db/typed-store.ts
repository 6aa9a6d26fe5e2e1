import type { Database } from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { ColumnNames } from '../../src-shared/database/camel-case.ts';

/** The typed view of a connection; snake_case in the file, camelCase in code. */
export function typed<Tables>(database: Database): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database }), plugins: [new ColumnNames()] });
}
