import { sql, type Kysely } from 'kysely';
import type { CentralTables } from './central-tables.generated.ts';

/** PostgreSQL takes 65,535 parameters in a statement; half of it keeps one statement of wide rows well under a second. */
const MAX_PARAMETERS = 32_000;

/** Cuts rows into pieces that fit one insert each, by the widest row's number of columns. */
export function* insertChunks<T extends object>(rows: readonly T[]): Generator<T[]> {
  const columns = Math.max(1, ...rows.slice(0, 1).map((row) => Object.keys(row).length));
  const size = Math.max(1, Math.floor(MAX_PARAMETERS / columns));
  for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size);
}

/**
 * The next number of a document series (`claim:2026`, `statement:2026-03`), starting at 1. The row stays locked until
 * the transaction ends, so numbers have no gaps: ask for it as late as possible.
 */
export async function nextDocumentNumber(db: Kysely<CentralTables>, sequenceKey: string): Promise<number> {
  const row = await db
    .insertInto('documentSequence')
    .values({ sequenceKey, lastValue: 1 })
    .onConflict((conflict) =>
      conflict.column('sequenceKey').doUpdateSet({ lastValue: sql`document_sequence.last_value + 1` }),
    )
    .returning('lastValue')
    .executeTakeFirstOrThrow();
  return row.lastValue;
}
