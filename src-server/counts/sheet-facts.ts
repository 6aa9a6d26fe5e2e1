import { sql, type RawBuilder } from 'kysely';
import type { CountedMovement } from '../../src-shared/domain/counts/expected-at-count.ts';
import type { CountTolerance } from '../../src-shared/domain/counts/tolerance.ts';
import type { SheetLine } from '../../src-shared/domain/counts/judge-sheet.ts';
import { mulDivRound } from '../../src-shared/domain/units/rounding.ts';
import { isAnyOf } from '../db/bulk-rows.ts';
import { linesOf, SAME_KEY, standingEntries, type Db, type LineRow, type SheetRow } from './counts.repository.ts';

export interface SheetFacts {
  rows: LineRow[];
  lines: SheetLine[];
}

export interface Balance {
  qtyMilli: number;
  valueFen: number;
}

/** Everything the rules of counting look at, for all lines of a sheet at once or for some: one question per table. */
export async function sheetFacts(
  db: Db,
  sheet: SheetRow,
  lineIds: readonly string[] | null = null,
): Promise<SheetFacts> {
  const rows = await linesOf(db, sheet.id, lineIds);
  const partIds = new Set(rows.map((row) => row.partId));
  const entries = await standingEntries(db, sheet.id, lineIds);
  const movements = await movementsByLine(db, sheet, lineIds);
  const balances = await balancesByLine(db, sheet.id, lineIds);
  const parts = await partFacts(db, partIds);
  const toleranceOf = await toleranceFor(db, sheet.warehouseId);
  const capacities = await binCapacities(db, sheet.warehouseId);
  const lines = rows.map((row): SheetLine => {
    const part = parts.get(row.partId);
    const counts = (entries.get(row.id) ?? []).filter(({ kind }) => kind === 'COUNT');
    return {
      ...{ id: row.id, partId: row.partId, binId: row.binId ?? '', chainId: part?.chainId ?? null },
      movements: movements.get(row.id) ?? [],
      counts: counts.map(({ round, qtyMilli, countedAtMs, countedBy }) => ({
        round,
        qtyMilli,
        countedAtMs,
        countedBy,
      })),
      unitCostFen: unitCostFen(balances.get(row.id), part?.standardCostFen ?? 0),
      tolerance: toleranceOf(row.partId, part?.abcByWarehouse.get(sheet.warehouseId) ?? 'C', part?.isStrict ?? false),
      packFactors: part?.packFactors ?? [],
      binCapacityMilli: capacities.get(row.binId ?? '') ?? null,
    };
  });
  return { rows, lines };
}

/** The average of what lies there, else the standard cost: what a piece is worth for ranking and tolerance (stock §4.10). */
function unitCostFen(balance: Balance | undefined, standardCostFen: number): number {
  if (balance === undefined || balance.qtyMilli <= 0) return standardCostFen;
  return mulDivRound(balance.valueFen, 1000, balance.qtyMilli);
}

/**
 * What moved of each line's key, added up between the moments at which it was counted and on either side of the snapshot: no
 * rule looks closer, and a key with years behind it has as few rows as a new one.
 */
async function movementsByLine(
  db: Db,
  sheet: SheetRow,
  lineIds: readonly string[] | null,
): Promise<Map<string, CountedMovement[]>> {
  const { rows } = await sql<{
    lineId: string;
    qtyMilli: number;
    effectiveAt: number;
    postedAt: number;
    seq: number;
  }>`with l as (${linesChosen(sheet.id, lineIds)}),
          m as (select line_id, array_agg(distinct counted_at_ms order by counted_at_ms) as moments
                  from count_entry where line_id in (select id from l) group by line_id)
     select l.id as "lineId", sum(x.qty_milli)::bigint as "qtyMilli", max(x.effective_at_ms) as "effectiveAt",
            max(x.posted_at_ms) as "postedAt", max(x.seq) as seq
       from l join stock_movement x on ${SAME_KEY} left join m on m.line_id = l.id
      group by l.id, x.seq <= ${sheet.snapSeq ?? 0}, width_bucket(x.effective_at_ms - 1, m.moments)`.execute(
    db.withoutPlugins(),
  );
  return Map.groupBy(rows, ({ lineId }) => lineId);
}

/** Stock of each line's key as it is now. */
export async function balancesByLine(
  db: Db,
  sheetId: string,
  lineIds: readonly string[] | null,
): Promise<Map<string, Balance>> {
  const { rows } = await sql<{ lineId: string } & Balance>`
    select l.id as "lineId", x.qty_milli as "qtyMilli", x.value_fen as "valueFen"
      from (${linesChosen(sheetId, lineIds)}) l join stock_balance x on ${SAME_KEY}`.execute(db.withoutPlugins());
  return new Map(rows.map(({ lineId, ...balance }) => [lineId, balance]));
}

