import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoadRow } from '../../../src-shared/contract/goods-receipts.contract.ts';
import { allowedArrivalActions, type ArrivalAction } from '../../../src-shared/domain/logistics/arrival-transition.ts';
import { api } from '../../api/client.ts';
import { useCall, useRefresh } from '../../api/use-api.ts';
import { RoomList } from '../../grid/RoomList.tsx';
import { useSession } from '../../session/use-session.ts';
import { formatFen, formatInteger } from '../../ui/format.ts';
import { navigate } from '../../ui/navigation.ts';
import { StepButtons, usePaperSteps, type StepTable } from '../../ui/paper-steps.tsx';
import { LogisticsViews, viewKeys } from '../LogisticsViews.tsx';
import { ArrivalDialog } from './ArrivalDialog.tsx';
import { ROAD_COLUMNS } from './road.columns.tsx';

const WATCHED = ['goods_order', 'goods_order_line', 'goods_arrival', 'goods_receipt', 'erp_document_line'] as const;

type Receivable = RoadRow & { source: 'TRANSFER' | 'PURCHASE' };
type Totals = Awaited<ReturnType<typeof api.logistics.road>>['totals'];

const isReceivable = (row: RoadRow): row is Receivable => row.source === 'TRANSFER' || row.source === 'PURCHASE';

const STEPS: StepTable<ArrivalAction> = [
  ['post', 'Q', 'primary'],
  ['check', 'T', 'primary'],
  ['arrive', 'A', 'primary'],
  ['takeBack', 'V', 'normal'],
];

/** Everything on the road, what is too long on it first, with who must act; what arrives is checked and posted from here. */
export function RoadGrid() {
  const { t } = useTranslation();
  const refresh = useRefresh('logistics');
  const roles = useSession().data?.user?.roles ?? [];
  const [shown, setShown] = useState<RoadRow | null>(null);
  const current = useRow(shown);
  const { open, close, done, steps, keys } = usePaperSteps<ArrivalAction, { step: ArrivalAction; row: Receivable }>({
    table: STEPS,
    allowed: current === null || !isReceivable(current) ? [] : allowedArrivalActions(current.status, roles),
    words: (step) => t(`arrivalAction.${step}`),
    openOf: (step) => (current === null || !isReceivable(current) ? null : { step, row: current }),
    refresh,
  });
  return (
    <>
      <RoomList<RoadRow, Totals>
        label={t('logisticsView.road')}
        list="logistics.road"
        columns={ROAD_COLUMNS}
        load={(page) => api.logistics.road(page)}
        totalsKey={['logistics', 'roadTotals']}
        order={(asked) => api.logistics.roadOrder(asked)}
        onOpen={(row) => (row.orderId === null ? steps[0]?.begin() : navigate('logistics', `order.${row.orderId}`))}
        onCurrent={setShown}
        exporting={{ source: 'goodsOnTheRoad', title: t('road.report') }}
        keys={() => ({ ...viewKeys(), ...keys })}
        tabs={<LogisticsViews view="road" />}
        tools={() => <StepButtons steps={steps} />}
        figures={(totals) => <Figures totals={totals} />}
        emptyText={(isSearched) => t(isSearched ? 'road.nothingFound' : 'road.empty')}
        watch={WATCHED}
        testId="road-grid"
      />
      {open === null ? null : (
        <ArrivalDialog
          row={open.row}
          step={open.step}
          onDone={async (reportId) => {
            await done();
            if (reportId !== null) navigate('logistics', `damage.${reportId}`);
          }}
          onClose={close}
        />
      )}
    </>
  );
}

/** The row under the keyboard as it is now: a step changes it while the keyboard stays on it. */
function useRow(shown: RoadRow | null): RoadRow | null {
  const id = shown?.id ?? '';
  const query = { filters: [{ column: 'id', op: 'in' as const, values: [id] }], text: '', sort: [] };
  const found = useCall(['logistics', 'roadRow', id], () => api.logistics.road({ query, offset: 0, limit: 1 }), {
    enabled: id !== '',
  });
  return found.data === undefined ? shown : (found.data.rows[0] ?? null);
}

function Figures({ totals: { overdue, overdueValueFen, valueFen } }: { totals: Totals }) {
  const { t } = useTranslation();
  return (
    <>
      <span>
        {t('road.overdue')} <b data-testid="road-overdue">{formatInteger(overdue)}</b>
      </span>
      <span>
        {t('road.overdueValue')} <b>{formatFen(overdueValueFen)}</b>
      </span>
      <span>
        {t('road.value')} <b>{formatFen(valueFen)}</b>
      </span>
    </>
  );
}
