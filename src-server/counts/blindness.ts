import { sql } from 'kysely';
import { OPEN_COUNT_STATUSES } from '../../src-shared/domain/counts/sheet-transition.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import { releaseHeldFor, withhold } from '../sync/withheld.ts';
import { lockSheet, type PlanRow, type SheetRow } from './counts.repository.ts';

/** What of a line only those may know who do not count it. */
const SECRETS_OF_LINE = [
  ...['book_qty_milli', 'expected_milli', 'final_milli', 'variance_milli', 'variance_fen', 'variance_bp'],
  ...['within', 'triggers_json', 'reported_milli', 'unit_cost_fen', 'counted_at_ms', 'counted_by'],
];

/** What of a reconciled key adds up to its quantities. */
const SECRETS_OF_RECON = [
  ...['ledger_milli', 'erp_milli', 'counted_milli', 'difference_milli', 'unexplained_milli', 'contributions_json'],
  ...['documents_json', 'suggestions_json'],
];

/** What of a plan of supply tells what lies at either end of it. */
const SECRETS_OF_PREPARATION = [
  ...['available_milli', 'backlog_milli', 'position_milli', 'net_milli', 'want_milli', 'vor_want_milli'],
  ...['supply_milli', 'wanted_milli', 'proposed_milli', 'confirmed_milli'],
];

/** What of a purchase request tells what its source lacks. */
const SECRETS_OF_PURCHASE = [
  ...['wanted_milli', 'supply_milli', 'short_milli', 'above_milli', 'open_milli', 'qty_milli', 'proposed_milli'],
  'value_fen',
];

/** Rows that tell how many of a sheet's keys there should be: by themselves, added up, or as they were counted before. */
const TELLING: readonly { table: string; columns: readonly string[]; ids: string }[] = [
  {
    table: 'stock_balance',
    columns: ['qty_milli', 'value_fen'],
    ids: `select b.id from stock_balance b join keys k on b.warehouse_id = k.warehouse_id and b.part_id = k.part_id
            and coalesce(b.bin_id, '') = coalesce(k.bin_id, '') and b.owner = k.owner and b.condition = k.condition
            and b.batch_no = k.batch_no and b.serial_no = k.serial_no`,
  },
  {
    table: 'stock_movement',
    columns: ['qty_milli', 'value_fen'],
    ids: `select m.id from stock_movement m join keys k on m.warehouse_id = k.warehouse_id and m.part_id = k.part_id
            and coalesce(m.bin_id, '') = coalesce(k.bin_id, '') and m.owner = k.owner and m.condition = k.condition
            and m.batch_no = k.batch_no and m.serial_no = k.serial_no`,
  },
  {
    table: 'count_line',
    columns: SECRETS_OF_LINE,
    ids: `select l.id from count_line l join keys k on l.warehouse_id = k.warehouse_id and l.part_id = k.part_id
            and coalesce(l.bin_id, '') = coalesce(k.bin_id, '') and l.owner = k.owner and l.condition = k.condition
            and l.batch_no = k.batch_no and l.serial_no = k.serial_no`,
  },
  {
    table: 'count_entry',
    columns: ['qty_entered_milli', 'qty_milli'],
    ids: `select e.id from count_entry e join count_line l on l.id = e.line_id
            join keys k on l.warehouse_id = k.warehouse_id and l.part_id = k.part_id
             and coalesce(l.bin_id, '') = coalesce(k.bin_id, '') and l.owner = k.owner and l.condition = k.condition
             and l.batch_no = k.batch_no and l.serial_no = k.serial_no`,
  },
  {
    table: 'count_adjustment_line',
    columns: ['qty_milli', 'value_fen'],
    ids: `select a.id from count_adjustment_line a join count_line l on l.id = a.line_id
            join keys k on l.warehouse_id = k.warehouse_id and l.part_id = k.part_id
             and coalesce(l.bin_id, '') = coalesce(k.bin_id, '')`,
  },
  {
    table: 'erp_balance',
    columns: ['qty_milli', 'value_micro'],
    ids: `select distinct x.id from keys k join part p on p.id = k.part_id join erp_balance x on x.part_no = p.part_no
            where x.warehouse_id is null or x.warehouse_id = k.warehouse_id`,
  },
  {
    table: 'recon_item',
    columns: SECRETS_OF_RECON,
    ids: `select distinct i.id from recon_item i join keys k on i.warehouse_id = k.warehouse_id and i.part_id = k.part_id`,
  },
  {
    table: 'preparation_line',
    columns: SECRETS_OF_PREPARATION,
    ids: `select distinct l.id from keys k join preparation_line l on l.part_id = k.part_id
            join preparation_plan n on n.id = l.plan_id where k.warehouse_id in (l.warehouse_id, n.warehouse_id)`,
  },
  {
    table: 'purchase_request_line',
    columns: SECRETS_OF_PURCHASE,
    // what is missing tells what lies in the source, and in the one above it
    ids: `select distinct l.id from keys k join purchase_request_line l on l.part_id = k.part_id
            join purchase_request r on r.id = l.request_id join warehouse s on s.id = r.warehouse_id
           where k.warehouse_id in (s.id, coalesce(s.parent_id, s.id))
              or exists (select 1 from preparation_line n where n.plan_id = r.plan_id and n.part_id = l.part_id
                          and n.warehouse_id = k.warehouse_id)`,
  },
];

