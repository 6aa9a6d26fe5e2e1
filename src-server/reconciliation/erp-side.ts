import type { ReconUnmapped } from '../../src-shared/contract/reconciliation.contract.ts';
import { erpMeaning, normaliseCode, type ErpDocument } from '../../src-shared/domain/reconciliation/document.ts';
import { startOfBusinessDate } from '../../src-shared/domain/units/business-date.ts';
import type { z } from 'zod';
import { isAnyOf } from '../db/bulk-rows.ts';
import { keyOf, type Db } from './recon.repository.ts';

type Unmapped = z.infer<typeof ReconUnmapped>;

/** Which part and which warehouse a code of the ERP means here. */
export interface CodeMap {
  partOf(code: string | null): string | null;
  warehouseOf(plant: string | null, sloc: string | null): string | null;
}

/** Codes are compared half-width, in upper case and without blanks; a storage location without a warehouse takes its plant's. */
export async function readCodes(db: Db): Promise<CodeMap> {
  const parts = await db.selectFrom('part').select(['id', 'partNo']).execute();
  const byNo = new Map(parts.map(({ id, partNo }) => [normaliseCode(partNo), id]));
  const warehouses = await db
    .selectFrom('warehouse')
    .select(['id', 'erpPlant', 'erpSloc'])
    .where('erpPlant', 'is not', null)
    .execute();
  const place = (plant: string | null, sloc: string | null): string =>
    `${normaliseCode(plant ?? '')} ${normaliseCode(sloc ?? '')}`;
  const byPlace = new Map(warehouses.map(({ id, erpPlant, erpSloc }) => [place(erpPlant, erpSloc), id]));
  return {
    partOf: (code) => (code === null ? null : (byNo.get(normaliseCode(code)) ?? null)),
    warehouseOf: (plant, sloc) => byPlace.get(place(plant, sloc)) ?? byPlace.get(place(plant, null)) ?? null,
  };
}

interface ErpBalances {
  qtyByKey: Map<string, number>;
  rows: number;
  qtyMilli: number;
  unmapped: Unmapped;
}

/** The whole extract of a day: quantities of the run's warehouses by key, and what has no place here. */
export async function readErpBalances(
  db: Db,
  asked: { erpSystem: string; cutoffDate: string; warehouseIds: readonly string[] },
  codes: CodeMap,
): Promise<ErpBalances> {
  const rows = await db
    .selectFrom('erpBalance')
    .select(['plant', 'sloc', 'partNo', 'qtyMilli'])
    .where('erpSystem', '=', asked.erpSystem)
    .where('extractDate', '=', asked.cutoffDate)
    .execute();
  const mine = new Set(asked.warehouseIds);
  const qtyByKey = new Map<string, number>();
  const unmapped = new Map<string, Unmapped[number]>();
  for (const { plant, sloc, partNo, qtyMilli } of rows) {
    const warehouseId = codes.warehouseOf(plant, sloc);
    const partId = codes.partOf(partNo);
    if (warehouseId === null)
      note(unmapped, 'WAREHOUSE', [plant, sloc].filter((code) => code !== '').join('/'), qtyMilli);
    else if (!mine.has(warehouseId)) continue;
    else if (partId === null) note(unmapped, 'PART', partNo, qtyMilli);
    else {
      const key = keyOf(warehouseId, partId);
      qtyByKey.set(key, (qtyByKey.get(key) ?? 0) + qtyMilli);
    }
  }
  const qtyMilli = rows.reduce((sum, row) => sum + row.qtyMilli, 0);
  return { qtyByKey, rows: rows.length, qtyMilli, unmapped: [...unmapped.values()] };
}

function note(
  unmapped: Map<string, Unmapped[number]>,
  what: 'PART' | 'WAREHOUSE',
  code: string,
  qtyMilli: number,
): void {
  const known = unmapped.get(`${what} ${code}`) ?? { what, code, rows: 0, qtyMilli: 0 };
  unmapped.set(`${what} ${code}`, { ...known, rows: known.rows + 1, qtyMilli: known.qtyMilli + qtyMilli });
}

export interface FoundErpDocument extends ErpDocument {
  warehouseId: string;
  partId: string;
}

/**
 * Documents of the ERP that moved stock of the run's warehouses up to `toDate`, from every day and those left open: who
 * needs fewer leaves the rest away. An order counts with what was received of it.
 */
export async function readErpDocuments(
  db: Db,
  asked: { erpSystem: string; fromDate: string; toDate: string; warehouseIds: readonly string[] },
  codes: CodeMap,
  open: ReadonlyMap<string, { runsOpen: number; duplicate: boolean }>,
): Promise<FoundErpDocument[]> {
  const rows = await db
    .selectFrom('erpDocumentLine')
    .select(['id', 'docType', 'docNo', 'lineNo', 'partNo', 'plant', 'sloc', 'qtyMilli', 'receivedMilli'])
    .select(['rejectedMilli', 'postingDate', 'status', 'ourDocNo'])
    .where('erpSystem', '=', asked.erpSystem)
    .where('postingDate', '<=', asked.toDate)
    .where((where) => where.or([where('postingDate', '>', asked.fromDate), isAnyOf('id', open.keys())]))
    .execute();
  const mine = new Set(asked.warehouseIds);
  return rows.flatMap((row): FoundErpDocument[] => {
    const [warehouseId, partId] = [codes.warehouseOf(row.plant, row.sloc), codes.partOf(row.partNo)];
    const qtyMilli = row.receivedMilli === null ? (row.qtyMilli ?? 0) : row.receivedMilli - (row.rejectedMilli ?? 0);
    const meaning = erpMeaning(row.status);
    if (warehouseId === null || partId === null || row.postingDate === null) return [];
    if (!mine.has(warehouseId) || qtyMilli === 0 || meaning === 'VOID') return [];
    const carried = open.get(row.id);
    return [
      {
        ...{ id: row.id, warehouseId, partId, docNo: row.docNo, lineNo: row.lineNo === '' ? null : row.lineNo },
        ...{ qtyMilli, atMs: startOfBusinessDate(row.postingDate), type: row.docType, ourDocNo: row.ourDocNo },
        ...{ inTransit: meaning === 'IN_TRANSIT', runsOpen: carried?.runsOpen ?? 0 },
        duplicate: carried?.duplicate ?? false,
      },
    ];
  });
}
