import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PurchaseDocument } from '../../../src-shared/contract/goods-receipts.contract.ts';
import { api } from '../../api/client.ts';
import { problemOf } from '../../api/problem.ts';
import { useCall, useOrder } from '../../api/use-api.ts';
import { DateInput } from '../../ui/DateInput.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { dayOfInstant, formatQty } from '../../ui/format.ts';
import { Notice } from '../../ui/Tag.tsx';
import { showToast } from '../../ui/toasts.ts';
import { useProblemText } from '../../ui/use-problem-text.ts';
import { milliOf } from '../application-draft.ts';
import { Choice, Field, Text } from '../FormFields.tsx';

interface ReceiveDialogProps {
  /** With the report of damage that was opened, where there is one. */
  onDone: (reportId: string | null) => void;
  onClose: () => void;
}

const QUANTITIES = ['okMilli', 'damagedMilli', 'wrongMilli', 'overMilli'] as const;
type Quantity = (typeof QUANTITIES)[number];
type Found = Partial<Record<Quantity, string>>;

/** A supplier's delivery against its document in the ERP: what was announced stands there, what was found is written. */
export function ReceiveDialog({ onDone, onClose }: ReceiveDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const queries = useQueryClient();
  const [sourceDocNo, setSourceDocNo] = useState('');
  const [warehouseId, setWarehouseId] = useState('');
  const [carrier, setCarrier] = useState('');
  const [waybill, setWaybill] = useState('');
  const [arrivedDate, setArrivedDate] = useState(dayOfInstant(Date.now()));
  const [found, setFound] = useState<Record<string, Found>>({});
  const options = useCall(['logistics', 'orderOptions'], () => api.logistics.orderOptions({}));
  const asked = { sourceDocNo: sourceDocNo.trim() };
  const announced = useCall(['logistics', 'purchaseDocument', asked], () => api.logistics.purchaseDocument(asked), {
    enabled: asked.sourceDocNo !== '',
  });
  const open = (announced.data?.lines ?? []).filter(({ openMilli }) => openMilli > 0);
  const order = useOrder(api.logistics.receivePurchase, async ({ receiptNo, reportId, reportNo }) => {
    showToast({ text: t('receipt.kept', { no: [receiptNo, reportNo].filter((no) => no !== null).join('、') }) });
    await queries.invalidateQueries({ queryKey: ['logistics'] });
    onDone(reportId);
  });
  const written = (line: PurchaseDocument['lines'][number], quantity: Quantity): string =>
    found[line.partNo]?.[quantity] ?? (quantity === 'okMilli' ? formatQty(line.openMilli).replaceAll(',', '') : '0');
  const isUnreadable = open.some((line) => QUANTITIES.some((quantity) => milliOf(written(line, quantity)) === null));
  const confirm = (): void =>
    order.mutate({
      ...{ ...asked, warehouseId, carrier, waybill, arrivedDate, note: '' },
      lines: open.map((line) => {
        const milli = (quantity: Quantity): number => milliOf(written(line, quantity)) ?? 0;
        return {
          ...{ partNo: line.partNo, okMilli: milli('okMilli'), damagedMilli: milli('damagedMilli') },
          ...{ wrongMilli: milli('wrongMilli'), overMilli: milli('overMilli') },
        };
      }),
    });
  const warehouses = (options.data?.warehouses ?? []).map(({ id, code, name }) => [id, `${code} ${name}`] as const);
  return (
    <ConfirmDialog
      title={t('receipt.new')}
      confirmText={t('receipt.take')}
      onConfirm={confirm}
      onClose={onClose}
      busy={order.isPending}
      disabled={warehouseId === '' || open.length === 0 || isUnreadable || arrivedDate === ''}
      width={820}
      testId="receive-dialog"
    >
      {order.error === null ? null : (
        <Notice tone="bad" testId="receive-refused">
          {text(problemOf(order.error))}
        </Notice>
      )}
      <div className="application-form">
        <Field label={t('receipt.sourceDoc')} known={announced.data?.supplierName ?? ''}>
          <Text value={sourceDocNo} onChange={setSourceDocNo} testId="receive-document" autoFocus mono />
        </Field>
        <Field label={t('receipt.warehouse')}>
          <Choice
            value={warehouseId}
            onChange={setWarehouseId}
            choices={[['', ''], ...warehouses]}
            testId="receive-warehouse"
          />
        </Field>
        <Field label={t('receipt.arrived')}>
          <DateInput value={arrivedDate} label={t('receipt.arrived')} onChange={setArrivedDate} testId="receive-date" />
        </Field>
        <Field label={t('goodsOrder.carrier')}>
          <Text value={carrier} onChange={setCarrier} testId="receive-carrier" />
        </Field>
        <Field label={t('goodsOrder.waybill')}>
          <Text value={waybill} onChange={setWaybill} testId="receive-waybill" mono />
        </Field>
      </div>
      {announced.data !== undefined && open.length === 0 ? (
        <span className="dim" role="status" data-testid="receive-nothing">
          {t(announced.data.lines.length === 0 ? 'receipt.noDocument' : 'receipt.allCame')}
        </span>
      ) : null}
      <div className="application-step-lines">
        {open.length === 0 ? null : (
          <div className="arrival-line">
            <span className="label">{t('receipt.part')}</span>
            {QUANTITIES.map((quantity) => (
              <span className="label" key={quantity}>
                {t(`arrival.${quantity}`)}
              </span>
            ))}
          </div>
        )}
        {open.map((line, index) => (
          <div className="arrival-line" key={line.partNo}>
            <span>
              <span className="mono">{line.partNo}</span> {line.partName}{' '}
              <span className="dim">
                {t('receipt.lineFigures', { sent: formatQty(line.sentMilli), open: formatQty(line.openMilli) })}
              </span>
            </span>
            {QUANTITIES.map((quantity) => (
              <input
                key={quantity}
                className="input num"
                inputMode="decimal"
                value={written(line, quantity)}
                aria-label={t(`arrival.${quantity}`)}
                onChange={(event) =>
                  setFound({ ...found, [line.partNo]: { ...found[line.partNo], [quantity]: event.target.value } })
                }
                data-testid={`receive-${quantity}-${String(index)}`}
              />
            ))}
          </div>
        ))}
      </div>
    </ConfirmDialog>
  );
}
