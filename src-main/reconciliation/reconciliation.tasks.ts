import { itemDetail, itemOrder, itemPage } from './items.repository.ts';
import { runDetail, runOptions, runOrder, runPage } from './runs.repository.ts';

export const reconciliationReadTasks = {
  'reconciliation.runs': runPage,
  'reconciliation.runOrder': runOrder,
  'reconciliation.run': runDetail,
  'reconciliation.items': itemPage,
  'reconciliation.itemOrder': itemOrder,
  'reconciliation.item': itemDetail,
  'reconciliation.options': runOptions,
};
