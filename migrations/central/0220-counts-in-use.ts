import { sql, type Kysely } from 'kysely';
import { feedTriggers, leanUpdateTrigger } from './table-triggers.ts';

/**
 * What counting needs beyond 0102 (stock §2.3, §3.1, §4.1): the moment and person of the count that stands, the variance as it
 * is reported after late movements, entries that take a count back or say that a bin cannot be reached, the history of a
 * sheet, and what a withheld cell is withheld for.
 */
const STATEMENTS = [
  `alter table count_line add column round safe_int not null default 1`,
  `alter table count_line add column counted_at_ms safe_int`,
  `alter table count_line add column counted_by text`,
  `alter table count_line add column reported_milli safe_int`,
  `alter table count_line add column unit_cost_fen safe_int`,
  `alter table count_entry add column kind text not null default 'COUNT' check (kind in ('COUNT', 'WITHDRAWN', 'UNREACHABLE'))`,
  `alter table count_adjustment add column sheet_id text references count_sheet`,
  `create table count_event (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    sheet_id text not null references count_sheet,
    action text not null,
    status_from text not null,
    status_to text not null,
    round safe_int not null,
    note text,
    done_by text not null,
    done_by_name text not null,
    done_at_ms safe_int not null
  )`,
  `create index count_event_scope on count_event (_scope, id)`,
  `create index count_event_sheet on count_event (sheet_id)`,
  `create index count_line_key on count_line (part_id, warehouse_id)`,
  `create index count_sheet_status on count_sheet (status)`,
  `alter table sync_withheld add column held_for text`,
  `create index sync_withheld_held_for on sync_withheld (held_for)`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  await feedTriggers(db, 'count_event');
  const { rows } = await sql<{ id: number }>`select id from sync_table where name = 'count_event'`.execute(db);
  await leanUpdateTrigger(db, 'count_event', rows[0]?.id ?? 0);
}
