import { sql, type Kysely } from 'kysely';
import { appendOnlyTriggers, feedTriggers, noteTriggers } from './table-triggers.ts';

/** What could not be posted because less was there by the book (stock §2.2, §5; 0350). Without the quantity that was there. */
const STATEMENTS = [
  `create table stock_refusal (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    warehouse_id text not null references warehouse,
    part_id text not null references part,
    qty_milli safe_int not null check (qty_milli > 0),
    reason text not null,
    doc_no text,
    refused_at_ms safe_int not null,
    refused_by text not null,
    refused_by_name text not null
  )`,
  `create index stock_refusal_scope on stock_refusal (_scope, id)`,
  `create index stock_refusal_part on stock_refusal (part_id, warehouse_id)`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  await feedTriggers(db, 'stock_refusal');
  const { rows } = await sql<{ id: number }>`select id from sync_table where name = 'stock_refusal'`.execute(db);
  await noteTriggers(db, 'stock_refusal', rows[0]?.id ?? 0);
  await appendOnlyTriggers(db, 'stock_refusal');
}
