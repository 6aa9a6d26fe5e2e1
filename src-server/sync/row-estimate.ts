import { sql } from 'kysely';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import type { CentralDb } from '../db/open-central.ts';
import { isSentWhole, QUEUES } from './queue-stream.ts';
import type { ReplicatedTable } from './row-image.ts';

/** A claim, four lines, a hit and a vehicle: the progress bar of a first look needs no better guess. */
const ROWS_PER_CLAIM = 7;
const EVERY_TABLE: readonly string[] = REPLICATED_TABLES.map(({ name }) => name);
const SENT_WHOLE: readonly string[] = REPLICATED_TABLES.filter((table: ReplicatedTable) => isSentWhole(table)).map(
  ({ name }) => name,
);

/** About how many rows a table has in a scope. */
interface Share {
  tableName: string;
  scope: string;
  n: number;
}

/** Guesses of how many rows a desktop will get, for progress bars and the choice of what comes first. */
export class RowEstimates {
  readonly #shares: readonly Share[];

  private constructor(shares: readonly Share[]) {
    this.#shares = shares;
  }

  /**
   * The table sizes and the shares of the scopes as the planner knows them, by one statement. Counting millions of rows at
   * every hello would cost more than the bar is worth.
   */
  static async read(db: CentralDb): Promise<RowEstimates> {
    const { rows } = await sql<Share>`
      select c.relname as table_name, m.scope, (c.reltuples * m.share)::bigint as n
      from pg_class c
      join pg_stats s on s.schemaname = current_schema() and s.tablename = c.relname and s.attname = '_scope'
      cross join lateral unnest(s.most_common_vals::text::text[], s.most_common_freqs) as m(scope, share)
      where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and c.reltuples > 0
        and c.relname = any(${[...EVERY_TABLE]})`.execute(db);
    return new RowEstimates(rows);
  }

  rowsIn(scopes: readonly string[], tables: readonly string[] = EVERY_TABLE): number {
    return this.#shares
      .filter(({ tableName, scope }) => scopes.includes(scope) && tables.includes(tableName))
      .reduce((sum, { n }) => sum + n, 0);
  }

  /** The first look at the queues: the claims in them are counted, they are few and have an index. */
  async rowsOfQueues(db: CentralDb, scopes: readonly string[]): Promise<number> {
    const { n } = await db
      .selectFrom('claim')
      .select((each) => each.fn.countAll<number>().as('n'))
      .where('queue', 'in', [...QUEUES])
      .where('_scope', 'in', [...scopes])
      .executeTakeFirstOrThrow();
    return n * ROWS_PER_CLAIM + this.rowsIn(scopes, SENT_WHOLE);
  }
}
