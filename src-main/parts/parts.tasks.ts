import { balanceDetail, balanceOrder, balancePage } from './balances.repository.ts';
import { movementOrder, movementPage } from './movements.repository.ts';
import { planningOrder, planningPage } from './planning.repository.ts';
import {
  preparationDetail,
  preparationLineOrder,
  preparationLinePage,
  preparationOptions,
  preparationOrder,
  preparationPage,
} from './preparation.repository.ts';
import {
  purchaseDetail,
  purchaseLineOrder,
  purchaseLinePage,
  purchaseOrder,
  purchasePage,
} from './purchase.repository.ts';
import { lastProof } from './stock-proof.repository.ts';
import { reportOptions, stockReportPage } from './reports/reports.repository.ts';

export const partsReadTasks = {
  'parts.balances': balancePage,
  'parts.balanceOrder': balanceOrder,
  'parts.balance': balanceDetail,
  'parts.movements': movementPage,
  'parts.movementOrder': movementOrder,
  'parts.planning': planningPage,
  'parts.planningOrder': planningOrder,
  'parts.preparations': preparationPage,
  'parts.preparationOrder': preparationOrder,
  'parts.preparation': preparationDetail,
  'parts.preparationLines': preparationLinePage,
  'parts.preparationLineOrder': preparationLineOrder,
  'parts.preparationOptions': preparationOptions,
  'parts.purchases': purchasePage,
  'parts.purchaseOrder': purchaseOrder,
  'parts.purchase': purchaseDetail,
  'parts.purchaseLines': purchaseLinePage,
  'parts.purchaseLineOrder': purchaseLineOrder,
  'parts.proof': lastProof,
  'parts.report': stockReportPage,
  'parts.reportOptions': reportOptions,
};
