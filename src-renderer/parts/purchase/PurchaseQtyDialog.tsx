import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PurchaseLineRow, PurchaseRow } from '../../../src-shared/contract/purchase.contract.ts';
import { isWholeUnit } from '../../../src-shared/domain/parts/movement-types.ts';
import { purchaseQtyRefusal } from '../../../src-shared/domain/parts/purchase-request.ts';
import { api } from '../../api/client.ts';
import { problemOf } from '../../api/problem.ts';
import { useOrder } from '../../api/use-api.ts';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { formatQty } from '../../ui/format.ts';
import { StepNote } from '../../ui/StepNote.tsx';
import { Notice } from '../../ui/Tag.tsx';
import { showToast } from '../../ui/toasts.ts';
import { useProblemText } from '../../ui/use-problem-text.ts';
import { milliOf, milliText } from '../milli-text.ts';
import { packText } from '../pack-text.ts';

interface PurchaseQtyDialogProps {
  request: PurchaseRow;
  line: PurchaseLineRow;
  onDone: () => Promise<void>;
  onClose: () => void;
}

/** For so long a change can be taken back by one key. */
const UNDO_MS = 30_000;

/** Another quantity for one line, judged while it is typed; it can be taken back as long as nobody has changed the request since. */
export function PurchaseQtyDialog({ request, line, onDone, onClose }: PurchaseQtyDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const [qty, setQty] = useState(milliText(line.qtyMilli));
  const [reason, setReason] = useState(line.changeReason ?? '');
  const qtyMilli = milliOf(qty);
  const isProposed = qtyMilli === line.proposedMilli;
  const { packMilli, moqMilli } = line;
  const refusal = purchaseQtyRefusal(qtyMilli, { packMilli, moqMilli, isWhole: isWholeUnit(line) });
  const lineId = line.id;
  const undo = async (version: number): Promise<void> => {
    const before = { qtyMilli: line.qtyMilli ?? 0, reason: line.changeReason ?? '' };
    try {
      await api.parts.changePurchase({ requestId: request.id, version, lineId, ...before });
      await onDone();
    } catch (error) {
      showToast({ text: text(problemOf(error)), tone: 'bad' });
    }
  };
  const order = useOrder(api.parts.changePurchase, async ({ version }) => {
    showToast({
      text: t('purchase.changed', { partNo: line.partNo, qty: formatQty(qtyMilli) }),
      untilMs: Date.now() + UNDO_MS,
      action: { label: t('ui.undo'), keyName: 'Z', run: () => void undo(version) },
    });
    await onDone();
  });
  const problem =
    refusal === null
      ? order.error === null
        ? null
        : problemOf(order.error)
      : { reason: refusal, details: { partNo: line.partNo, packQty: packMilli / 1000, moqQty: moqMilli / 1000 } };
  return (
    <ConfirmDialog
      title={`${t('purchase.change')} · ${line.partNo} ${line.partName}`}
      confirmText={t('purchase.changeConfirm')}
      onConfirm={() => order.mutate({ requestId: request.id, version: request.version, lineId, qtyMilli, reason })}
      onClose={onClose}
      busy={order.isPending}
      disabled={refusal !== null || (!isProposed && reason.trim() === '')}
      testId="purchase-qty-dialog"
    >
      {problem === null ? null : (
        <Notice tone="bad" testId="purchase-qty-refused">
          {text(problem)}
        </Notice>
      )}
      <p className="dim">
        {t('purchase.changeText', {
          ...{ short: formatQty(line.shortMilli ?? 0), proposed: formatQty(line.proposedMilli ?? 0) },
          ...{ pack: packText(packMilli), moq: formatQty(moqMilli), uom: line.uom },
        })}
      </p>
      <label className="field">
        <span className="label">{t('purchase.qty')}</span>
        <input
          className="input num"
          inputMode="decimal"
          autoFocus
          value={qty}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setQty(event.target.value)}
          data-testid="purchase-qty"
        />
      </label>
      <StepNote
        value={reason}
        onChange={setReason}
        isNeeded={!isProposed}
        begins={false}
        testId="purchase-qty-reason"
      />
    </ConfirmDialog>
  );
}
