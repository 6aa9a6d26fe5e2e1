import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { RoomList } from '../grid/RoomList.tsx';
import { formatFen } from '../ui/format.ts';
import { navigate } from '../ui/navigation.ts';
import { BALANCE_COLUMNS } from './parts.columns.tsx';

const WATCHED = ['stock_balance', 'stock_reservation', 'part'] as const;

export function BalancesGrid() {
  const { t } = useTranslation();
  return (
    <RoomList
      label={t('room.parts')}
      list="parts"
      columns={BALANCE_COLUMNS}
      load={(page) => api.parts.balances(page)}
      totalsKey={['parts', 'totals']}
      order={(asked) => api.parts.balanceOrder(asked)}
      onOpen={({ id }) => navigate('parts', id)}
      figures={({ valueFen, withheld }) => (
        <>
          <span>
            {t('parts.value')} <b data-testid="parts-value">{formatFen(valueFen)}</b>
          </span>
          {withheld === 0 ? null : <span>{t('parts.withheld', { number: withheld })}</span>}
        </>
      )}
      emptyText={(isSearched) => t(isSearched ? 'parts.nothingFound' : 'parts.empty')}
      watch={WATCHED}
      testId="parts-grid"
    />
  );
}
