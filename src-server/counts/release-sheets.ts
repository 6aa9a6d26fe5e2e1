import { sql, type Insertable } from 'kysely';
import type { AbcClass } from '../../src-shared/domain/counts/cycle.ts';
import { selectKeys, type CountCandidate } from '../../src-shared/domain/counts/select-keys.ts';
import { OPEN_COUNT_STATUSES } from '../../src-shared/domain/counts/sheet-transition.ts';
import { startOfBusinessDate } from '../../src-shared/domain/units/business-date.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import { insertRows } from '../db/bulk-rows.ts';
import type { CountLineTable } from '../db/central-tables.generated.ts';
import { savepoint } from '../db/savepoint.ts';
import { hideQuantities, hideSince } from './blindness.ts';
import {
  LEDGER_HEAD,
  loadSettings,
  lockLedger,
  recordCountEvent,
  SAME_KEY,
  type Db,
  type PlanRow,
  type SheetRow,
} from './counts.repository.ts';
import { cycleEvents } from './cycle-events.ts';
import { lockScope } from './scope-locks.ts';

/**
 * Freezes the book of sheets that go out together: the place in the ledger, the lines in walking order, and nothing of it on
 * a blind counter's disk. Returns the number of lines. A sheet of 20,000 lines is made while others post; the ledger is locked
 * for the end of it. Where something was posted meanwhile that a sheet in BLOCK or SNAPSHOT mode should have seen, or that
 * brought a new key, it is made once more with the ledger locked from the beginning. Stock §3.1, §4.1.
 */
export async function releaseSheets(
  context: CommandContext,
  sheets: readonly SheetRow[],
  plan: PlanRow,
): Promise<number> {
  try {
    return await savepoint(context.db, () => release(context, sheets, plan));
  } catch (error) {
    if (!(error instanceof BookMoved)) throw error;
    await lockLedger(context.db);
    return release(context, sheets, plan);
  }
}

/** What was posted while a sheet was made, so that its book would be neither the old one nor the new one. */
class BookMoved extends Error {}

async function release(context: CommandContext, sheets: readonly SheetRow[], plan: PlanRow): Promise<number> {
  const made: { sheet: SheetRow; snapSeq: number; lineCount: number }[] = [];
  for (const sheet of sheets) made.push({ sheet, ...(await makeLines(context, sheet, plan)) });
  await lockLedger(context.db);
  for (const { sheet, snapSeq } of made) {
    await refuseMovedBook(context.db, { sheet, plan, snapSeq });
    await hideSince(context, { sheet, plan }, snapSeq);
  }
  return made.reduce((sum, { lineCount }) => sum + lineCount, 0);
}

async function refuseMovedBook(
  db: Db,
  { sheet, plan, snapSeq }: { sheet: SheetRow; plan: PlanRow; snapSeq: number },
): Promise<void> {
  const moved = sql`select 1 from stock_movement x where x.warehouse_id = ${sheet.warehouseId} and x.seq > ${snapSeq}`;
  const isNewKey = sql`and not exists (select 1 from stock_movement l where ${SAME_KEY} and l.seq <= ${snapSeq})`;
  const spoils = plan.mode !== 'ROLL' ? moved : sql`${moved} ${isNewKey}`;
  if (plan.mode === 'ROLL' && !WITHOUT_GAPS.has(plan.type)) return;
  const { rows } = await sql`${spoils} limit 1`.execute(db);
  if (rows.length > 0) throw new BookMoved();
}

async function makeLines(
  context: CommandContext,
  sheet: SheetRow,
  plan: PlanRow,
): Promise<{ snapSeq: number; lineCount: number }> {
  const { db, nowMs, newId } = context;
  const { rows: candidates, snapSeq } = await candidatesOf(db, sheet, plan);
  const settings = await loadSettings(db);
  const chosen = selectKeys<Candidate>({
    ...{ type: plan.type as 'CYCLE', candidates, todayStartMs: startOfBusinessDate(context.today) },
    capacity: capacityOf(plan) ?? settings.countLinesPerDay,
    countsPerYear: { A: settings.countsPerYearA, B: settings.countsPerYearB, C: settings.countsPerYearC },
    samplePctBp: plan.samplePctBp ?? settings.countSpotBp,
    sampleSeed: plan.sampleSeed ?? plan.id,
  });
  if (chosen.length === 0) throw new AppError('RULE_BROKEN', 'count-scope-empty', { sheetNo: sheet.sheetNo });
  const lines = chosen.map((key, index): Insertable<CountLineTable> => ({
    ...rowIdentity(newId(), sheet._scope, sheet.id),
    ...{ sheetId: sheet.id, lineNo: index + 1, warehouseId: sheet.warehouseId, binId: key.binId, partId: key.partId },
    ...{ owner: key.owner, condition: key.condition, batchNo: key.batchNo, serialNo: key.serialNo },
    ...{ bookQtyMilli: key.qtyMilli, origin: 'PLANNED', state: 'OPEN', rowCheck: null },
  }));
  await insertRows(db, 'countLine', lines);
  await lockScope(context, sheet, plan, lines);
  await db
    .updateTable('countSheet')
    .set({ status: 'RELEASED', snapSeq, snapAtMs: nowMs, lineCount: lines.length })
    .where('id', '=', sheet.id)
    .execute();
  await hideQuantities(context, sheet, plan);
  await recordCountEvent(context, sheet, { action: 'release', to: 'RELEASED', note: '' });
  return { snapSeq, lineCount: lines.length };
}

