import { sql, type Kysely } from 'kysely';

/** The local image of the central step of the same name. */
const STATEMENTS = [
  `alter table station add column samples_read integer not null default 0`,
  `alter table station add column samples_missed integer not null default 0`,
  `alter table station add column last_fraud_date text`,
  `alter table station add column stopped_by_samples integer not null default 0`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
