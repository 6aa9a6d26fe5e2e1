import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GoodsOrderDetail, GoodsOrderStep } from '../../../src-shared/contract/goods-orders.contract.ts';
import type { OrderAction } from '../../../src-shared/domain/logistics/order-transition.ts';
import { api } from '../../api/client.ts';
import { useCall } from '../../api/use-api.ts';
import { ListGrid } from '../../grid/ListGrid.tsx';
import { Button } from '../../ui/Button.tsx';
import { formatInstant } from '../../ui/format.ts';
import { useKeys } from '../../ui/keyboard.ts';
import { navigate } from '../../ui/navigation.ts';
import { Panel } from '../../ui/Panel.tsx';
import { ErrorState, LoadingState } from '../../ui/States.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { ORDER_LINE_COLUMNS, ORDER_TONES, orderNumberText } from './order.columns.tsx';
import { OrderDialog } from './OrderDialog.tsx';
import { OrderFacts } from './OrderFacts.tsx';
import { OrderStepDialog } from './OrderStepDialog.tsx';

const back = (): void => navigate('logistics', 'orders');

/** One order of goods: with whom it lies, what of it is where, and the step that is due. */
export function OrderPage({ id }: { id: string }) {
  const detail = useCall(['logistics', 'order', id], () => api.logistics.order({ id }), { keep: true });
  useKeys({ Escape: back });
  if (detail.error !== null) return <ErrorState error={detail.error} onRetry={back} />;
  if (detail.data === undefined) return <LoadingState lines={12} />;
  return <Order detail={detail.data} />;
}

/** The key of every action; the first that is allowed is the one that is due. */
const ACTION_KEYS: readonly (readonly [GoodsOrderStep, string, 'primary' | 'danger' | 'plain'])[] = [
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
  ['cancel', 'V', 'plain'],
];

function Order({ detail }: { detail: GoodsOrderDetail }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [open, setOpen] = useState<OrderAction | null>(null);
  const { row, allowedActions } = detail;
  const actions = ACTION_KEYS.filter(([action]) => allowedActions.includes(action));
  const maySave = allowedActions.includes('save');
  useKeys({
    ...Object.fromEntries(actions.map(([action, key]) => [`Key${key}`, () => setOpen(action)])),
    ...(maySave ? { F2: () => setOpen('save') } : {}),
  });
  const close = (): void => setOpen(null);
  const done = async (): Promise<void> => {
    await queries.invalidateQueries({ queryKey: ['logistics'] });
    close();
  };
  return (
    <div className="work application-work" data-testid="order-page">
      <Panel label={t('goodsOrder.one', { no: orderNumberText(row, t) })}>
        <Head detail={detail} />
        <div className="tools application-actions">
          {actions.map(([action, key, look]) => (
            <Button
              key={action}
              keyName={key}
              {...(look === 'plain' ? {} : { look })}
              onClick={() => setOpen(action)}
              testId={`do-${action}`}
            >
              {t(`orderAction.${action}`)}
            </Button>
          ))}
          {maySave ? (
            <Button keyName="F2" onClick={() => setOpen('save')} testId="do-save">
              {t('logistics.edit')}
            </Button>
          ) : null}
          {actions.length === 0 && !maySave ? <span className="dim">{t('logistics.nothingForYou')}</span> : null}
        </div>
        <ListGrid
          columns={ORDER_LINE_COLUMNS}
          rows={detail.lines}
          rowId={(line) => line.id}
          emptyText={t('logistics.noLines')}
          list="logistics.orderLines"
          testId="order-lines"
        />
      </Panel>
      <OrderFacts detail={detail} />
      {open === 'save' ? (
        <OrderDialog kinds={[row.kind]} draft={detail} onDone={() => void done()} onClose={close} />
      ) : null}
      {open === null || open === 'save' ? null : (
        <OrderStepDialog detail={detail} step={open} onDone={done} onClose={close} />
      )}
    </div>
  );
}

function Head({ detail }: { detail: GoodsOrderDetail }) {
  const { t } = useTranslation();
  const { row } = detail;
  const holder = row.holderRole === null ? '' : t(`holder.${row.holderRole}`);
  return (
    <div className="tools count-head">
      <Button onClick={back} keyName="Esc">
        {t('settlement.back')}
      </Button>
      <h2 className="mono" data-testid="order-no">
        {orderNumberText(row, t)}
      </h2>
      <Tag tone={ORDER_TONES[row.status]} testId="order-status">
        {t(`orderStatus.${row.status}`)}
      </Tag>
      <span>{t(`orderKind.${row.kind}`)}</span>
      <span>{`${row.fromName ?? '–'} → ${row.toName ?? '–'}`}</span>
      <span className="grow" />
      <span className="application-holder" data-testid="order-holder">
        {row.holderRole === null
          ? t('logistics.nobodySince', { since: formatInstant(row.sinceMs) })
          : t('logistics.heldBy', { holder, since: formatInstant(row.sinceMs), days: row.stayDays })}
      </span>
    </div>
  );
}
