import { sql, type Kysely } from 'kysely';
import { feedTriggers, noteTriggers } from './table-triggers.ts';

/**
 * What has arrived and is not posted yet (stock §3.2: EXPECTED → ARRIVED → CHECKED → POSTED): one open row for each document,
 * which ends with its receipt. What is expected and has no row is on the road.
 */
const STATEMENTS = [
  `create table goods_arrival (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    source text not null check (source in ('TRANSFER', 'PURCHASE')),
    source_doc_no text not null,
    order_id text references goods_order,
    warehouse_id text not null references warehouse,
    region_id text not null references region,
    status text not null check (status in ('EXPECTED', 'ARRIVED', 'CHECKED', 'POSTED')),
    carrier text,
    waybill text,
    arrived_date text not null,
    found_json text,
    receipt_id text references goods_receipt,
    note text,
    arrived_by_name text not null,
    checked_by_name text,
    since_ms safe_int not null,
    changed_by_name text not null,
    changed_at_ms safe_int not null,
    check ((status = 'POSTED') = (receipt_id is not null)),
    check (status <> 'CHECKED' or found_json is not null)
  )`,
  `create index goods_arrival_scope on goods_arrival (_scope, id)`,
  `create unique index goods_arrival_open on goods_arrival (source_doc_no) where status <> 'POSTED'`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  await feedTriggers(db, 'goods_arrival');
  const { rows } = await sql<{ id: number }>`select id from sync_table where name = 'goods_arrival'`.execute(db);
  await noteTriggers(db, 'goods_arrival', rows[0]?.id ?? 0);
}
