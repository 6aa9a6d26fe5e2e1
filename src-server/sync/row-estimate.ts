import { sql } from 'kysely';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import type { CentralDb } from '../db/open-central.ts';
import { isSentWhole, QUEUES } from './queue-stream.ts';
import type { ReplicatedTable } from './row-image.ts';

/** A claim, four lines, a hit and a vehicle: the progress bar of a first look needs no better guess. */
const ROWS_PER_CLAIM = 7;

/**
 * About how many rows the scopes hold, for a progress bar: the table sizes and the shares of the scopes as the planner
 * knows them. Counting millions of rows at every hello would cost more than the bar is worth.
 */
export async function estimateRows(
  db: CentralDb,
  scopes: readonly string[],
  tables: readonly ReplicatedTable[] = REPLICATED_TABLES,
): Promise<number> {
  const names: string[] = tables.map((table) => table.name);
  const { rows } = await sql<{ estimate: number }>`
    select coalesce(sum(c.reltuples * f.share), 0)::bigint as estimate
    from pg_class c
    join pg_stats s on s.schemaname = current_schema() and s.tablename = c.relname and s.attname = '_scope'
    cross join lateral (
      select coalesce(sum(share), 0) as share
      from unnest(s.most_common_vals::text::text[], s.most_common_freqs) as m(scope, share)
      where m.scope = any(${[...scopes]})
    ) f
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and c.reltuples > 0
      and c.relname = any(${names})`.execute(db);
  return rows[0]?.estimate ?? 0;
}

/** About how many rows the first look at the queues has: the claims in them are counted, they are few and have an index. */
export async function estimateQueueRows(db: CentralDb, scopes: readonly string[]): Promise<number> {
  const { n } = await db
    .selectFrom('claim')
    .select((each) => each.fn.countAll<number>().as('n'))
    .where('queue', 'in', [...QUEUES])
    .where('_scope', 'in', [...scopes])
    .executeTakeFirstOrThrow();
  return n * ROWS_PER_CLAIM + (await estimateRows(db, scopes, REPLICATED_TABLES.filter(isSentWhole)));
}
