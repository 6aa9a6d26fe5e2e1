import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanningRow } from '../../src-shared/contract/parts.contract.ts';
import type { GridQuery, Sort } from '../../src-shared/contract/query.ts';
import { api } from '../api/client.ts';
import { useCall, useOrder } from '../api/use-api.ts';
import { problemOf } from '../api/problem.ts';
import type { GridColumn } from '../grid/columns.tsx';
import { RoomList, type RoomListState } from '../grid/RoomList.tsx';
import { Button } from '../ui/Button.tsx';
import { formatFen, formatInstant, formatInteger } from '../ui/format.ts';
import type { KeyMap } from '../ui/keyboard.ts';
import { showToast } from '../ui/toasts.ts';
import { useProblemText } from '../ui/use-problem-text.ts';
import { AdoptDialog } from './AdoptDialog.tsx';
import { OwnFiguresDialog } from './OwnFiguresDialog.tsx';
import { PartsViews, viewKeys } from './PartsViews.tsx';
import { PLANNING_COLUMNS, TURNOVER_COLUMNS } from './planning.columns.tsx';
import { PlanningFacts } from './PlanningFacts.tsx';
import './planning.css';

const WATCHED = ['part_warehouse_setting', 'stock_balance', 'stock_reservation'] as const;

type Totals = Awaited<ReturnType<typeof api.parts.planning>>['totals'];

interface Asked {
  columns: readonly GridColumn<PlanningRow>[];
  /** Name in the catalogue and of the workbook. */
  title: string;
  sort: readonly Sort[];
}

const PLANNING: Asked = {
  ...{ columns: PLANNING_COLUMNS, title: 'planning.report' },
  sort: [{ column: 'orderMilli', direction: 'desc' }],
};
const TURNOVER: Asked = {
  ...{ columns: TURNOVER_COLUMNS, title: 'planning.turnoverReport' },
  sort: [{ column: 'excessMilli', direction: 'desc' }],
};

/** Safety stock, reorder points and what to order, each number with its reason. */
export function PlanningGrid() {
  return <PlanningView view="planning" {...PLANNING} />;
}

/** How the stock turns, what is slow or obsolete, and who is short of it. */
export function TurnoverGrid() {
  return <PlanningView view="turnover" {...TURNOVER} />;
}

type Open = { dialog: 'adopt'; ids: string[] } | { dialog: 'own'; row: PlanningRow };

function PlanningView({ view, columns, title, sort }: Asked & { view: 'planning' | 'turnover' }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const [current, setCurrent] = useState<PlanningRow | null>(null);
  const [open, setOpen] = useState<Open | null>(null);
  const mayPlan = useCall(['parts', 'planningOptions'], () => api.parts.planningOptions({})).data?.mayPlan === true;
  const compute = useOrder(api.parts.computePlanning, (done) => {
    showToast({ text: t('planning.computed', done) });
  });
  const refused = compute.error === null ? null : text(problemOf(compute.error));
  const adoptAll = async (query: GridQuery): Promise<void> => {
    const { ids } = await api.parts.planningOrder({ query, anchorId: null });
    if (ids !== null && ids.length > 0) setOpen({ dialog: 'adopt', ids });
  };
  const keys = ({ current: row, query }: RoomListState<PlanningRow, Totals>): KeyMap => ({
    ...viewKeys(),
    ...(mayPlan
      ? {
          F1: () => (compute.isPending ? undefined : compute.mutate({})),
          KeyA: () => (row === null ? undefined : setOpen({ dialog: 'adopt', ids: [row.id] })),
          'Shift+KeyA': () => void adoptAll(query),
          KeyE: () => (row === null ? undefined : setOpen({ dialog: 'own', row })),
        }
      : {}),
  });
  return (
    <div className="planning-columns">
      <RoomList<PlanningRow, Totals>
        label={t(`partsView.${view}`)}
        list={`parts.${view}`}
        columns={columns}
        startSort={sort}
        load={(page) => api.parts.planning(page)}
        totalsKey={['parts', view]}
        order={(asked) => api.parts.planningOrder(asked)}
        onOpen={(row) => (mayPlan ? setOpen({ dialog: 'own', row }) : undefined)}
        onCurrent={setCurrent}
        keys={keys}
        exporting={{ source: 'planning', title: t(title) }}
        tabs={<PartsViews view={view} />}
        tools={(state) =>
          mayPlan ? (
            <>
              <Button keyName="A" onClick={() => keys(state).KeyA?.()} disabled={current === null} testId="adopt">
                {t('planning.adopt')}
              </Button>
              <Button look="primary" keyName="F1" onClick={() => compute.mutate({})} testId="compute-planning">
                {t(compute.isPending ? 'planning.computing' : 'planning.compute')}
              </Button>
            </>
          ) : null
        }
        figures={(totals) => <Figures totals={totals} />}
        emptyText={(isSearched) => t(isSearched ? 'planning.nothingFound' : 'planning.empty')}
        watch={WATCHED}
        testId={`${view}-grid`}
      />
      <PlanningFacts row={current} problem={refused} />
      {open?.dialog === 'adopt' ? <AdoptDialog ids={open.ids} onClose={() => setOpen(null)} /> : null}
      {open?.dialog === 'own' ? <OwnFiguresDialog row={open.row} onClose={() => setOpen(null)} /> : null}
    </div>
  );
}

function Figures({ totals }: { totals: Totals }) {
  const { t } = useTranslation();
  return (
    <>
      <span>
        {t('planning.toOrder')} <b data-testid="planning-to-order">{formatInteger(totals.toOrder)}</b>
      </span>
      <span>
        {t('parts.value')} <b>{formatFen(totals.valueFen)}</b>
      </span>
      <span>
        {t('planning.excessValue')} <b>{formatFen(totals.excessFen)}</b>
      </span>
      {totals.computedAtMs === null ? null : (
        <span>{t('planning.asOf', { at: formatInstant(totals.computedAtMs) })}</span>
      )}
    </>
  );
}
