import { sql, type Kysely } from 'kysely';
import type { CommandBody } from '../../src-shared/contract/commands.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';
import type { Caller } from '../http/caller.ts';
import { scopesOf } from '../sync/scopes.ts';

/** Fields of a command that name a row, and the table it lies in. A room adds the fields of its own commands. */
const TABLE_BY_FIELD: Readonly<Record<string, string>> = {
  claimId: 'claim',
  statementId: 'statement',
  sheetId: 'count_sheet',
  runId: 'recon_run',
  applicationId: 'parts_application',
  changeId: 'limit_change',
  orderId: 'goods_order',
  planId: 'preparation_plan',
  requestId: 'purchase_request',
  reportId: 'damage_report',
  arrivalId: 'goods_arrival',
};
/** Commands whose `targets` name rows of a table. */
const TABLE_OF_TARGETS: Readonly<Record<string, string>> = { 'claim.decideMany': 'claim' };

/**
 * How many of the rows a command names lie outside what its sender may hold: a desk that has lost a region keeps the
 * drafts it made there, and the server refuses them with 403 `out-of-scope` (sync §3.7). Rows that do not exist are the
 * handler's business.
 */
export async function countOutOfScope(
  db: Kysely<CentralTables>,
  caller: Pick<Caller, 'regionCode' | 'stationCode' | 'user'>,
  body: CommandBody,
): Promise<number> {
  if (caller.regionCode === null && caller.stationCode === null) return 0; // every region
  const named = namedRows(body);
  if (named.size === 0) return 0;
  const { scopes } = await scopesOf(db, caller, 'all');
  let outside = 0;
  for (const [table, ids] of named) {
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from ${sql.table(table)} where id = any(${ids}) and not (_scope = any(${scopes}))`.execute(
      db,
    );
    outside += rows[0]?.n ?? 0;
  }
  return outside;
}

function namedRows(body: CommandBody): Map<string, string[]> {
  const named = new Map<string, string[]>();
  const add = (table: string, ids: readonly string[]): void =>
    void named.set(table, [...(named.get(table) ?? []), ...ids]);
  for (const [field, value] of Object.entries(body)) {
    const table = TABLE_BY_FIELD[field];
    if (table !== undefined && typeof value === 'string') add(table, [value]);
  }
  const table = TABLE_OF_TARGETS[body.kind];
  if (table !== undefined && 'targets' in body) {
    add(
      table,
      body.targets.map(([id]) => id),
    );
  }
  return named;
}
