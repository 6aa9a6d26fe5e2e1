import { sql, type Kysely } from 'kysely';

/** The replicated log of prints and the company's own forms; the columns are those of the central store. */
const STATEMENTS = [
  `create table print_log (
    id text primary key,
    _v integer not null,
    _scope text not null,
    _k integer not null,
    _bucket integer not null,
    batch_id text not null,
    command_id text not null,
    outcome text not null,
    form_key text not null,
    document_type text not null,
    document_id text not null,
    document_no text not null,
    copy_from integer,
    copy_to integer,
    page_count integer not null,
    page_no integer,
    is_reprint integer not null,
    is_marked integer not null,
    serial_from text,
    serial_to text,
    spoil_reason text,
    printer_name text not null,
    workstation text not null,
    printed_at_ms integer not null,
    printed_by text not null,
    printed_by_name text not null
  ) strict`,
  `create table form_template (
    id text primary key,
    _v integer not null,
    _scope text not null,
    _k integer not null,
    _bucket integer not null,
    form_key text not null,
    template_json text not null,
    changed_at_ms integer not null,
    changed_by text not null,
    changed_by_name text not null
  ) strict`,
  `create index print_log_document on print_log (document_id, form_key)`,
  `create index print_log_time on print_log (printed_at_ms, id)`,
  `create index print_log_command on print_log (command_id)`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
