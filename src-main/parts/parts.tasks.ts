import { balanceDetail, balanceOrder, balancePage } from './balances.repository.ts';
import { movementOrder, movementPage } from './movements.repository.ts';
import { planningOrder, planningPage } from './planning.repository.ts';
import { reportOptions, stockReportPage } from './reports/reports.repository.ts';

export const partsReadTasks = {
  'parts.balances': balancePage,
  'parts.balanceOrder': balanceOrder,
  'parts.balance': balanceDetail,
  'parts.movements': movementPage,
  'parts.movementOrder': movementOrder,
  'parts.planning': planningPage,
  'parts.planningOrder': planningOrder,
  'parts.report': stockReportPage,
  'parts.reportOptions': reportOptions,
};
