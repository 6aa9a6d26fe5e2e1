import type { Insertable, Selectable } from 'kysely';
import { abcClasses, type AbcClass } from '../../src-shared/domain/counts/cycle.ts';
import { planningSettingsOf, type PlanningSettings } from '../../src-shared/domain/parts/first-planning.ts';
import { planPart } from '../../src-shared/domain/parts/plan-part.ts';
import { turnover } from '../../src-shared/domain/parts/turnover.ts';
import { businessDateOf, startOfBusinessDate } from '../../src-shared/domain/units/business-date.ts';
import { addMonthsClamped, daysBetween } from '../../src-shared/domain/units/dates.ts';
import { mulDivRound } from '../../src-shared/domain/units/rounding.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import { insertRows, isAnyOf, updateRows } from '../db/bulk-rows.ts';
import type { PartWarehouseSettingTable } from '../db/central-tables.generated.ts';
import { readPlanningFacts, type PartFacts, type PlanningMoment } from './planning-facts.ts';

type Db = CommandContext['db'];
type SettingRow = Selectable<PartWarehouseSettingTable>;
export type PlanningContext = Pick<CommandContext, 'db' | 'nowMs' | 'today' | 'newId'>;

interface Place {
  id: string;
  leadTimeDays: number | null;
  leadTimeSdCenti: number | null;
}

interface PartMaster {
  id: string;
  partNo: string;
  isSafety: number | null;
  critical: string | null;
  stdCostFen: number | null;
}

/**
 * Works out class, safety stock, reorder point, maximum and turnover of every part that has moved in the warehouses, as of
 * the end of yesterday, and writes what has changed. What was approved stays as it is. Stock §4.4, §4.7–4.9.
 */
export async function computePlanning(
  context: PlanningContext,
  warehouseIds: readonly string[],
): Promise<{ keys: number; changed: number }> {
  const { db, today } = context;
  const settings = planningSettingsOf(await db.selectFrom('setting').select(['settingKey', 'valueJson']).execute());
  const places = await db
    .selectFrom('warehouse')
    .select(['id', 'leadTimeDays', 'leadTimeSdCenti'])
    .where(isAnyOf('id', warehouseIds))
    .orderBy('id')
    .execute();
  let [keys, changed] = [0, 0];
  for (const place of places) {
    const facts = await readPlanningFacts(db, place.id, momentOf(today, settings));
    keys += facts.length;
    changed += await store(context, place, facts, settings);
  }
  return { keys, changed };
}

/** Yesterday's end, the year before it, and the ends of the last 13 full months. */
function momentOf(today: string, settings: PlanningSettings): PlanningMoment {
  const monthStart = `${today.slice(0, 7)}-01`;
  return {
    asOfMs: startOfBusinessDate(today) - 1,
    yearAgoMs: startOfBusinessDate(addMonthsClamped({ date: today, months: -12 })) - 1,
    monthEndsMs: Array.from(
      { length: 13 },
      (_, at) => startOfBusinessDate(addMonthsClamped({ date: monthStart, months: at - 12 })) - 1,
    ),
    weeks: settings.planHistoryWeeks,
  };
}

async function store(
  context: PlanningContext,
  place: Place,
  facts: readonly PartFacts[],
  settings: PlanningSettings,
): Promise<number> {
  const { db, newId } = context;
  const ids = facts.map(({ partId }) => partId);
  const masters = await mastersOf(db, ids);
  const stored = await db.selectFrom('partWarehouseSetting').selectAll().where('warehouseId', '=', place.id).execute();
  const before = new Map(stored.map((row) => [row.partId, row]));
  const classes = classesOf(facts, masters, settings);
  const added: (Insertable<PartWarehouseSettingTable> & { id: string })[] = [];
  const changed: (Figures & { id: string })[] = [];
  for (const each of facts) {
    const row = before.get(each.partId);
    const part = masters.get(each.partId);
    const found = classes.get(each.partId) ?? 'C';
    const figures = figuresOf(context, { place, part, facts: each, row, found }, settings);
    if (row === undefined)
      added.push({
        ...{ ...rowIdentity(newId(), 'g'), partId: each.partId, warehouseId: place.id, method: 'MANUAL', ...figures },
      });
    else if (isOther(row, figures)) changed.push({ id: row.id, ...figures });
  }
  await insertRows(db, 'partWarehouseSetting', added);
  await updateRows(db, 'partWarehouseSetting', changed);
  return added.length + changed.length;
}

