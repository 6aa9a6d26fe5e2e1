import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { RoomList } from '../../grid/RoomList.tsx';
import { formatFen, formatInteger } from '../../ui/format.ts';
import { navigate } from '../../ui/navigation.ts';
import { LogisticsViews, viewKeys } from '../LogisticsViews.tsx';
import { DAMAGE_COLUMNS } from './receipt.columns.tsx';

const WATCHED = ['damage_report', 'damage_report_line', 'attachment'] as const;

/** Reports of what was damaged, wrong or missing, from the first photograph to the claim. */
export function DamagesGrid() {
  const { t } = useTranslation();
  return (
    <RoomList
      label={t('logisticsView.damages')}
      list="logistics.damages"
      columns={DAMAGE_COLUMNS}
      load={(page) => api.logistics.damages(page)}
      totalsKey={['logistics', 'damageTotals']}
      order={(asked) => api.logistics.damageOrder(asked)}
      onOpen={({ id }) => navigate('logistics', `damage.${id}`)}
      exporting={{ source: 'damages', title: t('damage.report') }}
      keys={() => viewKeys()}
      tabs={<LogisticsViews view="damages" />}
      figures={({ open, claimFen }) => (
        <>
          <span>
            {t('logistics.inHand')} <b>{formatInteger(open)}</b>
          </span>
          <span>
            {t('damage.openClaims')} <b>{formatFen(claimFen)}</b>
          </span>
        </>
      )}
      emptyText={(isSearched) => t(isSearched ? 'damage.nothingFound' : 'damage.empty')}
      watch={WATCHED}
      testId="damages-grid"
    />
  );
}
