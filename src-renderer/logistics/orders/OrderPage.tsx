import { useTranslation } from 'react-i18next';
import type { GoodsOrderDetail, GoodsOrderStep } from '../../../src-shared/contract/goods-orders.contract.ts';
import { api } from '../../api/client.ts';
import { useRefresh, useThing } from '../../api/use-api.ts';
import { ListGrid } from '../../grid/ListGrid.tsx';
import { LoadedPage } from '../../ui/LoadedPage.tsx';
import { goBack } from '../../ui/navigation.ts';
import { PaperFrame } from '../../ui/PaperFrame.tsx';
import { usePaperSteps, type StepTable } from '../../ui/paper-steps.tsx';
import { Holder } from '../Holder.tsx';
import { ORDER_LINE_COLUMNS, ORDER_TONES, orderNumberText } from './order.columns.tsx';
import { OrderDialog } from './OrderDialog.tsx';
import { OrderFacts } from './OrderFacts.tsx';
import { OrderStepDialog } from './OrderStepDialog.tsx';

const back = (): void => goBack({ room: 'logistics', id: 'orders' });

/** One order of goods: with whom it lies, what of it is where, and the step that is due. */
export function OrderPage({ id }: { id: string }) {
  const answer = useThing(['logistics', 'order'], id, (thing) => api.logistics.order({ id: thing }));
  return (
    <LoadedPage answer={answer} back={back}>
      {(detail) => <Order detail={detail} />}
    </LoadedPage>
  );
}

const STEPS: StepTable<GoodsOrderStep | 'save'> = [
  ['submit', 'S', 'primary'],
  ['releaseCredit', 'L', 'primary'],
  ['approve', 'A', 'primary'],
  ['refuse', 'R', 'danger'],
  ['sendErp', 'E', 'primary'],
  ['send', 'H', 'primary'],
  ['ship', 'H', 'primary'],
  ['receive', 'Q', 'primary'],
  ['sign', 'Q', 'primary'],
  ['inspect', 'T', 'primary'],
  ['credit', 'F', 'primary'],
  ['invoice', 'I', 'primary'],
  ['pay', 'F', 'primary'],
  ['writeOff', 'X', 'danger'],
  ['cancel', 'V', 'normal'],
  ['save', 'F2', 'normal'],
];

function Order({ detail }: { detail: GoodsOrderDetail }) {
  const { t } = useTranslation();
  const { row } = detail;
  const { open, close, done, steps, keys } = usePaperSteps({
    table: STEPS,
    allowed: detail.allowedActions,
    words: (step) => t(step === 'save' ? 'logistics.edit' : `orderAction.${step}`),
    openOf: (step) => step,
    refresh: useRefresh('logistics'),
  });
  return (
    <PaperFrame
      mark="order"
      label={t('goodsOrder.one', { no: orderNumberText(row, t) })}
      back={back}
      no={orderNumberText(row, t)}
      status={{ tone: ORDER_TONES[row.status], text: t(`orderStatus.${row.status}`) }}
      about={
        <>
          <span>{t(`orderKind.${row.kind}`)}</span>
          <span>{`${row.fromName ?? '–'} → ${row.toName ?? '–'}`}</span>
        </>
      }
      holder={<Holder {...row} holder={row.holderRole === null ? null : t(`holder.${row.holderRole}`)} />}
      steps={steps}
      keys={keys}
      lines={
        <ListGrid
          columns={ORDER_LINE_COLUMNS}
          rows={detail.lines}
          rowId={(line) => line.id}
          emptyText={t('logistics.noLines')}
          list="logistics.orderLines"
          testId="order-lines"
        />
      }
      facts={<OrderFacts detail={detail} />}
    >
      {open === 'save' ? (
        <OrderDialog kinds={[row.kind]} draft={detail} onDone={() => void done()} onClose={close} />
      ) : null}
      {open === null || open === 'save' ? null : (
        <OrderStepDialog detail={detail} step={open} onDone={done} onClose={close} />
      )}
    </PaperFrame>
  );
}
