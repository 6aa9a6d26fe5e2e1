import { sql, type Transaction } from 'kysely';
import type { CentralTables } from './central-tables.generated.ts';

/**
 * Runs `work` so that its writes stand or fall together inside the transaction: an exception undoes them and goes on
 * to the caller, the transaction itself stays usable. The name may repeat: PostgreSQL keeps the innermost of a name.
 */
export async function savepoint<T>(db: Transaction<CentralTables>, work: () => Promise<T>): Promise<T> {
  await sql`savepoint hedui_part`.execute(db);
  try {
    const result = await work();
    await sql`release savepoint hedui_part`.execute(db);
    return result;
  } catch (error) {
    await sql`rollback to savepoint hedui_part`.execute(db);
    await sql`release savepoint hedui_part`.execute(db);
    throw error;
  }
}
