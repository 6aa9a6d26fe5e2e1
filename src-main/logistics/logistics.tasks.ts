import { applicationDetail, applicationLookup } from './application-detail.repository.ts';
import { applicationOptions, applicationOrder, applicationPage } from './applications.repository.ts';

export const logisticsReadTasks = {
  'logistics.applications': applicationPage,
  'logistics.applicationOrder': applicationOrder,
  'logistics.application': applicationDetail,
  'logistics.lookup': applicationLookup,
  'logistics.options': applicationOptions,
};
