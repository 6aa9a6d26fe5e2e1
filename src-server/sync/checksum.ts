import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { ChecksumRow } from '../../src-shared/contract/server/sync.contract.ts';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import type { WireSchema } from '../../src-shared/contract/released-schemas.ts';
import { SUM_MODULUS } from '../../src-shared/domain/sync/checksum-terms.ts';
import type { z } from 'zod';
import type { CentralTables } from '../db/central-tables.generated.ts';
import type { ReplicatedTable } from './row-image.ts';
import { tableIn } from './schema-versions.ts';
import type { Sequencer } from './sequencer.ts';
import type { Withheld } from './withheld.ts';

type Sums = { seq: number; rows: z.infer<typeof ChecksumRow>[] };

/** Bucket number of a sum over all buckets. */
const ALL_BUCKETS = -1;
/** Answers kept: every desktop that has just finished its copy asks for about the same. */
const KEPT_ANSWERS = 20;

export interface SumsRequest {
  scopes: readonly string[];
  byBucket: boolean;
  /** 1: the right version of every row; 2: the content as well (sync §3.10). */
  level: 1 | 2;
  /** One table only; null for all. */
  table: number | null;
  withheld: readonly Withheld[];
  /** The columns the asking program holds. */
  schema: WireSchema;
}

/** Sums at an exact number of the feed: read in the snapshot of a tick of the sequencer, kept while it stands. */
export class Checksums {
  readonly #sequencer: Sequencer;
  readonly #kept = new Map<string, { seq: number; sums: Sums }>();

  constructor(sequencer: Sequencer) {
    this.#sequencer = sequencer;
  }

  async at(request: SumsRequest): Promise<Sums> {
    const key = JSON.stringify({ ...request, schema: request.schema.hash });
    const head = await this.#sequencer.flush();
    const kept = this.#kept.get(key);
    if (kept?.seq === head) return kept.sums;
    const sums = await this.#sequencer.readBeside(async (transaction, seq) => ({
      seq,
      rows: await readSums(transaction, request),
    }));
    this.#kept.delete(key);
    this.#kept.set(key, { seq: sums.seq, sums });
    const oldest = this.#kept.size > KEPT_ANSWERS ? this.#kept.keys().next().value : undefined;
    if (oldest !== undefined) this.#kept.delete(oldest);
    return sums;
  }
}

/** The same terms as in SQLite: never a float, the sum within 2^52. Scope and table pairs without rows are left out. */
async function readSums(transaction: Transaction<CentralTables>, request: SumsRequest): Promise<Sums['rows']> {
  const bucket = request.byBucket ? sql`t._bucket` : sql`${sql.lit(ALL_BUCKETS)}::bigint`;
  const known = REPLICATED_TABLES.filter((table) => tableIn(request.schema, table.id) !== null);
  const tables = known.filter((table) => request.table === null || table.id === request.table);
  if (tables.length === 0) return [];
  const selects = tables.map((table) => {
    const withheld = request.withheld.filter(({ tbl }) => tbl === table.id);
    const term =
      request.level === 1
        ? sql`((t._k % 2147483647) * 1103515245 + (t._v % 2147483647) * 12345) % 2147483647`
        : sql`('x' || substr(md5(${canonical(table, request.schema, withheld)}), 1, 8))::bit(32)::bigint`;
    return sql`select t._scope as scope, ${sql.lit(table.id)}::int as tbl, ${bucket} as bucket, count(*) as n,
        (sum(${term}) % ${sql.lit(SUM_MODULUS)})::bigint as s
      from ${sql.table(table.name)} t where t._scope = any(${[...request.scopes]}) group by 1, 3`;
  });
  const result = await sql<Sums['rows'][number]>`${sql.join(selects, sql` union all `)}`.execute(transaction);
  return result.rows;
}

/** The row as one text: columns in the order of the wire, a separator no column holds, and a mark for null or withheld. */
function canonical(table: ReplicatedTable, schema: WireSchema, withheld: readonly Withheld[]): RawBuilder<unknown> {
  const present: readonly string[] = table.columns;
  const parts = (tableIn(schema, table.id)?.columns ?? []).map((column) => {
    if (!present.includes(column)) return sql`coalesce(${constant(schema, table.name, column)}::text, chr(1))`;
    const shown = sql`coalesce(t.${sql.ref(column)}::text, chr(1))`;
    const pks = withheld.filter(({ columns }) => columns.includes(column)).flatMap((each) => each.pks);
    return pks.length === 0 ? shown : sql`case when t.id = any(${pks}) then chr(1) else ${shown} end`;
  });
  return sql.join(parts, sql` || chr(31) || `);
}

/** What readers of an older schema hold in a column that is no more. */
function constant(schema: WireSchema, table: string, column: string): RawBuilder<unknown> {
  return sql.lit(schema.defaults[`${table}.${column}`] ?? null);
}
