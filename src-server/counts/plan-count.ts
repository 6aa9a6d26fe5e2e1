import type { Insertable } from 'kysely';
import { selectKeys, type CountCandidate } from '../../src-shared/domain/counts/select-keys.ts';
import {
  countRefusal,
  COUNT_TRANSITIONS,
  OPEN_COUNT_STATUSES,
} from '../../src-shared/domain/counts/sheet-transition.ts';
import type { AbcClass } from '../../src-shared/domain/counts/cycle.ts';
import { startOfBusinessDate } from '../../src-shared/domain/units/business-date.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { insertRows, takeDocumentNumbers } from '../db/bulk-rows.ts';
import type { CountLineTable } from '../db/central-tables.generated.ts';
import { hideQuantities } from './blindness.ts';
import { lockScope } from './scope-locks.ts';
import {
  actorOf,
  loadSettings,
  recordCountEvent,
  rejected,
  type Db,
  type PlanRow,
  type SheetRow,
} from './counts.repository.ts';

type Request = BodyOf<'count.plan'>['request'];

/** A plan with its sheets, released at once when asked. Stock §3.1 DRAFT → RELEASED. */
export async function planCount(context: CommandContext, { request }: BodyOf<'count.plan'>): Promise<CommandOutcome> {
  const { db, newId } = context;
  const place = await placeOf(db, request.warehouseId);
  if (place === undefined) return rejected('warehouse-unknown', {});
  if (request.counterUserId === request.recounterUserId) return rejected('count-same-person', {});
  const stranger = await strangerOf(db, [request.counterUserId, request.recounterUserId]);
  if (stranger) return rejected('count-person-unknown', {});
  const scope = `r:${place.regionCode}`;
  const planId = newId();
  const planNo = await nextNo(db, `countPlan:${place.code}`, (no) => `PJ-${place.code}-${no}`);
  const plan = {
    ...rowIdentity(planId, scope),
    ...{ planNo, name: request.name, type: request.type, warehouseIdsJson: JSON.stringify([request.warehouseId]) },
    ...{ scopeJson: JSON.stringify({ zones: request.zones, capacity: request.capacity }), sampleSeed: planId },
    ...{ samplePctBp: request.samplePctBp, blind: request.blind ? 1 : 0, mode: request.mode },
    ...{ plannedFromDate: request.plannedDate, plannedToDate: request.plannedDate, status: 'OPEN' },
    ownerUserId: context.user.id,
  };
  await db.insertInto('countPlan').values(plan).execute();
  const zones = request.type === 'FULL' ? await zonesOf(db, request) : [null];
  if (zones.length === 0) return rejected('count-scope-empty', { warehouseCode: place.code });
  const sheets: SheetRow[] = [];
  for (const zone of zones) sheets.push(await addSheet(context, { request, scope, planId, code: place.code, zone }));
  let lineCount = 0;
  if (request.release) {
    const planRow = await db.selectFrom('countPlan').selectAll().where('id', '=', planId).executeTakeFirstOrThrow();
    for (const sheet of sheets) lineCount += await releaseSheet(context, sheet, planRow);
  }
  return { status: 'applied', output: { sheetIds: sheets.map(({ id }) => id), lineCount } };
}

async function placeOf(db: Db, warehouseId: string): Promise<{ code: string; regionCode: string } | undefined> {
  return db
    .selectFrom('warehouse')
    .innerJoin('region', 'region.id', 'warehouse.regionId')
    .select(['warehouse.code', 'region.code as regionCode'])
    .where('warehouse.id', '=', warehouseId)
    .executeTakeFirst();
}

/** Somebody among them who is not here or may not count. */
async function strangerOf(db: Db, people: readonly (string | null)[]): Promise<boolean> {
  const wanted = people.filter((id) => id !== null);
  const known = await db
    .selectFrom('userRole')
    .innerJoin('appUser', 'appUser.id', 'userRole.userId')
    .select('userId')
    .distinct()
    .where('userId', 'in', wanted)
    .where('appUser.status', '=', 'ACTIVE')
    .where('role', 'in', [...COUNT_TRANSITIONS.enter.roles])
    .execute();
  return known.length < wanted.length;
}

