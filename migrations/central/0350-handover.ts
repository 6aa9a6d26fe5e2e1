import { sql, type Kysely } from 'kysely';

/**
 * Work in hand that is handed over (design §8 "people come and go", 0210): who held a claim before and after, in its history
 * with the names of that day; who answers for an application since; and each order with everything that went by it. The orders
 * are asked for from the server and are not replicated.
 */
const STATEMENTS = [
  `alter table audit_decision add column handed_from text`,
  `alter table audit_decision add column handed_from_name text`,
  `alter table audit_decision add column handed_to text`,
  `alter table audit_decision add column handed_to_name text`,
  `alter table parts_application add column handled_by text references app_user`,
  `alter table parts_application add column handled_by_name text`,
  `create index claim_assigned_to on claim (assigned_to) where assigned_to is not null`,
  `create table handover (
    id text primary key,
    from_user_id text not null references app_user,
    from_name text not null,
    to_user_id text not null references app_user,
    to_name text not null,
    ordered_by text not null references app_user,
    ordered_by_name text not null,
    ordered_at_ms safe_int not null,
    reason text not null
  )`,
  `create table handover_item (
    handover_id text not null references handover,
    kind text not null check (kind in ('CLAIM', 'COUNT_SHEET', 'DIFFERENCE', 'APPLICATION', 'REGION')),
    item_id text not null,
    item_no text not null,
    amount_fen safe_int,
    primary key (handover_id, kind, item_id)
  )`,
  `create index handover_from on handover (from_user_id, ordered_at_ms)`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
