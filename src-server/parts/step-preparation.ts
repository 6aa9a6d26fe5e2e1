import { isWholeUnit } from '../../src-shared/domain/parts/movement-types.ts';
import {
  mayChangeLines,
  PREPARATION_RULES,
  preparationRefusal,
  type PreparationStep,
} from '../../src-shared/domain/parts/preparation-plan.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { updateRows } from '../db/bulk-rows.ts';
import { draftPurchase } from './draft-purchase.ts';
import type { HideNewRows } from './make-preparation.ts';
import {
  keptPlan,
  lockPlan,
  rejected,
  writersOf,
  type GoodsRoom,
  type Plan,
  type PlanLine,
  type Refused,
} from './preparation.repository.ts';

interface Rooms {
  goods: GoodsRoom;
  hideNewRows: HideNewRows;
}

/** Another quantity in one line, with its reason; what was proposed stays. All lines of a part give no more than there is. */
export async function changePreparation(
  context: CommandContext,
  body: BodyOf<'preparation.change'>,
): Promise<CommandOutcome> {
  const { db, user, nowMs } = context;
  const found = await lockPlan(context, body);
  if ('reason' in found) return found;
  const { plan } = found;
  if (!mayChangeLines(plan.status, { userId: user.id, roles: user.roles }))
    return rejected('preparation-step-not-allowed');
  const reason = body.reason.trim();
  if (reason === '') return rejected('preparation-needs-reason');
  const line = await db
    .selectFrom('preparationLine')
    .innerJoin('part', 'part.id', 'preparationLine.partId')
    .selectAll('preparationLine')
    .select(['part.uom', 'part.uomWhole', 'part.partNo'])
    .where('preparationLine.id', '=', body.lineId)
    .where('preparationLine.planId', '=', plan.id)
    .executeTakeFirst();
  if (line === undefined) return rejected('preparation-line-unknown');
  if (isWholeUnit(line) && body.qtyMilli % 1000 !== 0)
    return rejected('preparation-not-whole', { partNo: line.partNo });
  const siblings = await db
    .selectFrom('preparationLine')
    .select(['id', 'confirmedMilli'])
    .where('planId', '=', plan.id)
    .where('partId', '=', line.partId)
    .execute();
  const others = siblings.filter(({ id }) => id !== line.id).reduce((sum, row) => sum + row.confirmedMilli, 0);
  if (others + body.qtyMilli > line.supplyMilli) {
    const leftQty = Math.max(0, line.supplyMilli - others) / 1000;
    return rejected('preparation-over-supply', { partNo: line.partNo, leftQty });
  }
  await updateRows(db, 'preparationLine', [
    {
      ...{ id: line.id, confirmedMilli: body.qtyMilli, changeReason: reason },
      ...{ changedBy: user.id, changedByName: user.name, changedAtMs: nowMs },
    },
  ]);
  return keptPlan(await keepPlan(context, plan, {}));
}

type Change = Partial<Omit<Plan, 'id' | '_v' | '_k' | '_bucket' | '_scope'>>;

