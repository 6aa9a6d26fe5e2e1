import { sql, type Transaction } from 'kysely';
import type { ChecksumRow } from '../../src-shared/contract/server/sync.contract.ts';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import type { z } from 'zod';
import type { CentralTables } from '../db/central-tables.generated.ts';
import type { Sequencer } from './sequencer.ts';

type Sums = { seq: number; rows: z.infer<typeof ChecksumRow>[] };

/** Bucket number of a sum over all buckets. */
const ALL_BUCKETS = -1;
/** Answers kept: every desktop that has just finished its copy asks for about the same. */
const KEPT_ANSWERS = 20;

/** Level-1 sums (sync §3.10) at an exact number of the feed: computed inside a tick of the sequencer, kept while it stands. */
export class Checksums {
  readonly #sequencer: Sequencer;
  readonly #kept = new Map<string, { seq: number; sums: Sums }>();

  constructor(sequencer: Sequencer) {
    this.#sequencer = sequencer;
  }

  async at(scopes: readonly string[], byBucket: boolean): Promise<Sums> {
    const key = `${scopes.join(' ')} ${String(byBucket)}`;
    const head = await this.#sequencer.flush();
    const kept = this.#kept.get(key);
    if (kept?.seq === head) return kept.sums;
    const sums = await this.#sequencer.readAtHead(async (transaction, seq) => ({
      seq,
      rows: await readSums(transaction, scopes, byBucket),
    }));
    this.#kept.delete(key);
    this.#kept.set(key, { seq: sums.seq, sums });
    const oldest = this.#kept.size > KEPT_ANSWERS ? this.#kept.keys().next().value : undefined;
    if (oldest !== undefined) this.#kept.delete(oldest);
    return sums;
  }
}

/** The same terms as in SQLite: below 2^62, never a float. Scope and table pairs without rows are left out. */
async function readSums(
  transaction: Transaction<CentralTables>,
  scopes: readonly string[],
  byBucket: boolean,
): Promise<Sums['rows']> {
  const bucket = byBucket ? sql`_bucket` : sql`${sql.lit(ALL_BUCKETS)}::bigint`;
  const selects = REPLICATED_TABLES.map(
    (table) => sql`select _scope as scope, ${sql.lit(table.id)}::int as tbl, ${bucket} as bucket, count(*) as n,
        sum(((_k % 2147483647) * 1103515245 + (_v % 2147483647) * 12345) % 2147483647)::bigint as s
      from ${sql.table(table.name)} where _scope = any(${[...scopes]}) group by 1, 3`,
  );
  const result = await sql<Sums['rows'][number]>`${sql.join(selects, sql` union all `)}`.execute(transaction);
  return result.rows;
}
