import { sql } from 'kysely';
import type { BodyOf, CommandContext, CommandHandlers, CommandOutcome } from '../commands/command-handler.ts';
import { isAnyOf, updateRows } from '../db/bulk-rows.ts';
import { computePlanning } from './compute-planning.ts';

/** The commands of planning. */
export function planningCommands(): Pick<CommandHandlers, 'planning.compute' | 'planning.adopt'> {
  return { 'planning.compute': compute, 'planning.adopt': adopt };
}

/** Works out the figures of every warehouse the person sees. */
async function compute(context: CommandContext): Promise<CommandOutcome> {
  const { db, user } = context;
  const places = await db
    .selectFrom('warehouse')
    .select('id')
    .where((where) => (user.regionId === null ? sql<boolean>`true` : where('regionId', '=', user.regionId)))
    .execute();
  const done = await computePlanning(
    context,
    places.map(({ id }) => id),
  );
  return { status: 'applied', output: done };
}

/** Takes the computed figures of the keys, or figures of one's own, as those that are worked with. */
async function adopt(context: CommandContext, body: BodyOf<'planning.adopt'>): Promise<CommandOutcome> {
  const { db, user, nowMs } = context;
  const rows = await db
    .selectFrom('partWarehouseSetting')
    .innerJoin('warehouse', 'warehouse.id', 'partWarehouseSetting.warehouseId')
    .selectAll('partWarehouseSetting')
    .select('warehouse.regionId')
    .where(isAnyOf('partWarehouseSetting.id', body.settingIds))
    .execute();
  if (user.regionId !== null && rows.some(({ regionId }) => regionId !== user.regionId))
    return { status: 'rejected', reason: 'planning-other-region', details: {} };
  const { own } = body;
  const taken = rows.flatMap((row) => {
    const figures =
      own === null
        ? {
            ...{ safetyMilli: row.computedSafetyMilli, reorderMilli: row.computedReorderMilli },
            ...{ minMilli: row.computedReorderMilli, maxMilli: row.computedMaxMilli },
            ...{ method: row.computedMethod ?? 'MANUAL', packMilli: row.packMilli, moqMilli: row.moqMilli },
          }
        : { ...own, minMilli: own.reorderMilli, method: 'MANUAL' };
    if (figures.reorderMilli === null) return [];
    return [{ id: row.id, ...figures, approvedBy: user.id, approvedAtMs: nowMs }];
  });
  if (taken.length === 0) return { status: 'rejected', reason: 'planning-nothing-computed', details: {} };
  await updateRows(db, 'partWarehouseSetting', taken);
  return { status: 'applied', output: { adopted: taken.length } };
}
