import { FIRST_TOLERANCES, FIRST_VARIANCE_REASONS } from '../../src-shared/domain/counts/first-counts.ts';
import type { MovementDraft } from '../../src-shared/domain/parts/movement-draft.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CentralDb } from '../db/open-central.ts';

/** Parts of the small warehouse; each lies in the bin of its number. */
export const WAREHOUSE_PARTS = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6'] as const;

/** One warehouse of region 1 with a bin for each of six parts, tolerances and reasons; the stock itself is posted by the test. */
export async function seedSmallWarehouse(db: CentralDb, regionId: string): Promise<void> {
  await db
    .insertInto('warehouse')
    .values({ ...rowIdentity('W1', 'g'), code: 'ZX01', name: '金华库', regionId })
    .execute();
  await db
    .insertInto('part')
    .values(
      WAREHOUSE_PARTS.map((id) => ({
        ...rowIdentity(id, 'g'),
        ...{
          partNo: `00${id}`,
          name: `配件 ${id}`,
          uom: '件',
          uomWhole: 1,
          issuePriceFen: 12_000,
          supplyPriceFen: 10_000,
        },
        oldPartPolicy: 'NONE',
      })),
    )
    .execute();
  await db
    .insertInto('warehouseBin')
    .values(
      WAREHOUSE_PARTS.map((id, at) => ({
        ...rowIdentity(`B-${id}`, 'g'),
        // walked against the order of the codes
        ...{ warehouseId: 'W1', code: `A-01-0${String(at + 1)}`, zone: 'A', walkSeq: 10 - at },
      })),
    )
    .execute();
  await db
    .insertInto('toleranceSet')
    .values(FIRST_TOLERANCES.map((row, at) => ({ ...rowIdentity(`TOL${String(at)}`, 'g'), ...row })))
    .execute();
  await db
    .insertInto('varianceReason')
    .values(FIRST_VARIANCE_REASONS.map((row) => ({ ...rowIdentity(`VR-${row.code}`, 'g'), ...row })))
    .execute();
}

/** A movement of one of these parts in its bin, at 100 yuan a piece. */
export function warehouseMovement(
  partId: string,
  pieces: number,
  effectiveAtMs: number,
  more: Partial<MovementDraft> & { idemKey: string },
): MovementDraft {
  return {
    ...{ regionCode: '1', warehouseId: 'W1', binId: `B-${partId}`, partId, owner: 'HQ', condition: 'NEW' },
    ...{ batchNo: '', serialNo: '', qtyMilli: pieces * 1000, valueFen: pieces * 10_000, effectiveAtMs },
    ...{ type: pieces > 0 ? 'RECEIPT' : 'ISSUE_SALE', docType: null, docNo: null, lineUid: null },
    ...{ erpDocNo: null, erpLine: null, note: null },
    ...more,
  };
}
