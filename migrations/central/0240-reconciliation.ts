import { sql, type Kysely } from 'kysely';

/**
 * What reconciling needs beyond 0102 (stock §4.11): numbers and totals of a run, pairs a person accepted, the difference and
 * the documents of each key, and the lock on the items of a signed run, which the database itself keeps.
 */
const STATEMENTS = [
  `alter table recon_run add column run_no text not null default ''`,
  `alter table recon_run add column cutoff_date text not null default ''`,
  `alter table recon_run add column erp_system text not null default ''`,
  `alter table recon_run add column erp_rows safe_int not null default 0`,
  `alter table recon_run add column erp_qty_milli safe_int not null default 0`,
  `alter table recon_run add column carried_count safe_int not null default 0`,
  `alter table recon_run add column cleared_count safe_int not null default 0`,
  `alter table recon_run add column accepted_json text not null default '[]'`,
  `alter table recon_run add column unmapped_json text not null default '[]'`,
  `alter table recon_run add column started_by_name text not null default ''`,
  `alter table recon_run add column started_at_ms safe_int not null default 0`,
  `alter table recon_run add column signed_by text`,
  `alter table recon_run add column signed_by_name text`,
  `alter table recon_run add column signed_at_ms safe_int`,
  `alter table recon_run add column note text`,
  `alter table recon_item add column difference_milli safe_int`,
  `alter table recon_item add column unexplained_milli safe_int`,
  `alter table recon_item add column documents_json text`,
  `alter table recon_item add column suggestions_json text`,
  `create index recon_item_run on recon_item (run_id)`,
  `create index recon_item_key on recon_item (part_id, warehouse_id)`,
  `create index erp_document_line_posting on erp_document_line (posting_date)`,
  `create function refuse_signed_recon() returns trigger language plpgsql as $$
   begin
     if exists (select 1 from recon_run r where r.id = old.run_id and r.status = 'SIGNED') then
       raise exception 'recon_item %: its run is signed', old.id;
     end if;
     if tg_op = 'DELETE' then return old; end if;
     return new;
   end $$`,
  `create trigger recon_item_locked before delete or update of ledger_milli, erp_milli, counted_milli, difference_milli,
     contributions_json, documents_json, verdict, owner_user_id, due_date, resolution_doc on recon_item
     for each row execute function refuse_signed_recon()`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
