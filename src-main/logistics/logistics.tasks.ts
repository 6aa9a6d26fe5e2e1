import { applicationDetail, applicationLookup } from './application-detail.repository.ts';
import { applicationOptions, applicationOrder, applicationPage } from './applications.repository.ts';
import { goodsOrderDetail, goodsOrderOptions, goodsOrderOrder, goodsOrderPage } from './goods-orders.repository.ts';
import {
  damageDetail,
  damageOrder,
  damagePage,
  purchaseDocument,
  receiptOrder,
  receiptPage,
} from './goods-receipts.repository.ts';
import { arrivalDocument, roadOrder, roadPage } from './goods-on-the-road.repository.ts';
import { limitDetail, limitOrder, limitPage } from './limits.repository.ts';

export const logisticsReadTasks = {
  'logistics.applications': applicationPage,
  'logistics.applicationOrder': applicationOrder,
  'logistics.application': applicationDetail,
  'logistics.lookup': applicationLookup,
  'logistics.options': applicationOptions,
  'logistics.orders': goodsOrderPage,
  'logistics.orderOrder': goodsOrderOrder,
  'logistics.order': goodsOrderDetail,
  'logistics.orderOptions': goodsOrderOptions,
  'logistics.receipts': receiptPage,
  'logistics.receiptOrder': receiptOrder,
  'logistics.purchaseDocument': purchaseDocument,
  'logistics.road': roadPage,
  'logistics.roadOrder': roadOrder,
  'logistics.arrivalDocument': arrivalDocument,
  'logistics.damages': damagePage,
  'logistics.damageOrder': damageOrder,
  'logistics.damage': damageDetail,
  'logistics.limits': limitPage,
  'logistics.limitOrder': limitOrder,
  'logistics.limit': limitDetail,
};
