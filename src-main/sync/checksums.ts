import { hash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import { SCHEMA_HASH } from '../../src-shared/database/schema-hash.ts';
import { SUM_MODULUS } from '../../src-shared/domain/sync/checksum-terms.ts';
import { AppError } from '../../src-shared/errors.ts';
import { refusedByStatus } from './server-refusal.ts';
import type { FeedTier } from './replica-state.ts';

/** 1: the right version of every row; 2: the content of every row as well (sync §3.10). */
export type SumLevel = 1 | 2;

export interface SumsQuery {
  level: SumLevel;
  byBucket: boolean;
  /** One table; null for all. */
  table: number | null;
}

export interface SumsRequest {
  serverUrl: string;
  accessToken: string;
  tier: FeedTier;
}

export interface TableSum {
  scope: string;
  tbl: number;
  /** -1 for the sum over all buckets. */
  bucket: number;
  n: number;
  s: number;
}

/** The server's sums, with the place of the feed they belong to. */
export interface ServerSums {
  seq: number;
  rows: TableSum[];
}

/** A scope, table and bucket where two sides differ. */
export type Difference = Pick<TableSum, 'scope' | 'tbl' | 'bucket'>;

const ALL_BUCKETS = -1;
export const WHOLE_TABLES: SumsQuery = { level: 1, byBucket: false, table: null };
type Table = (typeof REPLICATED_TABLES)[number];

/** Our own sums, in the same terms as the server's: never a float, never above 2^52. */
export function tableSums(database: Database, query: SumsQuery = WHOLE_TABLES): TableSum[] {
  const tables = REPLICATED_TABLES.filter(({ id }) => query.table === null || id === query.table);
  return tables.flatMap((table) =>
    query.level === 1 ? versionSums(database, table, query.byBucket) : contentSums(database, table, query.byBucket),
  );
}

function versionSums(database: Database, table: Table, byBucket: boolean): TableSum[] {
  const bucket = byBucket ? '_bucket' : String(ALL_BUCKETS);
  return database
    .prepare(
      `select _scope as scope, ${String(table.id)} as tbl, ${bucket} as bucket, count(*) as n,
              sum(((_k % 2147483647) * 1103515245 + (_v % 2147483647) * 12345) % 2147483647) % ${String(SUM_MODULUS)} as s
         from ${table.name} group by 1, 3`,
    )
    .all() as TableSum[];
}

/** One text for each row, as the server makes it, and the first 32 bits of its md5: SQLite has no md5, Node has. */
function contentSums(database: Database, table: Table, byBucket: boolean): TableSum[] {
  const columns = table.columns.map((column) => `coalesce(cast(${column} as text), char(1))`);
  const rows = database
    .prepare(`select _scope, _bucket, ${columns.join(' || char(31) || ')} from ${table.name}`)
    .raw()
    .iterate() as IterableIterator<[string, number, string]>;
  const sums = new Map<string, TableSum>();
  for (const [scope, bucket, text] of rows) {
    const key = byBucket ? `${String(bucket)} ${scope}` : scope;
    const sum = sums.get(key) ?? { scope, tbl: table.id, bucket: byBucket ? bucket : ALL_BUCKETS, n: 0, s: 0 };
    sum.n += 1;
    sum.s = (sum.s + Number.parseInt(hash('md5', text, 'hex').slice(0, 8), 16)) % SUM_MODULUS;
    sums.set(key, sum);
  }
  return [...sums.values()];
}

/** Where two sides differ; tables this program does not know are the server's own business. */
export function differences(ours: readonly TableSum[], theirs: readonly TableSum[]): Difference[] {
  const known = new Set<number>(REPLICATED_TABLES.map(({ id }) => id));
  const key = (sum: TableSum): string => `${String(sum.tbl)} ${String(sum.bucket)} ${sum.scope}`;
  const filled = (sums: readonly TableSum[]): Map<string, TableSum> =>
    new Map(sums.filter((sum) => sum.n > 0 && known.has(sum.tbl)).map((sum) => [key(sum), sum]));
  const [left, right] = [filled(ours), filled(theirs)];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((name) => {
    const [a, b] = [left.get(name), right.get(name)];
    if (a !== undefined && b !== undefined && a.n === b.n && a.s === b.s) return [];
    const one = a ?? b;
    return one === undefined ? [] : [{ scope: one.scope, tbl: one.tbl, bucket: one.bucket }];
  });
}

/** A difference for the log and for support: the table and the scope. */
export function differenceText({ tbl, scope }: Difference): string {
  return `${REPLICATED_TABLES.find(({ id }) => id === tbl)?.name ?? String(tbl)} ${scope}`;
}

/** Asks the server for its sums. */
export async function fetchSums(input: SumsRequest, query: SumsQuery = WHOLE_TABLES): Promise<ServerSums> {
  const parameters = new URLSearchParams({
    tier: input.tier,
    byBucket: String(query.byBucket),
    level: String(query.level),
    schema: SCHEMA_HASH,
    ...(query.table === null ? {} : { table: String(query.table) }),
  });
  const url = new URL(`/sync/v1/checksum?${parameters.toString()}`, input.serverUrl);
  try {
    const response = await fetch(url, { headers: { authorization: `Bearer ${input.accessToken}` } });
    if (!response.ok) {
      throw refusedByStatus(response.status, await response.text(), response.headers.get('retry-after') ?? undefined);
    }
    return (await response.json()) as ServerSums;
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('UNAVAILABLE', 'server-away', {}, error);
  }
}
