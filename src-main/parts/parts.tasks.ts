import { balanceDetail, balanceOrder, balancePage } from './balances.repository.ts';

export const partsReadTasks = {
  'parts.balances': balancePage,
  'parts.balanceOrder': balanceOrder,
  'parts.balance': balanceDetail,
};
