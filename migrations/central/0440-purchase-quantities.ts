import { sql, type Kysely } from 'kysely';

/** A drafted purchase request's quantities may be changed: what was proposed stays beside it, with the reason and who wrote it (0291). */
const STATEMENTS = [
  `alter table purchase_request_line add column proposed_milli safe_int`,
  `update purchase_request_line set proposed_milli = qty_milli`,
  `alter table purchase_request_line alter column proposed_milli set not null`,
  `alter table purchase_request_line add column change_reason text`,
  `alter table purchase_request_line add column changed_by text`,
  `alter table purchase_request_line add column changed_by_name text`,
  // a part may turn out not to be needed; what was proposed is never nothing
  `alter table purchase_request_line drop constraint purchase_request_line_qty_milli_check`,
  `alter table purchase_request_line add constraint purchase_request_line_qty_milli_check
     check (qty_milli >= 0 and proposed_milli > 0)`,
  `alter table purchase_request_line add constraint purchase_request_line_change_check
     check ((qty_milli = proposed_milli) = (changed_by is null) and (changed_by is null) = (change_reason is null))`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
