import { sql, type Kysely } from 'kysely';

/** By how much the clock of the device that counted was off, and photographs of a line that differs (stock §2, §2.3; 0354, 0355). */
const STATEMENTS = [
  `alter table count_entry add column clock_offset_ms safe_int not null default 0`,
  `alter table attachment drop constraint attachment_owner_type_check`,
  `alter table attachment add constraint attachment_owner_type_check
     check (owner_type in ('CLAIM', 'WORK_ORDER', 'REQUEST', 'OLD_PART', 'STATEMENT', 'APPLICATION', 'DAMAGE', 'COUNT_LINE'))`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
