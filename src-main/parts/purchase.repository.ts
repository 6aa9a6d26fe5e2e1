import type { PurchaseLineRow, PurchaseRow } from '../../src-shared/contract/purchase.contract.ts';
import type { ListOrder } from '../../src-shared/contract/query.ts';
import {
  allowedPurchaseSteps,
  mayChangePurchase,
  type PurchaseStep,
} from '../../src-shared/domain/parts/purchase-request.ts';
import { AppError } from '../../src-shared/errors.ts';
import { listOrder, listPage, type OrderAsked, type PageAsked } from '../db/room-list.ts';
import type { ReadStores } from '../db/stores.ts';
import { PURCHASE_LINE_LIST, PURCHASE_LIST, PURCHASES } from './purchase-query.ts';

/** One page of purchase requests, with how many are not ordered yet. */
export function purchasePage(
  stores: ReadStores,
  asked: PageAsked,
): { rows: PurchaseRow[]; total: number; totals: { open: number } } {
  return listPage(stores, PURCHASE_LIST, asked);
}

export function purchaseOrder(stores: ReadStores, asked: OrderAsked): ListOrder {
  return listOrder(stores, PURCHASE_LIST, asked);
}

/** One page of lines, with what they cost and how many are withheld from who looks. */
export function purchaseLinePage(
  stores: ReadStores,
  asked: PageAsked,
): { rows: PurchaseLineRow[]; total: number; totals: { valueFen: number; withheld: number } } {
  return listPage(stores, PURCHASE_LINE_LIST, asked);
}

export function purchaseLineOrder(stores: ReadStores, asked: OrderAsked): ListOrder {
  return listOrder(stores, PURCHASE_LINE_LIST, asked);
}

/** A request with what this person may do with it now. */
export function purchaseDetail(
  { replicaFile: file }: ReadStores,
  { id, ...actor }: { id: string; userId: string; roles: readonly string[] },
): { row: PurchaseRow; allowedSteps: PurchaseStep[]; mayChange: boolean } {
  const row = file.prepare(`select s.* from ${PURCHASES} where s.id = ?`).get(id) as PurchaseRow | undefined;
  if (row === undefined) throw new AppError('NOT_FOUND', 'purchase-unknown', { id });
  const writers = file
    .prepare(
      `select made_by from purchase_request where id = @id
        union select changed_by from purchase_request_line where request_id = @id and changed_by is not null`,
    )
    .pluck()
    .all({ id }) as string[];
  return {
    ...{ row, allowedSteps: allowedPurchaseSteps({ status: row.status, writers }, actor) },
    mayChange: mayChangePurchase(row.status, actor),
  };
}
