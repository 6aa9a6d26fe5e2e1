import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { RoomList } from '../../grid/RoomList.tsx';
import { formatInteger } from '../../ui/format.ts';
import { navigate } from '../../ui/navigation.ts';
import { PartsViews, viewKeys } from '../PartsViews.tsx';
import { PURCHASE_COLUMNS } from './purchase.columns.tsx';

const WATCHED = ['purchase_request', 'purchase_request_line'] as const;

/** All purchase requests: those somebody still works on first. */
export function PurchasesGrid() {
  const { t } = useTranslation();
  return (
    <RoomList
      label={t('partsView.purchase')}
      list="parts.purchase"
      columns={PURCHASE_COLUMNS}
      load={(page) => api.parts.purchases(page)}
      totalsKey={['parts', 'purchaseTotals']}
      order={(asked) => api.parts.purchaseOrder(asked)}
      onOpen={({ id }) => navigate('parts', `purchase.${id}`)}
      exporting={{ source: 'purchases', title: t('purchase.title') }}
      keys={() => viewKeys()}
      tabs={<PartsViews view="purchase" />}
      figures={({ open }) => (
        <span>
          {t('purchase.open')} <b data-testid="purchases-open">{formatInteger(open)}</b>
        </span>
      )}
      emptyText={(isSearched) => t(isSearched ? 'purchase.nothingFound' : 'purchase.empty')}
      watch={WATCHED}
      testId="purchase-grid"
    />
  );
}
