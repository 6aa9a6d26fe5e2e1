import { sql, type Kysely } from 'kysely';

/** The local image of the central step of the same name; what was set against counts is found without reading the ledger. */
const STATEMENTS = [
  `create table stock_refusal (
    id text primary key,
    _v integer not null,
    _scope text not null,
    _k integer not null,
    _bucket integer not null,
    warehouse_id text not null references warehouse,
    part_id text not null references part,
    qty_milli integer not null,
    reason text not null,
    doc_no text,
    refused_at_ms integer not null,
    refused_by text not null,
    refused_by_name text not null
  ) strict`,
  `create index stock_movement_late on stock_movement (posted_at_ms) where type = 'COUNT_REANCHOR'`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
