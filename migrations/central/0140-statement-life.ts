import { sql, type Kysely } from 'kysely';

/**
 * What happens to a statement after the second level: its steps one by one with person and words, when it went to the
 * station (silence is counted from there), and the freeze: what is closed is never edited (claims §3.3).
 */
const STATEMENTS = [
  `alter table statement add column sent_at_ms safe_int`,
  `create table statement_event (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    statement_id text not null references statement,
    action text not null,
    status_from text not null,
    status_to text not null,
    note text,
    ref_claim_id text references claim,
    done_by text not null,
    done_by_name text not null,
    done_at_ms safe_int not null
  )`,
  `create index statement_event_scope on statement_event (_scope, id)`,
  `create index statement_event_statement on statement_event (statement_id)`,
  `create index statement_status on statement (status)`,
  `create index claim_returned on claim (decided_at_ms) where status = 'RETURNED'`,
  `create function statement_stays_closed() returns trigger language plpgsql as $$ begin
     if new.status not in ('CLOSED', 'PAID') or (old.status = 'PAID' and new.status <> 'PAID')
       or (new.no, new.claimant_id, new.period_from_date, new.period_to_date, new.claim_count, new.claimed_fen,
           new.net_fen, new.pre_tax_adj_fen, new.tax_base_fen, new.tax_fen, new.gross_fen, new.offset_fen,
           new.carry_in_fen, new.payable_fen, new.carry_out_fen, new.claims_sha256)
        is distinct from
          (old.no, old.claimant_id, old.period_from_date, old.period_to_date, old.claim_count, old.claimed_fen,
           old.net_fen, old.pre_tax_adj_fen, old.tax_base_fen, old.tax_fen, old.gross_fen, old.offset_fen,
           old.carry_in_fen, old.payable_fen, old.carry_out_fen, old.claims_sha256)
     then raise exception 'statement % is closed and stays as it is', old.no using errcode = 'check_violation';
     end if;
     return new; end $$`,
  `create trigger statement_stays_closed before update on statement for each row
     when (old.status in ('CLOSED', 'PAID')) execute function statement_stays_closed()`,
  `create function claim_stays_posted() returns trigger language plpgsql as $$ begin
     if new.approved_fen <> old.approved_fen
       or not (new.status = old.status or new.status = 'REVERSED' or (old.status = 'POSTED' and new.status = 'PAID'))
     then raise exception 'claim % is posted and stays as it is', old.no using errcode = 'check_violation';
     end if;
     return new; end $$`,
  `create trigger claim_stays_posted before update on claim for each row
     when (old.status in ('POSTED', 'PAID', 'REVERSED')) execute function claim_stays_posted()`,
];

/** The number of a new table on the wire is the next free one: steps of several rooms may come in any order. */
const NEXT_TABLE = 'select coalesce(max(id), 0) + 1 as id from sync_table';

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  const { rows } = await sql.raw<{ id: number }>(NEXT_TABLE).execute(db);
  const number = String(rows[0]?.id);
  const table = 'statement_event';
  await sql.raw(`insert into sync_table (id, name) values (${number}, '${table}')`).execute(db);
  for (const trigger of [
    `create trigger ${table}_version before update on ${table} for each row execute function sync_next_version()`,
    `create trigger ${table}_insert after insert on ${table} referencing new table as new_rows for each statement execute function sync_outbox_insert(${number})`,
    `create trigger ${table}_update after update on ${table} referencing old table as old_rows new table as new_rows for each statement execute function sync_outbox_update(${number})`,
    `create trigger ${table}_delete after delete on ${table} referencing old table as old_rows for each statement execute function sync_outbox_delete(${number})`,
  ])
    await sql.raw(trigger).execute(db);
}
