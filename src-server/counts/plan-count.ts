import { countRefusal, COUNT_TRANSITIONS } from '../../src-shared/domain/counts/sheet-transition.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { takeDocumentNumbers } from '../db/bulk-rows.ts';
import { actorOf, recordCountEvent, rejected, type Db, type PlanRow, type SheetRow } from './counts.repository.ts';
import { releaseSheets } from './release-sheets.ts';

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
    lineCount = await releaseSheets(context, sheets, planRow);
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
  const lineCount = await releaseSheets(context, [sheet], plan);
  return { status: 'applied', output: { status: 'RELEASED', lineCount } };
}
