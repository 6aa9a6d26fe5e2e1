import { sql, type Kysely } from 'kysely';
import { appendOnlyTriggers } from './table-triggers.ts';

/**
 * What was changed on a claim after its first submission: the claimed amounts (fen), hours, quantities and kilometres, and the
 * date of the failure. Written by the store itself, so that no way past the program leaves no trace; `was_returned` says
 * whether the claim lay with its station at that moment. Only the server reads it: what follows from it is a hit of a rule
 * (claims §5 G03, W05; 0280). A trigger that names its columns costs a statement that sets none of them nothing.
 */
const STATEMENTS = [
  `create table claim_edit (
    id bigint generated always as identity primary key,
    claim_id text not null references claim,
    line_seq safe_int,
    field text not null,
    old_value text,
    new_value text,
    was_returned flag not null,
    changed_by text not null,
    changed_at_ms safe_int not null
  )`,
  `create index claim_edit_claim on claim_edit (claim_id)`,
  // hedui.user_id is set by the program for the person it acts for; whoever comes past it is the user of the database
  `create function note_claim_edit(claim text, seq bigint, returned boolean, fields text[], old_values text[], new_values text[])
     returns void language sql as $$
     insert into claim_edit (claim_id, line_seq, field, old_value, new_value, was_returned, changed_by, changed_at_ms)
     select claim, seq, e.field, e.before, e.after, case when returned then 1 else 0 end,
       coalesce(nullif(current_setting('hedui.user_id', true), ''), session_user::text),
       (extract(epoch from clock_timestamp()) * 1000)::bigint
     from unnest(fields, old_values, new_values) as e(field, before, after) where e.before is distinct from e.after $$`,
  // an amount or hours the station never stated are worked out anew by every evaluation: nobody edits them
  `create function is_stated(detail text, key text) returns boolean language sql immutable as $$
     select coalesce(detail::jsonb ->> key, 'true') <> 'false' $$`,
  `create function claim_note_edit() returns trigger language plpgsql as $$ begin
     if old.submitted_at_ms is null then return null; end if;
     if old.claimed_fen is distinct from new.claimed_fen and not exists (
       select from claim_line l where l.claim_id = new.id
         and not (is_stated(l.detail_json, 'amountStated') and is_stated(l.detail_json, 'hoursStated'))) then
       perform note_claim_edit(new.id, null, old.status = 'RETURNED', array['claimedFen'],
         array[old.claimed_fen::text], array[new.claimed_fen::text]);
     end if;
     perform note_claim_edit(new.id, null, old.status = 'RETURNED', array['failureDate'],
       array[old.failure_date], array[new.failure_date]);
     return null; end $$`,
  `create function claim_line_note_edit() returns trigger language plpgsql as $$
   declare
     parent record;
     has_amount boolean := is_stated(new.detail_json, 'amountStated');
     has_hours boolean := is_stated(new.detail_json, 'hoursStated');
   begin
     if (old.hours_centi, old.qty_milli, old.km, old.unit_fen, old.claimed_fen) is not distinct from
        (new.hours_centi, new.qty_milli, new.km, new.unit_fen, new.claimed_fen) then return null; end if;
     select status, submitted_at_ms into parent from claim where id = new.claim_id;
     if parent.submitted_at_ms is null then return null; end if;
     perform note_claim_edit(new.claim_id, new.seq, parent.status = 'RETURNED',
       array['hoursCenti', 'qtyMilli', 'km', 'unitFen', 'claimedFen'],
       array[old.hours_centi::text, old.qty_milli::text, old.km::text, old.unit_fen::text, old.claimed_fen::text],
       array[case when has_hours then new.hours_centi else old.hours_centi end::text, new.qty_milli::text, new.km::text,
         new.unit_fen::text, case when has_amount then new.claimed_fen else old.claimed_fen end::text]);
     return null; end $$`,
  `create trigger claim_edited after update of claimed_fen, failure_date on claim
     for each row execute function claim_note_edit()`,
  `create trigger claim_line_edited after update of hours_centi, qty_milli, km, unit_fen, claimed_fen on claim_line
     for each row execute function claim_line_note_edit()`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  await appendOnlyTriggers(db, 'claim_edit');
}
