import { useTranslation } from 'react-i18next';
import type { CountSheetRow } from '../../src-shared/contract/counts.contract.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { RoomList } from '../grid/RoomList.tsx';
import { Button } from '../ui/Button.tsx';
import { formatInteger } from '../ui/format.ts';
import { navigate } from '../ui/navigation.ts';
import { requestPrint } from '../ui/print-request.ts';
import { SHEET_COLUMNS } from './counts.columns.tsx';
import { CountsViews, countsViewKeys } from './CountsViews.tsx';

const WATCHED = ['count_sheet', 'count_plan', 'count_line'] as const;

const open = (row: CountSheetRow): void => navigate('counts', row.id);

function print(sheet: CountSheetRow | null): void {
  if (sheet !== null) requestPrint({ subject: 'countSheet', ids: [sheet.id] });
}

export function CountsGrid({ onPlan }: { onPlan: () => void }) {
  const { t } = useTranslation();
  const options = useCall(['counts', 'options'], () => api.counts.options({}));
  const mayPlan = options.data?.mayPlan === true;
  return (
    <RoomList
      label={t('room.counts')}
      list="counts"
      columns={SHEET_COLUMNS}
      load={(page) => api.counts.sheets(page)}
      totalsKey={['counts', 'totals']}
      order={(asked) => api.counts.sheetOrder(asked)}
      onOpen={open}
      keys={({ current }) => ({
        ...countsViewKeys(),
        F1: () => (mayPlan ? onPlan() : undefined),
        'Ctrl+KeyP': () => print(current),
      })}
      tabs={<CountsViews view="sheets" />}
      tools={({ current }) => (
        <>
          <Button keyName="Ctrl P" onClick={() => print(current)} disabled={current === null} testId="print">
            {t('print.button')}
          </Button>
          {mayPlan ? (
            <Button look="primary" keyName="F1" onClick={onPlan} testId="new-count">
              {t('counts.plan')}
            </Button>
          ) : null}
        </>
      )}
      figures={({ leftCount }) => (
        <span>
          {t('counts.left')} <b>{formatInteger(leftCount)}</b>
        </span>
      )}
      emptyText={(isSearched) => t(isSearched ? 'counts.nothingFound' : mayPlan ? 'counts.empty' : 'counts.emptyForMe')}
      watch={WATCHED}
      testId="counts-grid"
    />
  );
}
