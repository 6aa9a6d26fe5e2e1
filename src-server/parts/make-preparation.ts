import { OPEN_PREPARATION_STATUSES, type PreparationStatus } from '../../src-shared/domain/parts/preparation-plan.ts';
import { isWholeUnit } from '../../src-shared/domain/parts/movement-types.ts';
import { proposePreparation } from '../../src-shared/domain/parts/propose-preparation.ts';
import { addDays } from '../../src-shared/domain/units/dates.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { insertRows, takeDocumentNumbers } from '../db/bulk-rows.ts';
import { preparationFacts } from './preparation-facts.ts';
import { keptPlan, rejected, type GoodsRoom } from './preparation.repository.ts';

/** Takes off the desktops of blind counters what new rows would tell them. */
export type HideNewRows = (
  context: CommandContext,
  table: 'preparation_line' | 'purchase_request_line',
  newIds: readonly string[],
) => Promise<void>;

interface Rooms {
  goods: GoodsRoom;
  hideNewRows: HideNewRows;
}

/**
 * A plan of what the warehouses below a source are to get of its stock, worked out now; whoever makes one of the same source
 * waits here, and is told of the plan that is open. Stock §4.8.
 */
export async function makePreparation(
  context: CommandContext,
  { request }: BodyOf<'preparation.make'>,
  { goods, hideNewRows }: Rooms,
): Promise<CommandOutcome> {
  const { db, user, nowMs, today, newId } = context;
  const { warehouseId, weeks, seasonBp } = request;
  const source = await db
    .selectFrom('warehouse')
    .innerJoin('region', 'region.id', 'warehouse.regionId')
    .select(['warehouse.id', 'warehouse.regionId', 'region.code as regionCode'])
    .where('warehouse.id', '=', warehouseId)
    .forNoKeyUpdate('warehouse')
    .executeTakeFirst();
  if (source === undefined) return rejected('preparation-source-missing');
  if (user.regionId !== null && user.regionId !== source.regionId) return rejected('preparation-other-region');
  const open = await db
    .selectFrom('preparationPlan')
    .select('planNo')
    .where('warehouseId', '=', warehouseId)
    .where('status', 'in', [...OPEN_PREPARATION_STATUSES])
    .executeTakeFirst();
  if (open !== undefined) return rejected('preparation-open', { no: open.planNo });
  const parts = await preparationFacts(db, warehouseId, goods);
  const proposals = parts.flatMap(({ partId, supplyMilli, needs, ...part }) =>
    proposePreparation({ isWhole: isWholeUnit(part), supplyMilli }, needs, { weeks, seasonBp }).map((line) => {
      const { warehouseCode: _code, vorMilli: _vor, ...figures } = line;
      return { partId, ...figures };
    }),
  );
  if (proposals.length === 0) return rejected('preparation-nothing-needed');
  const scope = `r:${source.regionCode}`;
  const plan = {
    ...{ id: newId(), planNo: await takePlanNumber(context), status: 'COMPUTED' as PreparationStatus },
  };
  await db
    .insertInto('preparationPlan')
    .values({
      ...{ ...rowIdentity(plan.id, scope), ...plan, warehouseId, weeks, seasonBp },
      ...{ fromDate: today, toDate: addDays(today, weeks * 7) },
      note: request.note.trim() === '' ? null : request.note.trim(),
      ...{ madeBy: user.id, madeByName: user.name, madeAtMs: nowMs, changedByName: user.name, changedAtMs: nowMs },
    })
    .execute();
  const lines = proposals.map((figures, at) => ({
    ...{ ...rowIdentity(newId(), scope, plan.id), planId: plan.id, lineNo: at + 1, ...figures },
    confirmedMilli: figures.proposedMilli,
  }));
  await insertRows(db, 'preparationLine', lines);
  await hideNewRows(
    context,
    'preparation_line',
    lines.map(({ id }) => id),
  );
  return keptPlan(plan, { lines: lines.length });
}

/** `BH-2603-00012`; the server alone gives numbers (stock §2). */
async function takePlanNumber({ db, today }: CommandContext): Promise<string> {
  const month = today.slice(2, 7).replace('-', '');
  const key = `preparation:${month}`;
  const taken = await takeDocumentNumbers(db, new Map([[key, 1]]));
  return `BH-${month}-${String(taken.get(key) ?? 0).padStart(5, '0')}`;
}