/** The people a sheet keeps its quantities from. */
export function blindPeople(sheet: Pick<SheetRow, 'counterUserId' | 'recounterUserId'>, plan: PlanRow): string[] {
  if (plan.blind !== 1) return [];
  return [sheet.counterUserId, sheet.recounterUserId].filter((id) => id !== null);
}

/**
 * Takes everything that tells a blind sheet's quantities off the desktops of its counter and recounter: not hidden there,
 * not on the disk. It lasts until the sheet is posted or cancelled. Stock §3.1, finding 9.
 */
export async function hideQuantities({ db }: CommandContext, sheet: SheetRow, plan: PlanRow): Promise<void> {
  const userIds = blindPeople(sheet, plan);
  if (userIds.length === 0) return;
  for (const { table, columns, ids } of TELLING) {
    await withhold(db, { userIds, table, columns, pks: await tellingIds(db, sheet.id, ids), heldFor: sheet.id });
  }
}

/** What was posted after `seq`, while the rest was hidden and the sheet was not to be seen yet. The ledger is locked. */
export async function hideSince(
  { db }: CommandContext,
  { sheet, plan }: { sheet: SheetRow; plan: PlanRow },
  seq: number,
): Promise<void> {
  const userIds = blindPeople(sheet, plan);
  if (userIds.length === 0) return;
  const newer: Readonly<Record<string, string>> = {
    stock_balance: `and b.last_seq > ${String(seq)}`,
    stock_movement: `and m.seq > ${String(seq)}`,
  };
  for (const { table, columns, ids } of TELLING) {
    const chosen = newer[table];
    if (chosen === undefined) continue;
    const pks = await tellingIds(db, sheet.id, `${ids} ${chosen}`);
    await withhold(db, { userIds, table, columns, pks, heldFor: sheet.id });
  }
}

/** The same for lines that come to a sheet while it is counted: their keys had not been its own. */
export async function hideLines(
  { db }: CommandContext,
  { sheet, plan }: { sheet: SheetRow; plan: PlanRow },
  lineIds: readonly string[],
): Promise<void> {
  const userIds = blindPeople(sheet, plan);
  if (userIds.length === 0) return;
  for (const { table, columns, ids } of TELLING) {
    const pks = await tellingIds(db, sheet.id, ids, lineIds);
    await withhold(db, { userIds, table, columns, pks, heldFor: sheet.id });
  }
}

/** New entries are withheld from the other of the two who count the sheet: the second must not know the first. */
export async function hideEntries(
  { db, user }: CommandContext,
  { sheet, plan }: { sheet: SheetRow; plan: PlanRow },
  entryIds: readonly string[],
): Promise<void> {
  const userIds = blindPeople(sheet, plan).filter((id) => id !== user.id);
  const columns = ['qty_entered_milli', 'qty_milli'];
  await withhold(db, { userIds, table: 'count_entry', columns, pks: entryIds, heldFor: sheet.id });
}

/** The same for rows that come while blind sheets are out: what a reconciliation, the ERP or a plan says of their keys. */
export async function hideNewRows(
  context: CommandContext,
  table: 'recon_item' | 'erp_balance' | 'preparation_line' | 'purchase_request_line',
  newIds: readonly string[],
): Promise<void> {
  if (newIds.length === 0) return;
  const { db } = context;
  const sheets = await db
    .selectFrom('countSheet')
    .innerJoin('countPlan', 'countPlan.id', 'countSheet.planId')
    .select('countSheet.id')
    .where('countPlan.blind', '=', 1)
    .where('countSheet.status', 'in', [...OPEN_COUNT_STATUSES])
    .execute();
  const isNew = new Set(newIds);
  for (const { id } of sheets) {
    const found = await lockSheet(db, id);
    if (found !== undefined) await hideOf(context, { ...found, table, isNew });
  }
}

async function hideOf(
  { db }: CommandContext,
  { sheet, plan, table, isNew }: { sheet: SheetRow; plan: PlanRow; table: string; isNew: ReadonlySet<string> },
): Promise<void> {
  for (const telling of TELLING.filter((each) => each.table === table)) {
    const pks = (await tellingIds(db, sheet.id, telling.ids)).filter((id) => isNew.has(id));
    await withhold(db, { userIds: blindPeople(sheet, plan), table, columns: telling.columns, pks, heldFor: sheet.id });
  }
}

/** Of all keys of the sheet, or of those of some of its lines. */
async function tellingIds(
  db: CommandContext['db'],
  sheetId: string,
  ids: string,
  lineIds: readonly string[] | null = null,
): Promise<string[]> {
  const chosen = lineIds === null ? sql`` : sql`and id = any(${[...lineIds]}::text[])`;
  const { rows } = await sql<{ id: string }>`with keys as (
    select distinct warehouse_id, bin_id, part_id, owner, condition, batch_no, serial_no
      from count_line where sheet_id = ${sheetId} ${chosen}) ${sql.raw(ids)}`.execute(db);
  return rows.map(({ id }) => id);
}

/**
 * The counters of a sheet may know everything of it again. A posting that began before still withholds for it: whoever locks
 * the ledger afterwards calls this once more.
 */
export async function showQuantities({ db }: CommandContext, sheet: SheetRow): Promise<void> {
  await releaseHeldFor(db, sheet.id);
}
