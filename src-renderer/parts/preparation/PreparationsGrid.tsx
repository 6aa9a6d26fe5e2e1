import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { useCall } from '../../api/use-api.ts';
import { RoomList } from '../../grid/RoomList.tsx';
import { Button } from '../../ui/Button.tsx';
import { formatInteger } from '../../ui/format.ts';
import { navigate } from '../../ui/navigation.ts';
import { PartsViews, viewKeys } from '../PartsViews.tsx';
import { MakeDialog } from './MakeDialog.tsx';
import { PREPARATION_COLUMNS } from './preparation.columns.tsx';

const WATCHED = ['preparation_plan', 'preparation_line'] as const;
const openPlan = (id: string): void => navigate('parts', `preparation.${id}`);

/** All preparation plans: those somebody still works on first. */
export function PreparationsGrid() {
  const { t } = useTranslation();
  const [isMaking, setMaking] = useState(false);
  const options = useCall(['parts', 'preparationOptions'], () => api.parts.preparationOptions({})).data;
  const mayPlan = options?.mayPlan === true && options.sources.length > 0;
  const start = (): void => setMaking(mayPlan);
  return (
    <>
      <RoomList
        label={t('partsView.preparation')}
        list="parts.preparation"
        columns={PREPARATION_COLUMNS}
        load={(page) => api.parts.preparations(page)}
        totalsKey={['parts', 'preparationTotals']}
        order={(asked) => api.parts.preparationOrder(asked)}
        onOpen={({ id }) => openPlan(id)}
        exporting={{ source: 'preparations', title: t('preparation.title') }}
        keys={() => ({ ...viewKeys(), F1: start })}
        tabs={<PartsViews view="preparation" />}
        tools={() =>
          mayPlan ? (
            <Button look="primary" keyName="F1" onClick={start} testId="make-preparation">
              {t('preparation.make')}
            </Button>
          ) : null
        }
        figures={({ open }) => (
          <span>
            {t('preparation.open')} <b data-testid="preparations-open">{formatInteger(open)}</b>
          </span>
        )}
        emptyText={(isSearched) => t(isSearched ? 'preparation.nothingFound' : 'preparation.empty')}
        watch={WATCHED}
        testId="preparation-grid"
      />
      {isMaking && options !== undefined ? (
        <MakeDialog
          sources={options.sources}
          weeks={options.weeks}
          onDone={openPlan}
          onClose={() => setMaking(false)}
        />
      ) : null}
    </>
  );
}
