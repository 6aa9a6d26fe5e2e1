import { Fragment, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { GoodsOrderDetail } from '../../../src-shared/contract/goods-orders.contract.ts';
import {
  ORDER_REASONS,
  type OrderKind,
  type OrderReason,
} from '../../../src-shared/domain/logistics/order-transition.ts';
import { api } from '../../api/client.ts';
import { problemOf } from '../../api/problem.ts';
import { useCall, useOrder } from '../../api/use-api.ts';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { Notice } from '../../ui/Tag.tsx';
import { useProblemText } from '../../ui/use-problem-text.ts';
import { Choice, Field, FieldFault, Text } from '../FormFields.tsx';
import { PartLines } from '../PartLines.tsx';
import { emptyOrder, orderDraftOf, orderFaultsOf, orderRequestOf, type OrderDraft } from './order-draft.ts';

interface OrderDialogProps {
  /** The kinds this person may write, the first of which a new one is. */
  kinds: readonly OrderKind[];
  /** The draft that is written on; null = a new one. */
  draft: GoodsOrderDetail | null;
  onDone: (orderId: string) => void;
  onClose: () => void;
}

type OrderField = 'from' | 'to' | 'station' | 'reason';

/** What is written of an order of each kind, in the order of its way: a return goes from a station to a warehouse. */
const FIELDS: Readonly<Record<OrderKind, readonly OrderField[]>> = {
  TRANSFER: ['from', 'to', 'reason'],
  SALE: ['from', 'station'],
  RETURN: ['station', 'to', 'reason'],
};

/** What is to go from where to where; what is wrong stands beside its field. */
export function OrderDialog({ kinds, draft: known, onDone, onClose }: OrderDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const [draft, setDraft] = useState<OrderDraft>(
    known === null ? emptyOrder(kinds[0] ?? 'TRANSFER') : orderDraftOf(known.request),
  );
  const [isTried, setTried] = useState(false);
  const options = useCall(['logistics', 'orderOptions'], () => api.logistics.orderOptions({}));
  const request = orderRequestOf(draft);
  const asked = { workOrderNo: '', vin: '', faultCode: '', partNos: request.lines.map(({ partNo }) => partNo) };
  const lookup = useCall(['logistics', 'lookup', asked], () => api.logistics.lookup(asked), { keep: true });
  const parts = lookup.data?.parts ?? {};
  const warehouses = options.data?.warehouses ?? [];
  const stations = options.data?.stations ?? [];
  const found = orderFaultsOf(request, { parts, warehouses, stations });
  const order = useOrder(api.logistics.saveOrder, ({ orderId }) => onDone(orderId));
  const refused = order.error === null ? null : problemOf(order.error);
  const told = refused?.reason === 'order-faulty' ? (refused.details as Record<string, string>) : {};
  const faults: Record<string, string> = isTried ? { ...told, ...found } : {};
  const change = (part: Partial<OrderDraft>): void => setDraft({ ...draft, ...part });
  const save = (): void => {
    setTried(true);
    if (Object.keys(found).length > 0) return;
    order.mutate({ orderId: known?.row.id ?? null, version: known?.row.version ?? 0, request });
  };
  const places = [
    ['', ''] as const,
    ...warehouses.map(({ id, code, name, level }) => {
      return [id, `${code} ${name} · ${t(`warehouseLevel.${String(level ?? 2)}`)}`] as const;
    }),
  ];
  const place = (name: 'from' | 'to', value: string, set: (id: string) => void) => (
    <Field label={t(`goodsOrder.${name}`)} aside={<FieldFault reason={faults[name]} testId={`fault-${name}`} />}>
      <Choice value={value} onChange={set} choices={places} testId={`order-${name}`} />
    </Field>
  );
  const fields: Readonly<Record<OrderField, () => ReactNode>> = {
    from: () => place('from', draft.fromWarehouseId, (fromWarehouseId) => change({ fromWarehouseId })),
    to: () => place('to', draft.toWarehouseId, (toWarehouseId) => change({ toWarehouseId })),
    station: () => (
      <Field label={t('logistics.station')} aside={<FieldFault reason={faults.station} testId="fault-station" />} wide>
        <Choice
          value={draft.stationCode}
          onChange={(stationCode) => change({ stationCode })}
          choices={[['', ''], ...stations.map(({ code, name }) => [code, `${code} ${name}`] as const)]}
          testId="order-station"
        />
      </Field>
    ),
    reason: () => (
      <Field label={t('goodsOrder.reason')}>
        <Choice
          value={draft.reason ?? ''}
          onChange={(reason) => change({ reason: reason as OrderReason })}
          choices={ORDER_REASONS[draft.kind].map((reason) => [reason, t(`orderReason.${reason}`)])}
          testId="order-reason"
        />
      </Field>
    ),
  };
  return (
    <ConfirmDialog
      title={t(known === null ? 'goodsOrder.new' : 'logistics.edit')}
      confirmText={t('logistics.saveDraft')}
      onConfirm={save}
      onClose={onClose}
      busy={order.isPending}
      width={760}
      testId="order-dialog"
    >
      {options.error === null ? null : <ErrorState error={options.error} />}
      {refused === null || refused.reason === 'order-faulty' ? null : (
        <Notice tone="bad" testId="order-refused">
          {text(refused)}
        </Notice>
      )}
      <div className="application-form">
        {kinds.length < 2 || known !== null ? null : (
          <Field label={t('goodsOrder.kind')}>
            <Choice
              value={draft.kind}
              onChange={(kind) =>
                change({ kind: kind as OrderKind, reason: ORDER_REASONS[kind as OrderKind][0] ?? null })
              }
              choices={kinds.map((kind) => [kind, t(`orderKind.${kind}`)])}
              testId="order-kind"
            />
          </Field>
        )}
        {FIELDS[draft.kind].map((name) => (
          <Fragment key={name}>{fields[name]()}</Fragment>
        ))}
      </div>
      <PartLines lines={draft.lines} parts={parts} faults={faults} onChange={(lines) => change({ lines })} />
      <Field label={t('goodsOrder.note')} wide>
        <Text value={draft.note} onChange={(note) => change({ note })} testId="order-note" />
      </Field>
    </ConfirmDialog>
  );
}
