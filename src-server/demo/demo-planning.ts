import { sql, type Transaction } from 'kysely';
import { FIRST_PLANNING_SETTINGS } from '../../src-shared/domain/parts/first-planning.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { insertRows } from '../db/bulk-rows.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';
import { computePlanning } from '../parts/compute-planning.ts';
import type { DemoFacts } from './facts/demo-facts.ts';

/** How far the central warehouses lie from the parts centre, in days. */
const LEAD_TIME_DAYS = [14, 21, 10, 28, 21];
const LEAD_TIME_SD_CENTI = 200;

/** Planning has worked this morning; what it found for the dearer parts has been approved, the others wait for the planner. */
export async function addDemoPlanning(
  db: Transaction<CentralTables>,
  facts: DemoFacts,
  { nowMs, today }: { nowMs: number; today: string },
): Promise<void> {
  const newId = (): string => facts.ids.next();
  await insertRows(
    db,
    'setting',
    Object.entries(FIRST_PLANNING_SETTINGS).map(([settingKey, value]) => ({
      ...{ ...rowIdentity(newId(), 'g'), settingKey, valueJson: String(value), note: null },
    })),
  );
  const warehouses = facts.rows('warehouse');
  for (const [index, { id }] of warehouses.entries()) {
    await db
      .updateTable('warehouse')
      .set({ leadTimeDays: LEAD_TIME_DAYS[index] ?? 21, leadTimeSdCenti: LEAD_TIME_SD_CENTI })
      .where('id', '=', id)
      .execute();
  }
  await computePlanning(
    { db, nowMs, today, newId },
    warehouses.map(({ id }) => id),
  );
  const planner = facts.rows('userRole').find(({ role }) => role === 'planner')?.userId ?? 'system';
  await sql`update part_warehouse_setting set method = computed_method, safety_milli = computed_safety_milli,
      reorder_milli = computed_reorder_milli, min_milli = computed_reorder_milli, max_milli = computed_max_milli,
      approved_by = ${planner}, approved_at_ms = ${nowMs}::bigint
    where abc_class in ('A', 'B') and computed_reorder_milli is not null`.execute(db);
}
