import { sql, type Kysely } from 'kysely';

/**
 * What the result of the samples makes of a station (claims §6.5, decision 0342): how many were read and failed, its last
 * confirmed fraud, and whether the program itself has stopped it, so that what a person set stays a person's.
 */
const STATEMENTS = [
  `alter table station add column samples_read safe_int not null default 0`,
  `alter table station add column samples_missed safe_int not null default 0`,
  `alter table station add column last_fraud_date text`,
  `alter table station add column stopped_by_samples flag not null default 0`,
  `create index station_on_record on station (id) where samples_read > 0 or last_fraud_date is not null or stopped_by_samples = 1`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