function linesChosen(sheetId: string, lineIds: readonly string[] | null): RawBuilder<unknown> {
  const chosen = lineIds === null ? sql`` : sql`and id = any(${[...lineIds]}::text[])`;
  return sql`select * from count_line where sheet_id = ${sheetId} ${chosen}`;
}

interface PartFacts {
  chainId: string | null;
  standardCostFen: number;
  isStrict: boolean;
  packFactors: number[];
  abcByWarehouse: Map<string, string>;
}

async function partFacts(db: Db, partIds: ReadonlySet<string>): Promise<Map<string, PartFacts>> {
  const parts = await db
    .selectFrom('part')
    .select(['id', 'stdCostFen', 'supplyPriceFen', 'isSafety', 'serialised'])
    .where(isAnyOf('id', partIds))
    .execute();
  const chains = await chainsOf(db);
  const conversions = await db
    .selectFrom('uomConversion')
    .select(['partId', 'num', 'den'])
    .where(isAnyOf('partId', partIds))
    .execute();
  const classes = await db
    .selectFrom('partWarehouseSetting')
    .select(['partId', 'warehouseId', 'abcClass'])
    .where(isAnyOf('partId', partIds))
    .execute();
  const packs = Map.groupBy(conversions, ({ partId }) => partId);
  const abc = Map.groupBy(classes, ({ partId }) => partId);
  return new Map(
    parts.map((part) => [
      part.id,
      {
        chainId: chains.get(part.id) ?? null,
        standardCostFen: part.stdCostFen ?? part.supplyPriceFen,
        isStrict: part.isSafety === 1 || part.serialised === 1,
        packFactors: (packs.get(part.id) ?? []).filter(({ den }) => den === 1).map(({ num }) => num),
        abcByWarehouse: new Map((abc.get(part.id) ?? []).map((row) => [row.warehouseId, row.abcClass ?? 'C'])),
      },
    ]),
  );
}

/** The last part of each supersession chain, by every part that stands in one. */
async function chainsOf(db: Db): Promise<Map<string, string>> {
  const rows = await db.selectFrom('partSupersession').select(['oldPartId', 'newPartId']).execute();
  const next = new Map(rows.map((row) => [row.oldPartId, row.newPartId]));
  const lastOf = (partId: string): string => {
    let last = partId;
    for (let step = 0; step < next.size; step += 1) {
      const follower = next.get(last);
      if (follower === undefined) break;
      last = follower;
    }
    return last;
  };
  return new Map(rows.flatMap((row) => [row.oldPartId, row.newPartId]).map((partId) => [partId, lastOf(partId)]));
}

async function binCapacities(db: Db, warehouseId: string): Promise<Map<string, number | null>> {
  const rows = await db
    .selectFrom('warehouseBin')
    .select(['id', 'capacityMilli'])
    .where('warehouseId', '=', warehouseId)
    .execute();
  return new Map(rows.map((row) => [row.id, row.capacityMilli]));
}

/** Without a row everything that differs is out of tolerance: no company is lenient by accident. */
const STRICTEST: CountTolerance = { pctBp: 0, absFloorMilli: 0, valueLimitFen: 0, strict: true };

/** The tolerance of a part: its own, its class's, the warehouse's, the general one (stock §2.1). */
async function toleranceFor(
  db: Db,
  warehouseId: string,
): Promise<(partId: string, abcClass: string, isStrict: boolean) => CountTolerance> {
  const rows = await db.selectFrom('toleranceSet').selectAll().execute();
  const find = (partId: string, abcClass: string) =>
    rows.find((row) => row.level === 'ITEM' && row.partId === partId) ??
    rows.find((row) => row.level === 'CLASS' && row.abcClass === abcClass) ??
    rows.find((row) => row.level === 'WAREHOUSE' && row.warehouseId === warehouseId) ??
    rows.find((row) => row.level === 'DEFAULT');
  return (partId, abcClass, isStrict) => {
    const row = find(partId, abcClass);
    if (row === undefined) return STRICTEST;
    const { pctBp, absFloorMilli, valueFen, strict } = row;
    return {
      ...{ pctBp: pctBp ?? 0, absFloorMilli: absFloorMilli ?? 0, valueLimitFen: valueFen ?? 0 },
      strict: strict === 1 || isStrict,
    };
  };
}
