import { sql, type Kysely } from 'kysely';

/** Figures of a station among its peers, prepared once a day, and the ways the rules look for evidence. Server only. */
const STATEMENTS = [
  `create table station_statistic (
    station_id text primary key references station,
    as_of_date text not null,
    statistics_json text not null,
    refreshed_at_ms safe_int not null
  )`,
  `create index vehicle_change_vehicle on vehicle_change (vehicle_id)`,
  `create index old_part_serial on old_part (serial) where serial is not null`,
  `create index work_order_part_new_serial on work_order_part (new_serial) where new_serial is not null`,
  `create index claim_station_submitted on claim (station_id, submitted_date)`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
