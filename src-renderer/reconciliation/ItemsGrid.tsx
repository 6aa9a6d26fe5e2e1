import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { GridQuery } from '../../src-shared/contract/query.ts';
import type { ReconItemRow, ReconRunRow, ReconView } from '../../src-shared/contract/reconciliation.contract.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { RoomList } from '../grid/RoomList.tsx';
import { Button } from '../ui/Button.tsx';
import type { KeyMap } from '../ui/keyboard.ts';
import { Chip } from '../ui/Tag.tsx';
import { exportFilters, itemColumns, signedQty } from './recon.columns.tsx';
import type { RunDetail } from './RunPage.tsx';
import type { RunStep } from './RunStepDialog.tsx';

const WATCHED = ['recon_item', 'part'] as const;

const COUNT_OF: Readonly<Record<ReconView, (run: ReconRunRow) => number | null>> = {
  differing: (run) => run.differingCount,
  unexplained: (run) => run.unexplainedCount,
  unowned: () => null,
  mine: () => null,
  all: (run) => run.keyCount,
};
const VIEWS = Object.keys(COUNT_OF) as ReconView[];

const STEP_KEYS: Readonly<Record<RunStep, string>> = { refresh: 'KeyR', cancel: 'KeyV', sign: 'KeyS' };

interface ItemsGridProps {
  detail: RunDetail;
  view: ReconView;
  onView: (view: ReconView) => void;
  onCurrent: (row: ReconItemRow | null) => void;
  onAssign: (itemIds: string[]) => void;
  onSuggestions: () => void;
  onStep: (step: RunStep) => void;
  onBack: () => void;
}

/** The keys of a run with the three figures, what the difference is made of, and who answers for it. */
export function ItemsGrid({
  detail,
  view,
  onView,
  onCurrent,
  onAssign,
  onSuggestions,
  onStep,
  onBack,
}: ItemsGridProps) {
  const { t } = useTranslation();
  const { run, allowedActions } = detail;
  const columns = useMemo(() => itemColumns(run.warehouseNames.includes('、')), [run.warehouseNames]);
  const user = useCall(['session', 'state'], () => api.session.state({})).data?.user;
  const may = (action: string): boolean => allowedActions.includes(action);
  const assignAll = async (query: GridQuery): Promise<void> => {
    const { ids } = await api.reconciliation.itemOrder({ query, anchorId: null, runId: run.id, view });
    if (ids !== null && ids.length > 0) onAssign(ids);
  };
  const steps = (Object.keys(STEP_KEYS) as RunStep[]).filter(may);
  return (
    <RoomList<ReconItemRow, { differenceMilli: number; contributionMilli: number; withheld: number }>
      label={t('recon.runOf', { no: run.runNo })}
      list="recon.items"
      columns={columns}
      load={(page) => api.reconciliation.items({ ...page, runId: run.id, view })}
      totalsKey={['reconciliation', `items ${run.id} ${view}`]}
      order={(asked) => api.reconciliation.itemOrder({ ...asked, runId: run.id, view })}
      onOpen={({ id }) => (may('assign') ? onAssign([id]) : undefined)}
      onCurrent={onCurrent}
      exporting={{
        ...{ source: 'reconItems', title: t('recon.report') },
        within: (query) => ({
          ...query,
          filters: [...query.filters, ...exportFilters(run.runNo, view, user?.id ?? '')],
        }),
      }}
      keys={({ current, query }) => ({
        ...Object.fromEntries(VIEWS.map((each, index) => [`Digit${String(index + 1)}`, () => onView(each)])),
        ...Object.fromEntries(steps.map((step) => [STEP_KEYS[step], () => onStep(step)])),
        ...(may('assign') ? assignKeys(current, () => void assignAll(query), onAssign) : {}),
        KeyG: () => (current === null ? undefined : onSuggestions()),
      })}
      tabs={
        <>
          <Button onClick={onBack} keyName="Esc">
            {t('ui.back')}
          </Button>
          {VIEWS.map((each) => (
            <Chip key={each} on={view === each} onClick={() => onView(each)} testId={`recon-view-${each}`}>
              {t(`reconView.${each}`)} {COUNT_OF[each](run)}
            </Chip>
          ))}
        </>
      }
      tools={({ current }) => (
        <>
          <Button keyName="G" onClick={onSuggestions} disabled={current === null} testId="recon-suggest">
            {t('recon.suggest')}
          </Button>
          {may('assign') ? (
            <Button
              keyName="E"
              onClick={() => (current === null ? undefined : onAssign([current.id]))}
              disabled={current === null}
              testId="recon-assign"
            >
              {t('recon.assign')}
            </Button>
          ) : null}
          {may('sign') ? (
            <Button look="primary" keyName="S" onClick={() => onStep('sign')} testId="recon-sign">
              {t('reconStep.sign')}
            </Button>
          ) : null}
        </>
      )}
      figures={(totals) => <Invariant run={run} totals={totals} />}
      emptyText={() => t('recon.noItems')}
      watch={WATCHED}
      testId="recon-items"
    />
  );
}

function assignKeys(current: ReconItemRow | null, all: () => void, onAssign: (itemIds: string[]) => void): KeyMap {
  return { KeyE: () => (current === null ? undefined : onAssign([current.id])), 'Shift+KeyE': all };
}

interface InvariantProps {
  run: ReconRunRow;
  totals: { differenceMilli: number; contributionMilli: number; withheld: number };
}

/** Both sides of Σ(L−E) = Σ classes, over everything the list finds. */
function Invariant({ run, totals }: InvariantProps) {
  const { t } = useTranslation();
  const { differenceMilli, contributionMilli, withheld } = totals;
  const holds = differenceMilli === contributionMilli;
  return (
    <>
      <span>
        {t('recon.sumDifference')} <b data-testid="recon-sum">{signedQty(differenceMilli)}</b>
      </span>
      <span>
        {t('recon.sumClasses')} <b>{signedQty(contributionMilli)}</b>
      </span>
      <span className={holds ? 'ok' : 'bad'} data-testid="recon-invariant">
        {t(holds ? 'recon.holds' : 'recon.broken')}
      </span>
      {withheld === 0 ? null : <span>{t('recon.withheld', { number: withheld })}</span>}
      {run.carriedCount === 0 ? null : (
        <span>{t('recon.carried', { carried: run.carriedCount, cleared: run.clearedCount })}</span>
      )}
    </>
  );
}
