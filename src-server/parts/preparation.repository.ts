import type { Selectable } from 'kysely';
import type { PreparationStatus } from '../../src-shared/domain/parts/preparation-plan.ts';
import { businessMinuteOf } from '../../src-shared/domain/units/business-date.ts';
import type { ErrorDetails } from '../../src-shared/errors.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import type { PreparationLineTable, PreparationPlanTable } from '../db/central-tables.generated.ts';

export type Db = CommandContext['db'];
export type Plan = Selectable<PreparationPlanTable> & { status: PreparationStatus };
export type PlanLine = Selectable<PreparationLineTable>;
export type Refused = Exclude<CommandOutcome, { status: 'applied' }>;

/** What planning needs of the room where goods are moved: what is asked for, what is written, and how a transfer is drafted. */
export interface GoodsRoom {
  openDemand: (
    db: Db,
  ) => Promise<readonly { stationId: string; regionId: string; partId: string; qtyMilli: number; vorMilli: number }[]>;
  writtenTransfers: (
    db: Db,
    toWarehouseIds: readonly string[],
    fromWarehouseId: string,
  ) => Promise<
    readonly {
      fromWarehouseId: string;
      toWarehouseId: string;
      partId: string;
      qtyMilli: number;
      isHeld: boolean;
    }[]
  >;
  openOrderCount: (db: Db, orderIds: readonly string[]) => Promise<number>;
  saveOrder: (context: CommandContext, body: BodyOf<'goodsOrder.save'>) => Promise<CommandOutcome>;
}

export function rejected(reason: string, details: ErrorDetails = {}): Refused {
  return { status: 'rejected', reason, details };
}

/** The plan on the version its sender saw, locked: whoever takes a step waits here for whoever is taking one. Else why not. */
export async function lockPlan(
  { db, user }: CommandContext,
  { planId, version }: { planId: string; version: number },
): Promise<{ plan: Plan; regionId: string } | Refused> {
  const found = await db
    .selectFrom('preparationPlan')
    .innerJoin('warehouse', 'warehouse.id', 'preparationPlan.warehouseId')
    .selectAll('preparationPlan')
    .select('warehouse.regionId')
    .where('preparationPlan.id', '=', planId)
    .forUpdate('preparationPlan')
    .executeTakeFirst();
  if (found === undefined) return rejected('preparation-unknown');
  const { regionId, ...row } = found;
  const plan = row as Plan;
  if (user.regionId !== null && user.regionId !== regionId) return rejected('preparation-other-region');
  if (plan._v !== version) {
    const details = { no: plan.planNo, byName: plan.changedByName, at: businessMinuteOf(plan.changedAtMs) };
    return { status: 'conflict', reason: 'preparation-changed', details, current: { version: plan._v } };
  }
  return { plan, regionId };
}

/** Everybody who has written something into the plan: none of them approves it. Design §8. */
export async function writersOf(db: Db, plan: Plan): Promise<string[]> {
  const changed = await db
    .selectFrom('preparationLine')
    .select('changedBy')
    .distinct()
    .where('planId', '=', plan.id)
    .where('changedBy', 'is not', null)
    .execute();
  return [plan.madeBy, plan.reviewedBy, ...changed.map(({ changedBy }) => changedBy)].filter((id) => id !== null);
}

/** What a step answers its sender with. */
export function keptPlan(
  { id, planNo, status }: Pick<Plan, 'id' | 'planNo' | 'status'>,
  more: Record<string, number> = {},
): CommandOutcome {
  return { status: 'applied', output: { planId: id, planNo, status, ...more } };
}