async function mastersOf(db: Db, partIds: readonly string[]): Promise<Map<string, PartMaster>> {
  const rows = await db
    .selectFrom('part')
    .select(['id', 'partNo', 'isSafety', 'critical', 'stdCostFen'])
    .where(isAnyOf('id', partIds))
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Classes by what a year's issues cost at the average of the stock, else at standard cost. Stock §4.4. */
function classesOf(
  facts: readonly PartFacts[],
  masters: ReadonlyMap<string, PartMaster>,
  settings: PlanningSettings,
): Map<string, AbcClass> {
  const idOf = new Map(facts.map(({ partId }) => [masters.get(partId)?.partNo ?? partId, partId]));
  const parts = facts.map(({ partId, qtyMilli, valueFen, issuedMilli }) => {
    const part = masters.get(partId);
    const acvFen =
      qtyMilli > 0
        ? mulDivRound(Math.max(0, issuedMilli), valueFen, qtyMilli)
        : mulDivRound(Math.max(0, issuedMilli), part?.stdCostFen ?? 0, 1000);
    return { code: part?.partNo ?? partId, acvFen, atLeastB: part?.isSafety === 1 || part?.critical === 'A' };
  });
  const found = abcClasses({ parts, aBelowBp: settings.planAbcABelowBp, bBelowBp: settings.planAbcBBelowBp });
  return new Map(found.map((each) => [idOf.get(each.code) ?? each.code, each.class]));
}

type Figures = Pick<
  SettingRow,
  | 'abcClass'
  | 'abcLowerRuns'
  | 'serviceLevelBp'
  | 'computedAtMs'
  | 'computedMethod'
  | 'computedSafetyMilli'
  | 'computedReorderMilli'
  | 'computedMaxMilli'
  | 'weekMeanMilli'
  | 'explainJson'
  | 'averageStockFen'
  | 'issuedMilli'
  | 'issuedFen'
  | 'turnsCenti'
  | 'daysTenths'
  | 'firstMoveAtMs'
  | 'lastIssueAtMs'
>;

interface Key {
  place: Place;
  part: PartMaster | undefined;
  facts: PartFacts;
  row: SettingRow | undefined;
  found: AbcClass;
}

function figuresOf({ nowMs, today }: PlanningContext, key: Key, settings: PlanningSettings): Figures {
  const { place, part, facts, row, found } = key;
  const held = heldClass(row, found, settings.planAbcHoldRuns);
  const serviceLevelBp = part?.isSafety === 1 ? settings.planLevelSafetyBp : levelOf(held.abcClass, settings);
  const plan = planPart(
    {
      orders: facts.orders,
      historyDays: daysBetween(businessDateOf(facts.firstMoveAtMs), today),
      leadTimeDays: place.leadTimeDays ?? settings.planLeadTimeDays,
      leadTimeSdDaysCenti: place.leadTimeSdCenti ?? settings.planLeadTimeSdDaysCenti,
      ...{ serviceLevelBp, packMilli: row?.packMilli ?? 1000 },
    },
    settings,
  );
  const turned = turnover({ monthEndFen: facts.monthEndFen, issueCostFen: facts.issueCostFen });
  return {
    ...{ ...held, serviceLevelBp, computedAtMs: nowMs, computedMethod: plan.method },
    ...{ computedSafetyMilli: plan.safetyMilli, computedReorderMilli: plan.reorderMilli },
    ...{ computedMaxMilli: plan.maxMilli, weekMeanMilli: plan.reasons.meanWeekMilli },
    ...{ explainJson: JSON.stringify(plan.reasons), averageStockFen: turned.averageFen },
    ...{ issuedMilli: facts.issuedMilli, issuedFen: facts.issueCostFen, turnsCenti: turned.turnsCenti },
    ...{ daysTenths: turned.daysTenths, firstMoveAtMs: facts.firstMoveAtMs, lastIssueAtMs: facts.lastIssueAtMs },
  };
}

/** A lower class is taken only when it was found so many times in a row. */
function heldClass(
  row: SettingRow | undefined,
  found: AbcClass,
  holdRuns: number,
): Pick<SettingRow, 'abcClass' | 'abcLowerRuns'> {
  const now = row?.abcClass ?? null;
  if (now === null || found <= now) return { abcClass: found, abcLowerRuns: 0 };
  const runs = (row?.abcLowerRuns ?? 0) + 1;
  return runs >= holdRuns ? { abcClass: found, abcLowerRuns: 0 } : { abcClass: now, abcLowerRuns: runs };
}

function levelOf(abcClass: string | null, settings: PlanningSettings): number {
  const levels: Readonly<Record<string, number>> = { A: settings.planLevelABp, B: settings.planLevelBBp };
  return levels[abcClass ?? 'C'] ?? settings.planLevelCBp;
}

/** How a part moves is counted from the moment of its figures: it may not be older than this. */
const OLDEST_MS = 7 * 86_400_000;

/** Whether anything but the moment is another one: unchanged figures are not sent to everybody again every day. */
function isOther(row: SettingRow, figures: Figures): boolean {
  if ((figures.computedAtMs ?? 0) - (row.computedAtMs ?? 0) >= OLDEST_MS) return true;
  return Object.entries(figures).some(
    ([name, value]) => name !== 'computedAtMs' && row[name as keyof SettingRow] !== value,
  );
}
