import type { Database } from 'better-sqlite3';

/**
 * Undoes the open transaction. On a full disk SQLite has done so itself, and a second rollback would put its own
 * complaint in the place of the error that a person can act on.
 */
export function rollBack(database: Database): void {
  if (database.inTransaction) database.exec('rollback');
}
