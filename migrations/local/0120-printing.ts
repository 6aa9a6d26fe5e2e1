import { sql, type Kysely } from 'kysely';

/**
 * Printing on this workstation: batches that go on from a page after any restart, what each printer does to each form,
 * the number the next sheet of pre-printed paper bears, and the scan of a blank form for the designer.
 */
const STATEMENTS = [
  `create table print_batch (
    id text primary key,
    form_key text not null,
    options_json text not null,
    documents_json text not null,
    pages_json text not null,
    page_count integer not null,
    next_page integer not null,
    state text not null check (state in ('open', 'done', 'abandoned')),
    created_at_ms integer not null,
    changed_at_ms integer not null
  ) strict`,
  `create index print_batch_state on print_batch (state, created_at_ms)`,
  `create table print_confirmed (
    command_id text not null,
    form_key text not null,
    document_id text not null,
    copies integer not null,
    primary key (command_id, document_id)
  ) strict`,
  `create index print_confirmed_document on print_confirmed (document_id, form_key)`,
  `create table print_setting (
    printer_name text not null,
    form_key text not null,
    dx_tenth_mm integer not null default 0,
    dy_tenth_mm integer not null default 0,
    scale_x_bp integer not null default 10000,
    scale_y_bp integer not null default 10000,
    route text not null default 'css' check (route in ('css', 'printerDefault', 'pdf')),
    serial_text text,
    primary key (printer_name, form_key)
  ) strict`,
  `create table form_scan (form_key text primary key, content_type text not null, content_base64 text not null, saved_at_ms integer not null) strict`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
