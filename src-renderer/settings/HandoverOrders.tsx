import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { formatFen, formatInstant, formatInteger } from '../ui/format.ts';
import { Panel, Section } from '../ui/Panel.tsx';
import { EmptyState, ErrorState, LoadingState } from '../ui/States.tsx';
import { Tag } from '../ui/Tag.tsx';

/** What was handed over before, newest first, and everything that went by one order; after an order, its result item by item. */
export function HandoverOrders({ done }: { done: string | null }) {
  const { t } = useTranslation();
  const [picked, setPicked] = useState<string | null>(null);
  const orders = useCall(['settings', 'handovers', done], () => api.settings.handovers({}), {
    keep: true,
    forget: true,
  });
  const shown = picked ?? done;
  return (
    <Panel label={t('handover.orders')} testId="handover-orders">
      <div className="scroll">
        {shown === null ? null : <Items handoverId={shown} isNew={shown === done} />}
        <Section title={t('handover.orders')}>
          {orders.error === null ? null : <ErrorState error={orders.error} onRetry={() => void orders.refetch()} />}
          {orders.data === undefined && orders.error === null ? <LoadingState lines={3} /> : null}
          {orders.data?.orders.length === 0 ? <EmptyState title={t('handover.none')} /> : null}
          {(orders.data?.orders ?? []).map((order) => (
            <button
              key={order.id}
              type="button"
              className={`handover-order${order.id === shown ? ' on' : ''}`}
              data-testid="handover-order-row"
              onClick={() => setPicked(order.id)}
            >
              <b>{t('handover.fromTo', { from: order.fromName, to: order.toName })}</b>
              <span>
                {order.kinds
                  .map(({ kind, count }) => `${t(`handoverKind.${kind}`)} ${formatInteger(count)}`)
                  .join(' · ')}
              </span>
              <small className="dim">
                {formatInstant(order.orderedAtMs)} · {order.orderedByName} · {order.reason}
              </small>
            </button>
          ))}
        </Section>
      </div>
    </Panel>
  );
}

function Items({ handoverId, isNew }: { handoverId: string; isNew: boolean }) {
  const { t } = useTranslation();
  const items = useCall(['settings', 'handoverItems', handoverId], () => api.settings.handoverItems({ handoverId }));
  return (
    <Section title={t(isNew ? 'handover.result' : 'handover.items')} testId="handover-items">
      {items.error === null ? null : <ErrorState error={items.error} onRetry={() => void items.refetch()} />}
      {items.data === undefined && items.error === null ? <LoadingState lines={3} /> : null}
      <table className="plain-table">
        <tbody>
          {(items.data?.items ?? []).map(({ kind, no, amountFen }) => (
            <tr key={`${kind} ${no}`} data-testid="handover-item">
              <td>{t(`handoverKind.${kind}`)}</td>
              <td className="mono">{no}</td>
              <td className="num">{amountFen === null ? '' : formatFen(amountFen)}</td>
              <td>
                <Tag tone="ok">{t('outcome.applied')}</Tag>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
