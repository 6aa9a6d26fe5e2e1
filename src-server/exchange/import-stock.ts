import { businessDateOf, startOfBusinessDate } from '../../src-shared/domain/units/business-date.ts';
import type { MovementDraft, MovementOutcome } from '../../src-shared/domain/parts/movement-draft.ts';
import { isWholeUnit, ledgerQtyMilli } from '../../src-shared/domain/parts/movement-types.ts';
import type { OpeningStockValues, StockMovementValues } from '../../src-shared/domain/exchange/things.ts';
import { mulDivRound } from '../../src-shared/domain/units/rounding.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { BodyOf, CommandContext } from '../commands/command-handler.ts';
import { insertRows, isAnyOf } from '../db/bulk-rows.ts';
import { refusedThing, type CheckedThing, type ThingOutcome } from './import-thing.ts';

/** The ledger of the parts room, supplied where the rooms are joined. */
export type PostMovements = (context: CommandContext, drafts: readonly MovementDraft[]) => Promise<MovementOutcome[]>;

type Place = Pick<OpeningStockValues, 'warehouseCode' | 'binCode' | 'partNo'>;
interface Places {
  warehouses: ReadonlyMap<string, { id: string; regionCode: string }>;
  parts: ReadonlyMap<string, { id: string; uom: string; uomWhole: number | null }>;
  bins: ReadonlyMap<string, string>;
}

/** Opening balances: one for each stock key for ever. Another quantity for the same key is refused: a ledger is corrected by movements. */
export async function importOpeningStock(
  context: CommandContext,
  things: readonly CheckedThing<'openingStock'>[],
  post: PostMovements,
): Promise<ThingOutcome[]> {
  return takeMovements(context, things, post, (thing, place) => {
    const { values } = thing;
    const { owner, condition, batchNo } = stockKind(values);
    return {
      idemKey: ['opening', place.warehouseId, place.binId ?? '', place.partId, owner, condition, batchNo].join(':'),
      ...{ ...place, owner, condition, batchNo, type: 'OPENING', qtyMilli: values.qtyMilli },
      valueFen: valueOf(values, values.qtyMilli),
      effectiveAtMs: startOfBusinessDate(values.effectiveDate ?? context.today),
      ...{ docType: 'OPENING', docNo: null, erpDocNo: null, erpLine: null, note: null },
    };
  });
}

/** Movements of a file: each is named by the file and its row, so that the same file never moves anything twice. */
export async function importMovements(
  context: CommandContext,
  things: readonly CheckedThing<'stockMovements'>[],
  post: PostMovements,
  body: BodyOf<'exchange.import'>,
): Promise<ThingOutcome[]> {
  return takeMovements(context, things, post, (thing, place) => {
    const { values } = thing;
    const qtyMilli = ledgerQtyMilli(values.type, values.qtyMilli);
    const { docType = null, docNo = null, erpDocNo = null, erpLine = null, note = null } = values;
    return {
      idemKey: `file:${body.fileSha256}:${String(thing.rowNos[0] ?? 0)}`,
      ...{ ...place, ...stockKind(values), type: values.type, qtyMilli, valueFen: valueOf(values, qtyMilli) },
      ...{ effectiveAtMs: values.effectiveAtMs, docType, docNo, erpDocNo, erpLine, note },
    };
  });
}

type PlaceIds = Pick<MovementDraft, 'warehouseId' | 'regionCode' | 'binId' | 'partId' | 'serialNo' | 'lineUid'>;
type StockThing = CheckedThing<'openingStock'> | CheckedThing<'stockMovements'>;

async function takeMovements<Thing extends StockThing>(
  context: CommandContext,
  things: readonly Thing[],
  post: PostMovements,
  draftOf: (thing: Thing, place: PlaceIds) => Omit<MovementDraft, keyof PlaceIds> & PlaceIds,
): Promise<ThingOutcome[]> {
  const places = await loadPlaces(
    context,
    things.map((thing) => thing.values),
  );
  const judged = things.map((thing) => judge(context, thing, places, draftOf));
  const posted = await post(
    context,
    judged.flatMap((each) => ('draft' in each ? [each.draft] : [])),
  );
  const next = posted.values();
  return judged.map((each, index): ThingOutcome => {
    if ('refusal' in each) return each.refusal;
    const result = next.next().value as MovementOutcome;
    if (result.outcome !== 'differs') return { outcome: result.outcome, targetId: result.movementId, issues: [] };
    const details = { postedQty: result.qtyMilli / 1000, postedFen: result.valueFen };
    const value = String(each.draft.qtyMilli / 1000);
    return refusedThing(things[index] ?? { rowNos: [] }, 'movement-already-posted', {
      field: 'qtyMilli',
      value,
      details,
    });
  });
}

