import { sql, type Kysely } from 'kysely';

/**
 * The local image of the central step of the same name. Here quantities and values of the ledger, of balances and of entries
 * may be missing: they are withheld from whoever counts blind (stock, finding 9). The central store still requires them.
 */
const ADDED = [
  `alter table count_line add column round integer not null default 1`,
  `alter table count_line add column counted_at_ms integer`,
  `alter table count_line add column counted_by text`,
  `alter table count_line add column reported_milli integer`,
  `alter table count_line add column unit_cost_fen integer`,
  `alter table count_entry add column kind text not null default 'COUNT'`,
  `alter table count_adjustment add column sheet_id text references count_sheet`,
  `create table count_event (
    id text primary key,
    _v integer not null,
    _scope text not null,
    _k integer not null,
    _bucket integer not null,
    sheet_id text not null references count_sheet,
    action text not null,
    status_from text not null,
    status_to text not null,
    round integer not null,
    note text,
    done_by text not null,
    done_by_name text not null,
    done_at_ms integer not null
  ) strict`,
];
const INDEXES = [
  `create index count_event_sheet on count_event (sheet_id)`,
  `create index count_line_key on count_line (part_id, warehouse_id)`,
];

/** Columns that lose their "not null". */
const MAY_BE_MISSING: Readonly<Record<string, readonly string[]>> = {
  stock_movement: ['qty_milli', 'value_fen'],
  stock_balance: ['qty_milli', 'value_fen'],
  count_entry: ['qty_entered_milli', 'qty_milli'],
  count_adjustment_line: ['qty_milli', 'value_fen'],
  erp_balance: ['qty_milli'],
};

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of ADDED) await sql.raw(statement).execute(db);
  for (const [table, columns] of Object.entries(MAY_BE_MISSING)) await rebuild(db, table, columns);
  for (const statement of INDEXES) await sql.raw(statement).execute(db);
}

/** SQLite cannot take a "not null" back: the table is made anew from its own text, with its rows and its indexes. */
async function rebuild(db: Kysely<never>, table: string, columns: readonly string[]): Promise<void> {
  const { rows: tables } = await sql<{ text: string }>`
    select sql as text from sqlite_schema where type = 'table' and name = ${table}`.execute(db);
  const { rows: indexes } = await sql<{ text: string }>`
    select sql as text from sqlite_schema where type = 'index' and tbl_name = ${table} and sql is not null`.execute(db);
  let text = tables[0]?.text ?? '';
  for (const column of columns) {
    const before = text;
    text = text.replace(`${column} integer not null`, `${column} integer`);
    if (text === before) throw new Error(`${table}.${column} was not found as it was made`);
  }
  await sql.raw(text.replace(/^create table ("?)\w+\1/i, `create table ${table}_anew`)).execute(db);
  await sql.raw(`insert into ${table}_anew select * from ${table}`).execute(db);
  await sql.raw(`drop table ${table}`).execute(db);
  await sql.raw(`alter table ${table}_anew rename to ${table}`).execute(db);
  for (const index of indexes) await sql.raw(index.text).execute(db);
}
