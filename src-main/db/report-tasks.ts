import { preparedOrdering } from '../claims/claim-orderings.ts';
import { hasOverlay } from '../claims/claim-page.repository.ts';
import { claimsReadTasks } from '../claims/claims.tasks.ts';
import { sheetForFile } from '../counts/sheet-for-file.repository.ts';
import { exportJobTasks } from '../exchange/export.tasks.ts';
import { applicationPage } from '../logistics/applications.repository.ts';
import { goodsOrderPage } from '../logistics/goods-orders.repository.ts';
import { damagePage, receiptPage } from '../logistics/goods-receipts.repository.ts';
import { roadPage } from '../logistics/goods-on-the-road.repository.ts';
import { limitPage } from '../logistics/limits.repository.ts';
import { stockReport } from '../parts/reports/reports.repository.ts';
import { partsReadTasks } from '../parts/parts.tasks.ts';
import { exportedItemPage } from '../reconciliation/items.repository.ts';
import { statementDetail } from '../settlement/statement-detail.repository.ts';
import { settlementReadTasks } from '../settlement/settlement.tasks.ts';

/** The reports, with what other rooms know. */
export const reportTasks = exportJobTasks({
  claimOrder: (stores, query) => preparedOrdering(stores, query, hasOverlay(stores)),
  statement: (stores, id) => statementDetail(stores, { id, roles: [] }),
  countSheet: sheetForFile,
  stockReport,
  pages: {
    claims: claimsReadTasks['claims.page'],
    statements: settlementReadTasks['settlement.statements'],
    reconItems: exportedItemPage,
    applications: applicationPage,
    goodsOrders: goodsOrderPage,
    goodsReceipts: receiptPage,
    goodsOnTheRoad: roadPage,
    damages: damagePage,
    limits: limitPage,
    planning: partsReadTasks['parts.planning'],
    preparations: partsReadTasks['parts.preparations'],
    preparationLines: partsReadTasks['parts.preparationLines'],
    purchases: partsReadTasks['parts.purchases'],
    purchaseLines: partsReadTasks['parts.purchaseLines'],
    movements: partsReadTasks['parts.movements'],
  },
});
