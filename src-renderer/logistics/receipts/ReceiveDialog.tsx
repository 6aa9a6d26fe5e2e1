import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { problemOf } from '../../api/problem.ts';
import { useCall, useOrder, useRefresh } from '../../api/use-api.ts';
import { DateInput } from '../../ui/DateInput.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { dayOfInstant } from '../../ui/format.ts';
import { Notice } from '../../ui/Tag.tsx';
import { showToast } from '../../ui/toasts.ts';
import { useProblemText } from '../../ui/use-problem-text.ts';
import { Choice, Field, Text } from '../FormFields.tsx';
import { FoundLines, foundLinesOf, type WrittenLines } from './FoundLines.tsx';

interface ReceiveDialogProps {
  /** With the report of damage that was opened, where there is one. */
  onDone: (reportId: string | null) => void;
  onClose: () => void;
}

/** A supplier's delivery against its document in the ERP: what was announced stands there, what was found is written. */
export function ReceiveDialog({ onDone, onClose }: ReceiveDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const refresh = useRefresh('logistics');
  const [sourceDocNo, setSourceDocNo] = useState('');
  const [warehouseId, setWarehouseId] = useState('');
  const [carrier, setCarrier] = useState('');
  const [waybill, setWaybill] = useState('');
  const [arrivedDate, setArrivedDate] = useState(dayOfInstant(Date.now()));
  const [written, setWritten] = useState<WrittenLines>({});
  const options = useCall(['logistics', 'orderOptions'], () => api.logistics.orderOptions({}));
  const asked = { sourceDocNo: sourceDocNo.trim() };
  const announced = useCall(['logistics', 'purchaseDocument', asked], () => api.logistics.purchaseDocument(asked), {
    enabled: asked.sourceDocNo !== '',
  });
  const open = (announced.data?.lines ?? []).filter(({ openMilli }) => openMilli > 0);
  const order = useOrder(api.logistics.receivePurchase, async ({ receiptNo, reportId, reportNo }) => {
    showToast({
      text: t('receipt.kept', { no: [receiptNo, reportNo].filter((no) => no !== null).join(t('ui.listMark')) }),
    });
    await refresh();
    onDone(reportId);
  });
  const lines = foundLinesOf({ lines: open, found: [], written });
  const confirm = (): void =>
    order.mutate({
      ...{ ...asked, warehouseId, carrier, waybill, arrivedDate, note: '' },
      lines: lines ?? [],
    });
  const warehouses = (options.data?.warehouses ?? []).map(({ id, code, name }) => [id, `${code} ${name}`] as const);
  return (
    <ConfirmDialog
      title={t('receipt.new')}
      confirmText={t('receipt.take')}
      onConfirm={confirm}
      onClose={onClose}
      busy={order.isPending}
      disabled={warehouseId === '' || open.length === 0 || lines === null || arrivedDate === ''}
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
      <FoundLines lines={open} found={[]} written={written} onChange={setWritten} />
    </ConfirmDialog>
  );
}
