import { sql } from 'kysely';
import { isAnyOf } from '../db/bulk-rows.ts';
import type { Db } from './evaluation-facts.repository.ts';

/** The meter each vehicle has now: number and offset of its newest reading (claims §2.1, cluster replacement). */
export async function newestMeters(
  db: Db,
  vehicleIds: readonly string[],
): Promise<Map<string, { meterSeq: number; offsetKm: number }>> {
  const rows = await db
    .selectFrom('mileageReading')
    .distinctOn('vehicleId')
    .select(['vehicleId', 'meterSeq', 'offsetKm'])
    .where(isAnyOf('vehicleId', vehicleIds))
    .orderBy('vehicleId')
    .orderBy('readAtMs', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return new Map(rows.map(({ vehicleId, meterSeq, offsetKm }) => [vehicleId, { meterSeq, offsetKm }]));
}

/** Sets the last reading of each vehicle unless a later one stands there. */
export async function raiseVehicleMileage(
  db: Db,
  readings: readonly { vehicleId: string; readingKm: number; readAtMs: number }[],
): Promise<void> {
  const newest = new Map<string, { id: string; km: number; at: number }>();
  for (const { vehicleId, readingKm, readAtMs } of readings) {
    if ((newest.get(vehicleId)?.at ?? -1) <= readAtMs) {
      newest.set(vehicleId, { id: vehicleId, km: readingKm, at: readAtMs });
    }
  }
  if (newest.size === 0) return;
  await sql`update vehicle as v set last_mileage_km = d.km, last_mileage_at_ms = d.at
    from jsonb_to_recordset(${JSON.stringify([...newest.values()])}::jsonb) as d(id text, km bigint, at bigint)
    where v.id = d.id and coalesce(v.last_mileage_at_ms, -1) < d.at`.execute(db);
}
