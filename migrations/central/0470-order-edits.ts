import { sql, type Kysely } from 'kysely';
import { appendOnlyTriggers } from './table-triggers.ts';

/**
 * Who pays for a work order, whenever that was changed: what the customer paid for once is no warranty work afterwards (claims
 * §5 W05, 保外转保内; 0322). Written by the store itself like claim_edit, and only the server reads it.
 */
const STATEMENTS = [
  `create table work_order_edit (
    id bigint generated always as identity primary key,
    work_order_id text not null references work_order,
    field text not null check (field in ('payType')),
    old_value text not null,
    new_value text not null,
    changed_by text not null,
    changed_at_ms safe_int not null
  )`,
  `create index work_order_edit_order on work_order_edit (work_order_id)`,
  `create function work_order_note_edit() returns trigger language plpgsql as $$ begin
     if old.pay_type is distinct from new.pay_type then
       insert into work_order_edit (work_order_id, field, old_value, new_value, changed_by, changed_at_ms)
       values (new.id, 'payType', old.pay_type, new.pay_type,
         coalesce(nullif(current_setting('hedui.user_id', true), ''), session_user::text),
         (extract(epoch from clock_timestamp()) * 1000)::bigint);
     end if;
     return null; end $$`,
  `create trigger work_order_edited after update of pay_type on work_order
     for each row execute function work_order_note_edit()`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  await appendOnlyTriggers(db, 'work_order_edit');
}
