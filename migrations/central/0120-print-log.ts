import { sql, type Kysely } from 'kysely';
import { feedTriggers } from './table-triggers.ts';

/**
 * What was printed, by whom, on what paper: one row a document and print run, and one for every sheet that was spoiled
 * (grid-excel-print §6.3). Replicated, so that every workstation knows that a copy exists already. `form_template` has the
 * forms a company has changed in the designer.
 */
const STATEMENTS = [
  `create table print_log (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    batch_id text not null,
    command_id text not null,
    outcome text not null check (outcome in ('PRINTED', 'SPOILED')),
    form_key text not null,
    document_type text not null,
    document_id text not null,
    document_no text not null,
    copy_from safe_int,
    copy_to safe_int,
    page_count safe_int not null,
    page_no safe_int,
    is_reprint flag not null default 0,
    is_marked flag not null default 0,
    serial_from text,
    serial_to text,
    spoil_reason text,
    printer_name text not null,
    workstation text not null,
    printed_at_ms safe_int not null,
    printed_by text not null,
    printed_by_name text not null,
    check (outcome <> 'PRINTED' or (copy_from >= 1 and copy_to >= copy_from))
  )`,
  `create table form_template (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    form_key text not null unique,
    template_json text not null,
    changed_at_ms safe_int not null,
    changed_by text not null,
    changed_by_name text not null
  )`,
  `create index print_log_scope on print_log (_scope, id)`,
  `create index print_log_document on print_log (document_id, form_key)`,
  `create index form_template_scope on form_template (_scope, id)`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  for (const table of ['print_log', 'form_template']) await feedTriggers(db, table);
}
