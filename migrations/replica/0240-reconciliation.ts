import { sql, type Kysely } from 'kysely';

/** The local image of the central step of the same name. */
const STATEMENTS = [
  `alter table recon_run add column run_no text not null default ''`,
  `alter table recon_run add column cutoff_date text not null default ''`,
  `alter table recon_run add column erp_system text not null default ''`,
  `alter table recon_run add column erp_rows integer not null default 0`,
  `alter table recon_run add column erp_qty_milli integer not null default 0`,
  `alter table recon_run add column carried_count integer not null default 0`,
  `alter table recon_run add column cleared_count integer not null default 0`,
  `alter table recon_run add column accepted_json text not null default '[]'`,
  `alter table recon_run add column unmapped_json text not null default '[]'`,
  `alter table recon_run add column started_by_name text not null default ''`,
  `alter table recon_run add column started_at_ms integer not null default 0`,
  `alter table recon_run add column signed_by text`,
  `alter table recon_run add column signed_by_name text`,
  `alter table recon_run add column signed_at_ms integer`,
  `alter table recon_run add column note text`,
  `alter table recon_item add column difference_milli integer`,
  `alter table recon_item add column unexplained_milli integer`,
  `alter table recon_item add column documents_json text`,
  `alter table recon_item add column suggestions_json text`,
  `create index recon_item_run on recon_item (run_id)`,
  `create index recon_item_key on recon_item (part_id, warehouse_id)`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
