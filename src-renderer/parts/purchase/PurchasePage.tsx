import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PurchaseLineRow } from '../../../src-shared/contract/purchase.contract.ts';
import type { GridQuery } from '../../../src-shared/contract/query.ts';
import type { PurchaseStep } from '../../../src-shared/domain/parts/purchase-request.ts';
import { api } from '../../api/client.ts';
import { useRefresh, useThing } from '../../api/use-api.ts';
import { RoomList } from '../../grid/RoomList.tsx';
import { Button } from '../../ui/Button.tsx';
import { formatFen } from '../../ui/format.ts';
import { LoadedPage } from '../../ui/LoadedPage.tsx';
import { navigate } from '../../ui/navigation.ts';
import { StepButtons, usePaperSteps, type StepTable } from '../../ui/paper-steps.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { runToastAction } from '../../ui/toasts.ts';
import { PURCHASE_LINE_COLUMNS, PURCHASE_TONES } from './purchase.columns.tsx';
import { PurchaseQtyDialog } from './PurchaseQtyDialog.tsx';
import { PurchaseStepDialog } from './PurchaseStepDialog.tsx';

type Totals = Awaited<ReturnType<typeof api.parts.purchaseLines>>['totals'];
type Detail = Awaited<ReturnType<typeof api.parts.purchase>>;

const WATCHED = ['purchase_request', 'purchase_request_line'] as const;
const back = (): void => navigate('parts', 'purchase');

/** One purchase request: what is to be bought, each quantity beside those it comes from, and the step that is due. */
export function PurchasePage({ id }: { id: string }) {
  const answer = useThing(['parts', 'purchase'], id, (thing) => api.parts.purchase({ id: thing }));
  return (
    <LoadedPage answer={answer} back={back}>
      {(detail) => <Request detail={detail} />}
    </LoadedPage>
  );
}

const STEPS: StepTable<PurchaseStep> = [
  ['release', 'L', 'primary'],
  ['order', 'F', 'primary'],
  ['cancel', 'V', 'normal'],
];

type Open = { dialog: 'step'; step: PurchaseStep } | { dialog: 'change'; line: PurchaseLineRow };

function Request({ detail: { row, allowedSteps, mayChange } }: { detail: Detail }) {
  const { t } = useTranslation();
  const [current, setCurrent] = useState<PurchaseLineRow | null>(null);
  const { open, setOpen, close, done, steps, keys } = usePaperSteps<PurchaseStep, Open>({
    table: STEPS,
    allowed: allowedSteps,
    words: (step) => t(`purchaseStep.${step}`),
    openOf: (step) => ({ dialog: 'step', step }),
    refresh: useRefresh('parts'),
  });
  const change = (line: PurchaseLineRow | null): void => {
    // what is withheld from who looks is not his to change
    if (line !== null && mayChange && line.qtyMilli !== null) setOpen({ dialog: 'change', line });
  };
  const within = (query: GridQuery): GridQuery => ({
    ...query,
    filters: [{ column: 'requestId', op: 'in', values: [row.id] }, ...query.filters],
  });
  return (
    <div className="work counts-work" data-testid="purchase-page">
      <RoomList<PurchaseLineRow, Totals>
        label={t('purchase.one', { no: row.requestNo })}
        list="parts.purchaseLines"
        columns={PURCHASE_LINE_COLUMNS}
        load={(page) => api.parts.purchaseLines({ ...page, query: within(page.query) })}
        totalsKey={['parts', `purchaseLines ${row.id}`]}
        order={(asked) => api.parts.purchaseLineOrder({ ...asked, query: within(asked.query) })}
        onOpen={change}
        onCurrent={setCurrent}
        exporting={{ source: 'purchaseLines', title: t('purchase.one', { no: row.requestNo }), within }}
        keys={(state) => ({
          ...keys,
          KeyE: () => change(state.current),
          KeyZ: () => void runToastAction(),
        })}
        tabs={
          <>
            <Button onClick={back} keyName="Esc">
              {t('ui.back')}
            </Button>
            <b className="mono" data-testid="purchase-no">
              {row.requestNo}
            </b>
            <Tag tone={PURCHASE_TONES[row.status]} testId="purchase-status">
              {t(`purchaseStatus.${row.status}`)}
            </Tag>
            <span>{row.warehouseName}</span>
            <span className="dim">
              {row.erpOrderNo === null ? row.planNo : t('purchase.orderedAs', { no: row.erpOrderNo })}
            </span>
          </>
        }
        tools={() => (
          <>
            {mayChange ? (
              <Button keyName="E" onClick={() => change(current)} disabled={current === null} testId="change-quantity">
                {t('purchase.change')}
              </Button>
            ) : null}
            <StepButtons steps={steps} />
          </>
        )}
        figures={({ valueFen, withheld }) => (
          <>
            <span>
              {t('purchase.value')} <b data-testid="purchase-value">{formatFen(valueFen)}</b>
            </span>
            {withheld === 0 ? null : <span>{t('recon.withheld', { number: withheld })}</span>}
          </>
        )}
        emptyText={() => t('purchase.nothingFound')}
        watch={WATCHED}
        testId="purchase-lines"
      />
      {open?.dialog === 'change' ? (
        <PurchaseQtyDialog request={row} line={open.line} onDone={done} onClose={close} />
      ) : null}
      {open?.dialog === 'step' ? (
        <PurchaseStepDialog request={row} step={open.step} onDone={done} onClose={close} />
      ) : null}
    </div>
  );
}
