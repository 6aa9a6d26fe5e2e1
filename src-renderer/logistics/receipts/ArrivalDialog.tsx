import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FoundLines as Found, RoadRow } from '../../../src-shared/contract/goods-receipts.contract.ts';
import { ARRIVAL_RULES, type ArrivalAction } from '../../../src-shared/domain/logistics/arrival-transition.ts';
import { api } from '../../api/client.ts';
import { problemOf } from '../../api/problem.ts';
import { useCall, useOrder } from '../../api/use-api.ts';
import { DateInput } from '../../ui/DateInput.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { dayOfInstant, formatQty } from '../../ui/format.ts';
import { StepNote } from '../../ui/StepNote.tsx';
import { Notice } from '../../ui/Tag.tsx';
import { showToast } from '../../ui/toasts.ts';
import { useProblemText } from '../../ui/use-problem-text.ts';
import { Choice, Field, Text } from '../FormFields.tsx';
import { FoundLines, foundLinesOf, type WrittenLines } from './FoundLines.tsx';

interface ArrivalDialogProps {
  row: RoadRow & { source: 'TRANSFER' | 'PURCHASE' };
  step: ArrivalAction;
  /** With the report of damage that was opened, where there is one. */
  onDone: (reportId: string | null) => Promise<void>;
  onClose: () => void;
}

/** One step of what is on the road: it has come, what was found of it, its receipt, or that it was noted by mistake. */
export function ArrivalDialog({ row, step, onDone, onClose }: ArrivalDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const [warehouseId, setWarehouseId] = useState(row.warehouseId ?? '');
  const [carrier, setCarrier] = useState(row.carrier ?? '');
  const [waybill, setWaybill] = useState(row.waybill ?? '');
  const [arrivedDate, setArrivedDate] = useState(row.arrivedDate ?? dayOfInstant(Date.now()));
  const [note, setNote] = useState('');
  const [written, setWritten] = useState<WrittenLines>({});
  const asked = { source: row.source, sourceDocNo: row.docNo };
  const announced = useCall(['logistics', 'arrivalDocument', asked], () => api.logistics.arrivalDocument(asked));
  const options = useCall(['logistics', 'orderOptions'], () => api.logistics.orderOptions({}));
  const found = announced.data?.found ?? [];
  const open = (announced.data?.lines ?? []).filter(({ openMilli }) => openMilli > 0);
  const lines = foundLinesOf({ lines: open, found, written });
  const order = useOrder(api.logistics.stepArrival, async ({ receiptNo, reportId, reportNo, status, sourceDocNo }) => {
    const nos = [receiptNo, reportNo].filter((no) => no !== null);
    showToast({
      text:
        nos.length > 0
          ? t('receipt.kept', { no: nos.join(t('ui.listMark')) })
          : t('logistics.moved', { no: sourceDocNo, status: t(`arrivalStatus.${status}`) }),
    });
    await onDone(reportId);
  });
  const needsNote = ARRIVAL_RULES[step].needsNote === true;
  const blocked =
    (needsNote && note.trim() === '') ||
    (step === 'arrive' && (warehouseId === '' || arrivedDate === '')) ||
    (step === 'check' && (lines === null || open.length === 0));
  const confirm = (): void =>
    order.mutate({
      ...{ ...asked, arrivalId: row.arrivalId, version: row.arrivalVersion ?? 0, step, carrier, waybill, note },
      ...{ warehouseId: warehouseId === '' ? null : warehouseId, arrivedDate },
      lines: step === 'check' ? (lines ?? []) : [],
    });
  const warehouses = (options.data?.warehouses ?? []).map(({ id, code, name }) => [id, `${code} ${name}`] as const);
  return (
    <ConfirmDialog
      title={`${t(`arrivalAction.${step}`)} · ${row.docNo}`}
      confirmText={t(`arrivalAction.${step}`)}
      onConfirm={confirm}
      onClose={onClose}
      busy={order.isPending}
      disabled={blocked}
      look={step === 'takeBack' ? 'danger' : 'primary'}
      width={step === 'takeBack' || step === 'post' ? 520 : 820}
      testId="arrival-dialog"
    >
      <p>{t(`arrivalStepText.${step}`)}</p>
      {order.error === null ? null : (
        <Notice tone="bad" testId="arrival-refused">
          {text(problemOf(order.error))}
        </Notice>
      )}
      {step === 'arrive' ? (
        <div className="application-form">
          {row.source === 'PURCHASE' ? (
            <Field label={t('receipt.warehouse')}>
              <Choice
                value={warehouseId}
                onChange={setWarehouseId}
                choices={[['', ''], ...warehouses]}
                testId="arrival-warehouse"
              />
            </Field>
          ) : null}
          <Field label={t('receipt.arrived')}>
            <DateInput
              value={arrivedDate}
              label={t('receipt.arrived')}
              onChange={setArrivedDate}
              testId="arrival-date"
            />
          </Field>
          <Field label={t('goodsOrder.carrier')}>
            <Text value={carrier} onChange={setCarrier} testId="arrival-carrier" />
          </Field>
          <Field label={t('goodsOrder.waybill')}>
            <Text value={waybill} onChange={setWaybill} testId="arrival-waybill" mono />
          </Field>
        </div>
      ) : null}
      {step === 'check' ? <FoundLines lines={open} found={found} written={written} onChange={setWritten} /> : null}
      {step === 'post' ? <FoundList found={found} /> : null}
      <StepNote value={note} onChange={setNote} isNeeded={needsNote} testId="arrival-note" />
    </ConfirmDialog>
  );
}

/** What was found, to be read before it is posted. */
function FoundList({ found }: { found: Found }) {
  const { t } = useTranslation();
  return (
    <table className="plain-table" data-testid="arrival-found">
      <tbody>
        {found.map(({ partNo, ...line }) => (
          <tr key={partNo}>
            <td className="mono">{partNo}</td>
            {(['okMilli', 'damagedMilli', 'wrongMilli', 'overMilli'] as const).map((quantity) => (
              <td key={quantity}>
                {t(`arrival.${quantity}`)} <b>{formatQty(line[quantity])}</b>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