type Candidate = CountCandidate & Omit<KeyRow, keyof CountCandidate>;

function capacityOf(plan: PlanRow): number | null {
  const scope = JSON.parse(plan.scopeJson) as { capacity?: number | null };
  return scope.capacity ?? null;
}

const WITHOUT_GAPS: ReadonlySet<string> = new Set(['FULL', 'ADHOC']);

interface KeyRow {
  id: string;
  binId: string | null;
  binCode: string | null;
  zone: string | null;
  walkSeq: number | null;
  partId: string;
  partNo: string;
  owner: string;
  condition: string;
  batchNo: string;
  serialNo: string;
  qtyMilli: number;
  abcClass: string | null;
  lastCountAtMs: number | null;
  lastMoveAtMs: number;
}

/** Keys in bins of stock that no open sheet has taken: two counts of one key would overwrite each other (finding 7). */
async function candidatesOf(db: Db, sheet: SheetRow, plan: PlanRow): Promise<{ rows: Candidate[]; snapSeq: number }> {
  const { zones = [] } = JSON.parse(plan.scopeJson) as { zones?: string[] };
  const wanted = new Set(sheet.zone === null ? zones : [sheet.zone]);
  // One statement sees the balances and the number of the ledger they stand at.
  const rows: (KeyRow & { snapSeq: number })[] = await db
    .selectFrom('stockBalance')
    .innerJoin('part', 'part.id', 'stockBalance.partId')
    .leftJoin('warehouseBin', 'warehouseBin.id', 'stockBalance.binId')
    .leftJoin('partWarehouseSetting', (join) =>
      join
        .onRef('partWarehouseSetting.partId', '=', 'stockBalance.partId')
        .onRef('partWarehouseSetting.warehouseId', '=', 'stockBalance.warehouseId'),
    )
    .select(['stockBalance.id', 'stockBalance.binId', 'warehouseBin.code as binCode', 'warehouseBin.zone'])
    .select(['warehouseBin.walkSeq', 'stockBalance.partId', 'part.partNo', 'stockBalance.owner'])
    .select(['stockBalance.condition', 'stockBalance.batchNo', 'stockBalance.serialNo', 'stockBalance.qtyMilli'])
    .select(['partWarehouseSetting.abcClass', 'stockBalance.lastCountAtMs', 'stockBalance.lastMoveAtMs'])
    .select(LEDGER_HEAD.as('snapSeq'))
    .where('stockBalance.warehouseId', '=', sheet.warehouseId)
    .where('stockBalance.condition', '<>', 'IN_TRANSIT')
    .where((where) => where.or([where('warehouseBin.type', '=', 'STOCK'), where('stockBalance.binId', 'is', null)]))
    .execute();
  const taken = await takenKeys(db, sheet.warehouseId);
  const isInScope = (zone: string | null): boolean =>
    plan.type === 'FULL' ? zone === sheet.zone : wanted.size === 0 || wanted.has(zone ?? '');
  const inScope = rows.filter((row) => isInScope(row.zone));
  const free = inScope.filter((row) => !taken.has(keyText(row)));
  // A count of everything that left something out would say that it is not there.
  if (WITHOUT_GAPS.has(plan.type) && free.length < inScope.length) {
    throw new AppError('RULE_BROKEN', 'count-keys-taken', { number: inScope.length - free.length });
  }
  // only a cycle count asks whose turn it is
  const events = plan.type === 'CYCLE' ? await cycleEvents(db, sheet.warehouseId) : null;
  return {
    rows: free.map((row) => ({
      ...{ ...row, events: events?.get(row.id) ?? [] },
      ...{ zone: row.zone ?? '', binCode: row.binCode ?? '', walkSeq: row.walkSeq ?? 0 },
      abcClass: (row.abcClass ?? 'C') as AbcClass,
    })),
    snapSeq: rows[0]?.snapSeq ?? 0,
  };
}

type KeyParts = Pick<KeyRow, 'binId' | 'partId' | 'owner' | 'condition' | 'batchNo' | 'serialNo'>;

function keyText({ binId, partId, owner, condition, batchNo, serialNo }: KeyParts): string {
  return [binId ?? '', partId, owner, condition, batchNo, serialNo].join('\u001f');
}

async function takenKeys(db: Db, warehouseId: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('countLine')
    .innerJoin('countSheet', 'countSheet.id', 'countLine.sheetId')
    .select(['countLine.binId', 'countLine.partId', 'countLine.owner', 'countLine.condition'])
    .select(['countLine.batchNo', 'countLine.serialNo'])
    .where('countLine.warehouseId', '=', warehouseId)
    .where('countSheet.status', 'in', [...OPEN_COUNT_STATUSES])
    .execute();
  return new Set(rows.map(keyText));
}
