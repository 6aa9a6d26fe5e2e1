import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { RoomList } from '../../grid/RoomList.tsx';
import { formatFen, formatInteger } from '../../ui/format.ts';
import { navigate } from '../../ui/navigation.ts';
import { LogisticsViews, viewKeys } from '../LogisticsViews.tsx';
import { LIMIT_COLUMNS } from './limit.columns.tsx';

const WATCHED = ['limit_account', 'limit_entry', 'limit_change', 'station'] as const;

/** Credit and cash of every station: who is overdue or short stands first. */
export function LimitsGrid() {
  const { t } = useTranslation();
  return (
    <RoomList
      label={t('logisticsView.limits')}
      list="logistics.limits"
      columns={LIMIT_COLUMNS}
      load={(page) => api.logistics.limits(page)}
      totalsKey={['logistics', 'limitTotals']}
      order={(asked) => api.logistics.limitOrder(asked)}
      onOpen={({ id }) => navigate('logistics', `limit.${id}`)}
      exporting={{ source: 'limits', title: t('limit.report') }}
      keys={() => viewKeys()}
      tabs={<LogisticsViews view="limits" />}
      figures={({ usedFen, heldFen, overdue }) => (
        <>
          <span>
            {t('limit.used')} <b>{formatFen(usedFen)}</b>
          </span>
          <span>
            {t('limit.held')} <b>{formatFen(heldFen)}</b>
          </span>
          <span className={overdue > 0 ? 'bad' : ''}>
            {t('limit.overdueStations')} <b>{formatInteger(overdue)}</b>
          </span>
        </>
      )}
      emptyText={() => t('limit.nothingFound')}
      watch={WATCHED}
      testId="limits-grid"
    />
  );
}
