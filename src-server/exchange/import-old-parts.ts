import type { Selectable } from 'kysely';
import { nextOldPartStatus } from '../../src-shared/domain/service/old-part-transition.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import { isAnyOf } from '../db/bulk-rows.ts';
import type { OldPartTable } from '../db/central-tables.generated.ts';
import type { PaperArrived } from './import-calls.ts';
import { changedColumns, refusedThing, type CheckedThing, type ThingOutcome } from './import-thing.ts';

type Thing = CheckedThing<'oldPartReceipts'>;
type OldPartRow = Selectable<OldPartTable> & { partNo: string };

/**
 * Old parts that came in at the warehouse, by their label, with what the inspection found. Guards of claims §3.4: the label is
 * known, the part is the label's, and not more comes in than was claimed.
 */
export async function importOldParts(
  context: CommandContext,
  things: readonly Thing[],
  paperArrived: PaperArrived,
): Promise<ThingOutcome[]> {
  const rows = await context.db
    .selectFrom('oldPart')
    .innerJoin('part', 'part.id', 'oldPart.partId')
    .selectAll('oldPart')
    .select('part.partNo')
    .where(
      isAnyOf(
        'oldPart.tagNo',
        things.map((thing) => thing.values.tagNo),
      ),
    )
    .execute();
  const byTag = new Map(rows.map((row) => [row.tagNo, row]));
  const outcomes: ThingOutcome[] = [];
  const touched = new Set<string>();
  for (const thing of things) {
    const row = byTag.get(thing.values.tagNo);
    const outcome =
      row === undefined
        ? refusedThing(thing, 'old-part-unknown', { field: 'tagNo', value: thing.values.tagNo })
        : await receive(context, thing, row);
    outcomes.push(outcome);
    if (outcome.outcome === 'updated' && row?.claimId != null) touched.add(row.claimId);
  }
  await paperArrived(context, [...touched]);
  return outcomes;
}

async function receive({ db, nowMs }: CommandContext, thing: Thing, row: OldPartRow): Promise<ThingOutcome> {
  const { partNo = null, inspectResult = null, serial = null, inspector = null } = thing.values;
  if (partNo !== null && partNo !== row.partNo) {
    const details = { tagPartNo: row.partNo };
    return refusedThing(thing, 'old-part-of-other-part', { field: 'partNo', value: partNo, details });
  }
  const receivedQtyMilli =
    inspectResult === 'MISSING' ? 0 : (thing.values.receivedQtyMilli ?? row.receivedQtyMilli ?? row.qtyMilli);
  if (receivedQtyMilli > row.qtyMilli) {
    const details = { qtyMilli: row.qtyMilli };
    return refusedThing(thing, 'old-part-too-many', {
      ...{ field: 'receivedQtyMilli', value: String(receivedQtyMilli / 1000), details },
    });
  }
  const arrived = nextOldPartStatus(row.status, 'receive') ?? row.status;
  const judged =
    inspectResult === null ? arrived : nextOldPartStatus(arrived, inspectResult === 'OK' ? 'pass' : 'fail');
  const isJudgedAlike = inspectResult !== null && inspectResult === row.inspectResult;
  const status = isJudgedAlike ? row.status : judged;
  if (status === null || !TAKEN_IN.has(status)) {
    return refusedThing(thing, 'old-part-not-awaited', {
      ...{ field: 'tagNo', value: row.tagNo, details: { status: row.status } },
    });
  }
  const changed = changedColumns<OldPartRow>(row, {
    ...{ status, receivedQtyMilli },
    ...(serial === null ? {} : { serial }),
    ...(inspectResult === null ? {} : { inspectResult, inspector }),
  });
  if (Object.keys(changed).length === 0) return { outcome: 'unchanged', targetId: row.id, issues: [] };
  const inspectedAtMs = inspectResult === null ? {} : { inspectedAtMs: thing.values.inspectedAtMs ?? nowMs };
  await db
    .updateTable('oldPart')
    .set({ ...changed, ...inspectedAtMs })
    .where('id', '=', row.id)
    .execute();
  return { outcome: 'updated', targetId: row.id, issues: [] };
}

/** Where a part stands that was taken in; one that went on to a supplier or was charged as missing is not taken in again. */
const TAKEN_IN: ReadonlySet<string> = new Set(['RECEIVED', 'INSPECTED_OK', 'INSPECTED_BAD']);
