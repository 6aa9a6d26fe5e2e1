import { sql, type Kysely } from 'kysely';

/** The local image of the central step of the same name. */
const STATEMENTS = [
  `alter table count_entry add column clock_offset_ms integer not null default 0`,
  `create index count_entry_clock on count_entry (line_id) where clock_offset_ms <> 0`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