function judge<Thing extends StockThing>(
  context: CommandContext,
  thing: Thing,
  places: Places,
  draftOf: (thing: Thing, place: PlaceIds) => MovementDraft,
): { draft: MovementDraft } | { refusal: ThingOutcome } {
  const { warehouseCode, partNo, binCode, qtyMilli } = thing.values;
  const warehouse = places.warehouses.get(warehouseCode);
  if (warehouse === undefined) return refuse(thing, 'warehouse-unknown', 'warehouseCode', warehouseCode);
  const part = places.parts.get(partNo);
  if (part === undefined) return refuse(thing, 'part-unknown', 'partNo', partNo);
  if (qtyMilli % 1000 !== 0 && isWholeUnit(part))
    return refuse(thing, 'whole-unit-decimals', 'qtyMilli', String(qtyMilli / 1000));
  const binId = isBlank(binCode) ? null : (places.bins.get(`${warehouse.id} ${binCode}`) ?? null);
  const draft = draftOf(thing, {
    ...{ warehouseId: warehouse.id, regionCode: warehouse.regionCode, binId, partId: part.id, serialNo: '' },
    lineUid: null,
  });
  if (businessDateOf(draft.effectiveAtMs) > context.today) {
    const field = 'effectiveDate' in thing.values ? 'effectiveDate' : 'effectiveAtMs';
    return refuse(thing, 'date-in-the-future', field, businessDateOf(draft.effectiveAtMs));
  }
  return { draft };
}

function refuse(thing: StockThing, reason: string, field: string, value: string): { refusal: ThingOutcome } {
  return { refusal: refusedThing(thing, reason, { field, value }) };
}

function stockKind(values: { owner?: string | null; condition?: string | null; batchNo?: string | null }) {
  return { owner: values.owner ?? 'HQ', condition: values.condition ?? 'NEW', batchNo: values.batchNo ?? '' };
}

/** The stated value with the sign of the quantity's movement, else unit × quantity, else 0; in fen. */
function valueOf(values: Pick<StockMovementValues, 'unitFen' | 'valueFen'>, qtyMilli: number): number {
  if (values.valueFen !== undefined && values.valueFen !== null) return values.valueFen;
  const unitFen = values.unitFen ?? 0;
  return qtyMilli < 0 ? -mulDivRound(unitFen, -qtyMilli, 1000) : mulDivRound(unitFen, qtyMilli, 1000);
}

async function loadPlaces(context: CommandContext, places: readonly Place[]): Promise<Places> {
  const { db } = context;
  const warehouses = await db
    .selectFrom('warehouse')
    .innerJoin('region', 'region.id', 'warehouse.regionId')
    .select(['warehouse.id', 'warehouse.code', 'region.code as regionCode'])
    .execute();
  const parts = await db
    .selectFrom('part')
    .select(['id', 'partNo', 'uom', 'uomWhole'])
    .where(
      isAnyOf(
        'partNo',
        places.map((place) => place.partNo),
      ),
    )
    .execute();
  const byCode = new Map(warehouses.map((row) => [row.code, row]));
  return {
    warehouses: byCode,
    parts: new Map(parts.map((row) => [row.partNo, row])),
    bins: await binsFor(context, places, byCode),
  };
}

/** Bins by warehouse and code; new ones are made: the list of a warehouse is often the first to name them. */
async function binsFor(
  { db, newId }: CommandContext,
  places: readonly Place[],
  warehouses: ReadonlyMap<string, { id: string }>,
): Promise<Map<string, string>> {
  const wanted = new Map(
    places.flatMap(({ warehouseCode, binCode }) => {
      const warehouse = warehouses.get(warehouseCode);
      if (isBlank(binCode) || warehouse === undefined) return [];
      return [[`${warehouse.id} ${binCode}`, { warehouseId: warehouse.id, code: binCode }] as const];
    }),
  );
  if (wanted.size === 0) return new Map();
  const known = await db
    .selectFrom('warehouseBin')
    .select(['id', 'warehouseId', 'code'])
    .where(
      isAnyOf(
        'code',
        [...wanted.values()].map((bin) => bin.code),
      ),
    )
    .execute();
  const ids = new Map(known.map((row) => [`${row.warehouseId} ${row.code}`, row.id]));
  const added = [...wanted]
    .filter(([key]) => !ids.has(key))
    .map(([, bin]) => ({ ...rowIdentity(newId(), 'g'), ...bin, walkSeq: 0, type: 'STOCK' }));
  await insertRows(db, 'warehouseBin', added);
  for (const bin of added) ids.set(`${bin.warehouseId} ${bin.code}`, bin.id);
  return ids;
}

function isBlank(text: string | null | undefined): text is null | undefined | '' {
  return text === null || text === undefined || text === '';
}
