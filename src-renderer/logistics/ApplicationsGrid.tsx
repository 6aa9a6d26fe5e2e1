import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { RoomList } from '../grid/RoomList.tsx';
import { Button } from '../ui/Button.tsx';
import { formatInteger } from '../ui/format.ts';
import { navigate } from '../ui/navigation.ts';
import { APPLICATION_COLUMNS } from './application.columns.tsx';
import { LogisticsViews, viewKeys } from './LogisticsViews.tsx';

const WATCHED = ['parts_application', 'parts_application_line'] as const;

/** All applications: whoever's turn it is stands in the row, and since when. */
export function ApplicationsGrid({ onNew }: { onNew: () => void }) {
  const { t } = useTranslation();
  const options = useCall(['logistics', 'options'], () => api.logistics.options({}));
  const mayRequest = options.data?.mayRequest === true;
  return (
    <RoomList
      label={t('room.logistics')}
      list="logistics"
      columns={APPLICATION_COLUMNS}
      load={(page) => api.logistics.applications(page)}
      totalsKey={['logistics', 'totals']}
      order={(asked) => api.logistics.applicationOrder(asked)}
      onOpen={({ id }) => navigate('logistics', id)}
      exporting={{ source: 'applications', title: t('logistics.report') }}
      keys={() => ({ ...viewKeys(), F1: () => (mayRequest ? onNew() : undefined) })}
      tabs={<LogisticsViews view="applications" />}
      tools={() =>
        mayRequest ? (
          <Button look="primary" keyName="F1" onClick={onNew} testId="new-application">
            {t('logistics.new')}
          </Button>
        ) : null
      }
      figures={({ open, vor }) => (
        <>
          <span>
            {t('logistics.inHand')} <b>{formatInteger(open)}</b>
          </span>
          <span className={vor > 0 ? 'bad' : ''}>
            {t('urgency.VOR')} <b>{formatInteger(vor)}</b>
          </span>
        </>
      )}
      emptyText={(isSearched) => t(isSearched ? 'logistics.nothingFound' : 'logistics.empty')}
      watch={WATCHED}
      testId="applications-grid"
    />
  );
}
