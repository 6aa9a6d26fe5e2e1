import type { Selectable } from 'kysely';
import type { FollowUpCallValues } from '../../src-shared/domain/exchange/things.ts';
import { callResultOf } from '../../src-shared/domain/service/follow-up-result.ts';
import { nextOrderStatus } from '../../src-shared/domain/service/order-transition.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import { isAnyOf } from '../db/bulk-rows.ts';
import type { FollowUpCallTable } from '../db/central-tables.generated.ts';
import { changedColumns, refusedThing, type CheckedThing, type ThingOutcome } from './import-thing.ts';

type Thing = CheckedThing<'followUpCalls'>;
type CallRow = Selectable<FollowUpCallTable>;

/** Has the claims judged again to which something was added, and ends the holds that waited for it; supplied by the claims room. */
export type PaperArrived = (context: CommandContext, claimIds: readonly string[]) => Promise<void>;

/** An order by its own number or that of its claim. */
interface CalledOrder {
  id: string;
  _scope: string;
  status: string;
  claimId: string | null;
  finishAtMs: number | null;
}

/**
 * Follow-up calls of the service desk, each to its order or claim. The newest call stands; one older than what is noted is
 * refused. Claims §2.2 FollowUpCall, §3.1 "follow-up done".
 */
export async function importCalls(
  context: CommandContext,
  things: readonly Thing[],
  paperArrived: PaperArrived,
): Promise<ThingOutcome[]> {
  const orders = await ordersOf(context, things);
  const outcomes: ThingOutcome[] = [];
  const touched = new Set<string>();
  for (const thing of things) {
    const { docNo, calledAtMs } = thing.values;
    const order = orders.get(docNo);
    if (order === undefined) {
      outcomes.push(refusedThing(thing, 'order-or-claim-unknown', { field: 'docNo', value: docNo }));
    } else if (calledAtMs > context.nowMs || calledAtMs < (order.finishAtMs ?? 0)) {
      const value = new Date(calledAtMs).toISOString();
      outcomes.push(refusedThing(thing, 'call-out-of-time', { field: 'calledAtMs', value }));
    } else {
      const outcome = await noteCall(context, thing, order);
      outcomes.push(outcome);
      const isNew = outcome.outcome === 'created' || outcome.outcome === 'updated';
      if (isNew && order.claimId !== null) touched.add(order.claimId);
    }
  }
  await paperArrived(context, [...touched]);
  return outcomes;
}

async function ordersOf({ db }: CommandContext, things: readonly Thing[]): Promise<Map<string, CalledOrder>> {
  const numbers = things.map((thing) => thing.values.docNo);
  const rows = await db
    .selectFrom('workOrder')
    .leftJoin('claim', 'claim.workOrderId', 'workOrder.id')
    .select(['workOrder.id', 'workOrder._scope', 'workOrder.status', 'workOrder.no', 'workOrder.finishAtMs'])
    .select(['claim.id as claimId', 'claim.no as claimNo'])
    .where((where) => where.or([isAnyOf('workOrder.no', numbers), isAnyOf('claim.no', numbers)]))
    .orderBy('claim.submittedAtMs')
    .execute();
  // of several claims of an order, one of which was refused, the last
  return new Map([
    ...rows.map((row) => [row.no, row] as const),
    ...rows.flatMap((row) => (row.claimNo === null ? [] : [[row.claimNo, row] as const])),
  ]);
}

async function noteCall({ db, newId }: CommandContext, thing: Thing, order: CalledOrder): Promise<ThingOutcome> {
  const known = await db
    .selectFrom('followUpCall')
    .selectAll()
    .where('workOrderId', '=', order.id)
    .orderBy('dueAtMs')
    .forUpdate()
    .executeTakeFirst();
  const { calledAtMs } = thing.values;
  if (known !== undefined && (known.calledAtMs ?? 0) > calledAtMs) {
    const details = { notedAt: new Date(known.calledAtMs ?? 0).toISOString() };
    return refusedThing(thing, 'call-older', { field: 'calledAtMs', value: String(calledAtMs), details });
  }
  const columns = columnsOf(thing.values, known);
  if (known === undefined) {
    const id = newId();
    await db
      .insertInto('followUpCall')
      .values({
        ...rowIdentity(id, order._scope, order.id),
        ...{ workOrderId: order.id, claimId: order.claimId, dueAtMs: order.finishAtMs ?? calledAtMs, ...columns },
      })
      .execute();
    await callDone(db, order);
    return { outcome: 'created', targetId: id, issues: [] };
  }
  const changed = changedColumns<CallRow>(known, columns);
  if (Object.keys(changed).length === 0) return { outcome: 'unchanged', targetId: known.id, issues: [] };
  await db
    .updateTable('followUpCall')
    .set({ ...changed, claimId: order.claimId })
    .where('id', '=', known.id)
    .execute();
  await callDone(db, order);
  return { outcome: 'updated', targetId: known.id, issues: [] };
}

function columnsOf(values: FollowUpCallValues, known: CallRow | undefined) {
  const {
    calledAtMs,
    calledBy,
    reached,
    phone = null,
    mileageConfirmKm = null,
    satisfaction = null,
    note = null,
  } = values;
  const { repaired = null, paidAnything = null, travelHappened = null } = values;
  const before = known?.attemptCount ?? 0;
  return {
    ...{ calledAtMs, calledBy, reached, mileageConfirmKm, satisfaction, note, phone: phone ?? known?.phone ?? null },
    attemptCount: values.attemptCount ?? (known?.calledAtMs === calledAtMs ? before : before + 1),
    ...{ repaired: flagOf(repaired), paidAnything: flagOf(paidAnything), travelHappened: flagOf(travelHappened) },
    result: callResultOf({ reached, repaired, paidAnything, travelHappened }),
  };
}

function flagOf(answer: boolean | null): 0 | 1 | null {
  return answer === null ? null : answer ? 1 : 0;
}

async function callDone(db: CommandContext['db'], { id, status }: CalledOrder): Promise<void> {
  const next = nextOrderStatus(status, 'callDone');
  if (next !== null) await db.updateTable('workOrder').set({ status: next }).where('id', '=', id).execute();
}
