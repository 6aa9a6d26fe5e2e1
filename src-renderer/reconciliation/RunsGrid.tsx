import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { RoomList } from '../grid/RoomList.tsx';
import { Button } from '../ui/Button.tsx';
import { formatInteger } from '../ui/format.ts';
import { navigate } from '../ui/navigation.ts';
import { RUN_COLUMNS } from './recon.columns.tsx';

const WATCHED = ['recon_run', 'recon_item'] as const;

export function RunsGrid({ onStart }: { onStart: () => void }) {
  const { t } = useTranslation();
  const options = useCall(['reconciliation', 'options'], () => api.reconciliation.options({}));
  const mayStart = options.data?.mayStart === true;
  return (
    <RoomList
      label={t('room.reconciliation')}
      list="reconciliation"
      columns={RUN_COLUMNS}
      load={(page) => api.reconciliation.runs(page)}
      totalsKey={['reconciliation', 'totals']}
      order={(asked) => api.reconciliation.runOrder(asked)}
      onOpen={({ id }) => navigate('reconciliation', id)}
      keys={() => ({ F1: () => (mayStart ? onStart() : undefined) })}
      tools={() =>
        mayStart ? (
          <Button look="primary" keyName="F1" onClick={onStart} testId="new-recon">
            {t('recon.start')}
          </Button>
        ) : null
      }
      figures={({ unexplainedCount }) => (
        <span>
          {t('recon.unexplained')} <b>{formatInteger(unexplainedCount)}</b>
        </span>
      )}
      emptyText={(isSearched) => t(isSearched ? 'recon.nothingFound' : mayStart ? 'recon.empty' : 'recon.emptyForMe')}
      watch={WATCHED}
      testId="recon-grid"
    />
  );
}
