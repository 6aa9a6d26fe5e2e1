import type { Database } from 'better-sqlite3';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import { AppError } from '../../src-shared/errors.ts';
import { refusedByStatus } from './server-refusal.ts';
import type { ReplicaTier } from './replica-state.ts';

export interface SumsRequest {
  serverUrl: string;
  accessToken: string;
  tier: ReplicaTier;
}

export interface TableSum {
  scope: string;
  tbl: number;
  n: number;
  s: number;
}

/** Sums of every row's key and version by scope and table: the same text as on the server, terms that cannot overflow (sync §3.10). */
export function tableSums(database: Database): TableSum[] {
  return REPLICATED_TABLES.flatMap((table) =>
    (
      database
        .prepare(
          `select _scope as scope, count(*) as n,
                  sum((((_k % 2147483647) * 1103515245 + (_v % 2147483647) * 12345) % 2147483647)) as s
             from ${table.name} group by _scope`,
        )
        .all() as { scope: string; n: number; s: number }[]
    ).map((row) => ({ scope: row.scope, tbl: table.id, n: row.n, s: row.s })),
  );
}

/** Names of the tables whose sums differ between two sides, with the scope; empty when both agree. */
export function differingTables(ours: readonly TableSum[], theirs: readonly TableSum[]): string[] {
  const key = (sum: TableSum): string => `${String(sum.tbl)} ${sum.scope}`;
  const text = (sum: TableSum): string => `${String(sum.n)} ${String(sum.s)}`;
  const left = new Map(ours.filter((sum) => sum.n > 0).map((sum) => [key(sum), text(sum)]));
  const right = new Map(theirs.filter((sum) => sum.n > 0).map((sum) => [key(sum), text(sum)]));
  const differing = [...new Set([...left.keys(), ...right.keys()])].filter(
    (name) => left.get(name) !== right.get(name),
  );
  const names = new Map(REPLICATED_TABLES.map((table) => [String(table.id), table.name as string]));
  return differing.map((name) => {
    const [table = '', scope = ''] = name.split(' ');
    return `${names.get(table) ?? table} ${scope}`;
  });
}

/** The server's sums, with the place of the feed they belong to. */
export async function fetchSums(input: SumsRequest): Promise<{ seq: number; rows: TableSum[] }> {
  const url = new URL(`/sync/v1/checksum?tier=${input.tier}&byBucket=false`, input.serverUrl);
  try {
    const response = await fetch(url, { headers: { authorization: `Bearer ${input.accessToken}` } });
    if (response.status === 401) throw new AppError('UNAUTHENTICATED', 'token-expired');
    if (!response.ok) throw refusedByStatus(response.status, await response.text());
    return (await response.json()) as { seq: number; rows: TableSum[] };
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('UNAVAILABLE', 'server-away', {}, error);
  }
}