async function keepPlan({ db, user, nowMs }: CommandContext, plan: Plan, change: Change): Promise<Plan> {
  const row = await db
    .updateTable('preparationPlan')
    .set({ ...change, changedByName: user.name, changedAtMs: nowMs })
    .where('id', '=', plan.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return row as Plan;
}

/** A step of a plan on the version its sender saw. Stock §3.2. */
export async function stepPreparation(
  context: CommandContext,
  body: BodyOf<'preparation.step'>,
  rooms: Rooms,
): Promise<CommandOutcome> {
  const { db, user, nowMs } = context;
  const found = await lockPlan(context, body);
  if ('reason' in found) return found;
  const { plan } = found;
  const { step } = body;
  const state = { status: plan.status, writers: await writersOf(db, plan) };
  const actor = { userId: user.id, roles: user.roles };
  const refusal = preparationRefusal(state, step, { actor, note: body.note });
  if (refusal !== null) return rejected(refusal, { no: plan.planNo });
  const done = await EFFECTS[step](context, plan, rooms);
  if ('reason' in done) return done;
  const whoWhen: Readonly<Record<PreparationStep, Change>> = {
    review: { reviewedBy: user.id, reviewedByName: user.name, reviewedAtMs: nowMs },
    sendBack: {},
    approve: { approvedBy: user.id, approvedByName: user.name, approvedAtMs: nowMs },
    release: { releasedByName: user.name, releasedAtMs: nowMs },
    finish: {},
    cancel: {},
  };
  const change = { status: PREPARATION_RULES[step].to, ...whoWhen[step] };
  const note = body.note.trim();
  const kept = await keepPlan(context, plan, { ...change, ...(note === '' ? {} : { stepNote: note }) });
  return keptPlan(kept, { ...done });
}

interface Drafted {
  transfers: number;
  purchases: number;
}

/** What a step does besides moving the plan; it gives how many papers it has drafted, or why it may not be. */
type Effect = (context: CommandContext, plan: Plan, rooms: Rooms) => Promise<Drafted | Refused>;

const NOTHING: Drafted = { transfers: 0, purchases: 0 };
const nothing: Effect = () => Promise.resolve(NOTHING);
const EFFECTS: Readonly<Record<PreparationStep, Effect>> = {
  ...{ review: nothing, sendBack: nothing, approve: nothing, cancel: nothing },
  release: releasePlan,
  finish: finishPlan,
};

/** A transfer has so many lines at most; more make another one. */
const MOST_LINES = 200;

/**
 * Every warehouse that gets something has its drafted transfers, in the order of the lines; what is missing beyond them is drafted as
 * a purchase request. The plan is locked: it happens once. Stock §3.2.
 */
async function releasePlan(context: CommandContext, plan: Plan, rooms: Rooms): Promise<Drafted | Refused> {
  const { db } = context;
  const { saveOrder } = rooms.goods;
  const lines = await db
    .selectFrom('preparationLine')
    .innerJoin('part', 'part.id', 'preparationLine.partId')
    .selectAll('preparationLine')
    .select('part.partNo')
    .where('planId', '=', plan.id)
    .where('confirmedMilli', '>', 0)
    .orderBy('lineNo')
    .execute();
  const purchases = await draftPurchase(context, plan, rooms);
  if (lines.length === 0 && purchases === 0) return rejected('preparation-nothing-confirmed');
  let transfers = 0;
  for (const [toWarehouseId, own] of Map.groupBy(lines, ({ warehouseId }) => warehouseId)) {
    for (let from = 0; from < own.length; from += MOST_LINES) {
      const some = own.slice(from, from + MOST_LINES);
      const orderId = await draftTransfer(context, { plan, toWarehouseId, lines: some, saveOrder });
      if (typeof orderId !== 'string') return orderId;
      await updateRows(
        db,
        'preparationLine',
        some.map(({ id }) => ({ id, orderId })),
      );
      transfers += 1;
    }
  }
  return { transfers, purchases };
}

async function draftTransfer(
  context: CommandContext,
  draft: {
    plan: Plan;
    toWarehouseId: string;
    lines: readonly (PlanLine & { partNo: string })[];
    saveOrder: GoodsRoom['saveOrder'];
  },
): Promise<string | Refused> {
  const { plan, toWarehouseId, lines, saveOrder } = draft;
  const saved = await saveOrder(context, {
    ...{ kind: 'goodsOrder.save', orderId: null, version: 0 },
    request: {
      ...{ kind: 'TRANSFER', reason: 'REPLEN', fromWarehouseId: plan.warehouseId, toWarehouseId, stationCode: '' },
      ...{
        note: plan.planNo,
        lines: lines.map(({ partNo, confirmedMilli }) => ({ partNo, qtyMilli: confirmedMilli })),
      },
    },
  });
  return saved.status === 'applied' ? String(saved.output?.orderId) : saved;
}

/** Done is a plan of which every transfer has arrived or was given up. */
async function finishPlan(
  { db }: CommandContext,
  plan: Plan,
  { goods: { openOrderCount } }: Rooms,
): Promise<Drafted | Refused> {
  const rows = await db
    .selectFrom('preparationLine')
    .select('orderId')
    .distinct()
    .where('planId', '=', plan.id)
    .execute();
  const open = await openOrderCount(
    db,
    rows.flatMap(({ orderId }) => orderId ?? []),
  );
  return open === 0 ? NOTHING : rejected('preparation-transfers-open', { open });
}
