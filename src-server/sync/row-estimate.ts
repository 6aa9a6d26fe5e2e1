import { sql } from 'kysely';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import type { CentralDb } from '../db/open-central.ts';

/**
 * About how many rows the scopes hold, for a progress bar: the table sizes and the shares of the scopes as the planner
 * knows them. Counting millions of rows at every hello would cost more than the bar is worth.
 */
export async function estimateRows(db: CentralDb, scopes: readonly string[]): Promise<number> {
  const names: string[] = REPLICATED_TABLES.map((table) => table.name);
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
