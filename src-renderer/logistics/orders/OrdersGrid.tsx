import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { useCall } from '../../api/use-api.ts';
import { RoomList } from '../../grid/RoomList.tsx';
import { Button } from '../../ui/Button.tsx';
import { formatFen, formatInteger } from '../../ui/format.ts';
import { navigate } from '../../ui/navigation.ts';
import { LogisticsViews, viewKeys } from '../LogisticsViews.tsx';
import { ORDER_COLUMNS } from './order.columns.tsx';
import { OrderDialog } from './OrderDialog.tsx';

const WATCHED = ['goods_order', 'goods_order_line'] as const;

/** All orders of goods: what is on the road, whoever's turn it is, and since when. */
export function OrdersGrid() {
  const { t } = useTranslation();
  const [isWriting, setWriting] = useState(false);
  const options = useCall(['logistics', 'orderOptions'], () => api.logistics.orderOptions({}));
  const kinds = options.data?.kinds ?? [];
  const mayWrite = kinds.length > 0;
  const start = (): void => setWriting(mayWrite);
  return (
    <>
      <RoomList
        label={t('logisticsView.orders')}
        list="logistics.orders"
        columns={ORDER_COLUMNS}
        load={(page) => api.logistics.orders(page)}
        totalsKey={['logistics', 'orderTotals']}
        order={(asked) => api.logistics.orderOrder(asked)}
        onOpen={({ id }) => navigate('logistics', `order.${id}`)}
        exporting={{ source: 'goodsOrders', title: t('logisticsView.orders') }}
        keys={() => ({ ...viewKeys(), F1: start })}
        tabs={<LogisticsViews view="orders" />}
        tools={() =>
          mayWrite ? (
            <Button look="primary" keyName="F1" onClick={start} testId="new-order">
              {t('goodsOrder.new')}
            </Button>
          ) : null
        }
        figures={({ open, transitValueFen }) => (
          <>
            <span>
              {t('logistics.inHand')} <b>{formatInteger(open)}</b>
            </span>
            <span>
              {t('goodsOrder.onTheRoad')} <b data-testid="transit-value">{formatFen(transitValueFen)}</b>
            </span>
          </>
        )}
        emptyText={(isSearched) => t(isSearched ? 'goodsOrder.nothingFound' : 'goodsOrder.empty')}
        watch={WATCHED}
        testId="orders-grid"
      />
      {isWriting ? (
        <OrderDialog
          kinds={kinds}
          draft={null}
          onClose={() => setWriting(false)}
          onDone={(orderId) => {
            setWriting(false);
            navigate('logistics', `order.${orderId}`);
          }}
        />
      ) : null}
    </>
  );
}
