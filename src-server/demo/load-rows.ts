import { sql, type Transaction } from 'kysely';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';
import { ROOT_OF, scopeOf, type ScopeFacts } from './row-scopes.ts';
import { rowKey, bucketOf } from '../../src-shared/domain/units/row-identity.ts';
import type { DemoFacts, TableName } from './facts/demo-facts.ts';

const ROWS_PER_STATEMENT = 4000;
const SERVER_TABLES = ['user_credential', 'document_sequence', 'attachment_content', 'claim_edit'] as const;

function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * Writes all rows of the facts, every table in the order of its foreign keys. The triggers of the change feed stay silent
 * meanwhile: an empty store has no readers who would need the changes, they start with a snapshot.
 */
export async function loadRows(
  db: Transaction<CentralTables>,
  facts: DemoFacts,
  scopes: ScopeFacts,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const { rows } = await sql<{ superuser: string }>`select current_setting('is_superuser') as superuser`.execute(db);
  const silent = rows[0]?.superuser === 'on';
  if (silent) await sql`set local session_replication_role = replica`.execute(db);
  for (const { name, columns } of REPLICATED_TABLES) {
    const table = camel(name) as TableName;
    const records = facts.rows(table) as unknown as Record<string, unknown>[];
    counts[name] = records.length;
    const scoped = records.map((row) => withKeys(table, row, scopes));
    await insertAll(db, { name, columns, records: scoped });
  }
  for (const name of SERVER_TABLES) {
    const records = facts.rows(camel(name) as TableName) as unknown as Record<string, unknown>[];
    await insertAll(db, { name, columns: Object.keys(records[0] ?? {}).map(snake), records });
  }
  if (silent) await sql`set local session_replication_role = origin`.execute(db);
  else await sql`delete from sync_outbox`.execute(db);
  return counts;
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function withKeys(table: TableName, row: Record<string, unknown>, scopes: ScopeFacts): Record<string, unknown> {
  const id = String(row.id);
  const rootField = ROOT_OF[table];
  const rootId = rootField === undefined ? id : String(row[rootField] ?? id);
  return { ...row, _v: 1, _scope: scopeOf(table, row, scopes), _k: rowKey(id), _bucket: bucketOf(rootId) };
}

interface TableLoad {
  name: string;
  columns: readonly string[];
  records: readonly Record<string, unknown>[];
}

/** One JSON parameter for thousands of rows: on the embedded store several times as fast as a list of values. */
async function insertAll(db: Transaction<CentralTables>, load: TableLoad): Promise<void> {
  const { name, columns, records } = load;
  const keys = columns.map(
    (column) => [JSON.stringify(column), column.startsWith('_') ? column : camel(column)] as const,
  );
  const list = sql.raw(columns.join(', '));
  const table = sql.raw(name);
  for (let start = 0; start < records.length; start += ROWS_PER_STATEMENT) {
    const json = records
      .slice(start, start + ROWS_PER_STATEMENT)
      .map((row) => `{${keys.map(([column, key]) => `${column}:${JSON.stringify(row[key] ?? null)}`).join(',')}}`)
      .join(',');
    await sql`insert into ${table} (${list}) select ${list} from json_populate_recordset(null::${table}, ${`[${json}]`}::json)`.execute(
      db,
    );
  }
}
