import { sql, type Kysely } from 'kysely';

/** What the papers around a parts application are found by, from either side (联查). */
const STATEMENTS = [
  `create index parts_application_vehicle on parts_application (vehicle_id) where vehicle_id is not null`,
  `create index parts_application_no on parts_application (app_no) where app_no is not null`,
  `create index parts_application_station on parts_application (station_id)`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