async function nextNo(db: Db, key: string, textOf: (no: string) => string): Promise<string> {
  const taken = await takeDocumentNumbers(db, new Map([[key, 1]]));
  return textOf(String(taken.get(key) ?? 0).padStart(3, '0'));
}

/** The zones with stock in them; what lies in no zone, or in no bin at all, is a zone of its own. */
async function zonesOf(db: Db, request: Request): Promise<(string | null)[]> {
  const rows = await db
    .selectFrom('stockBalance')
    .leftJoin('warehouseBin', 'warehouseBin.id', 'stockBalance.binId')
    .select('warehouseBin.zone')
    .distinct()
    .where('stockBalance.warehouseId', '=', request.warehouseId)
    .where('stockBalance.condition', '<>', 'IN_TRANSIT')
    .where((where) => where.or([where('warehouseBin.type', '=', 'STOCK'), where('stockBalance.binId', 'is', null)]))
    .orderBy('zone')
    .execute();
  const wanted = new Set(request.zones);
  return rows.map(({ zone }) => zone).filter((zone) => wanted.size === 0 || wanted.has(zone ?? ''));
}

async function addSheet(
  context: CommandContext,
  made: { request: Request; scope: string; planId: string; code: string; zone: string | null },
): Promise<SheetRow> {
  const { db, newId, today } = context;
  const { request, scope, planId, code } = made;
  const month = today.slice(2, 7).replace('-', '');
  const sheetNo = await nextNo(db, `countSheet:${code}:${month}`, (no) => `PD-${code}-${month}-${no}`);
  const zone = made.zone ?? (request.zones.length === 1 ? (request.zones[0] ?? null) : null);
  const sheet = await db
    .insertInto('countSheet')
    .values({
      ...rowIdentity(newId(), scope, planId),
      ...{ sheetNo, planId, warehouseId: request.warehouseId, zone, status: 'DRAFT' },
      ...{ counterUserId: request.counterUserId, recounterUserId: request.recounterUserId },
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await recordCountEvent(context, sheet, { action: 'plan', to: 'DRAFT', note: request.name });
  return sheet;
}

/** A sheet that was planned goes out. */
export async function releasePlanned(context: CommandContext, sheet: SheetRow, plan: PlanRow): Promise<CommandOutcome> {
  const refusal = countRefusal(sheet, 'release', await actorOf(context, sheet));
  if (refusal !== null) return rejected(refusal, { sheetNo: sheet.sheetNo });
  const lineCount = await releaseSheet(context, sheet, plan);
  return { status: 'applied', output: { status: 'RELEASED', lineCount } };
}

type Candidate = CountCandidate & Omit<KeyRow, keyof CountCandidate>;

/** Freezes the book: the place in the ledger, the lines in walking order, and nothing of it on a blind counter's disk. */
async function releaseSheet(context: CommandContext, sheet: SheetRow, plan: PlanRow): Promise<number> {
  const { db, nowMs, newId } = context;
  // The ledger's number is taken with its lock, so that no posting stands half on either side of the snapshot.
  const snapSeq = (await takeDocumentNumbers(db, new Map([['stockMovement', 0]]))).get('stockMovement') ?? 0;
  const settings = await loadSettings(db);
  const chosen = selectKeys<Candidate>({
    type: plan.type as 'CYCLE',
    candidates: await candidatesOf(db, sheet, plan),
    todayStartMs: startOfBusinessDate(context.today),
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
  return lines.length;
}

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
async function candidatesOf(db: Db, sheet: SheetRow, plan: PlanRow): Promise<Candidate[]> {
  const { zones = [] } = JSON.parse(plan.scopeJson) as { zones?: string[] };
  const wanted = new Set(sheet.zone === null ? zones : [sheet.zone]);
  const rows: KeyRow[] = await db
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
  return free.map((row) => ({
    ...row,
    zone: row.zone ?? '',
    binCode: row.binCode ?? '',
    walkSeq: row.walkSeq ?? 0,
    abcClass: (row.abcClass ?? 'C') as AbcClass,
  }));
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
