import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PreparationLineRow, PreparationRow } from '../../../src-shared/contract/preparation.contract.ts';
import { api } from '../../api/client.ts';
import { problemOf } from '../../api/problem.ts';
import { useOrder } from '../../api/use-api.ts';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { formatQty } from '../../ui/format.ts';
import { Notice } from '../../ui/Tag.tsx';
import { useProblemText } from '../../ui/use-problem-text.ts';
import { milliOf, milliText } from '../milli-text.ts';

interface ChangeDialogProps {
  plan: PreparationRow;
  line: PreparationLineRow;
  onDone: () => Promise<void>;
  onClose: () => void;
}

/** Another quantity for one line, with its reason; what was proposed stays beside it. */
export function ChangeDialog({ plan, line, onDone, onClose }: ChangeDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const [qty, setQty] = useState(milliText(line.confirmedMilli));
  const [reason, setReason] = useState(line.changeReason ?? '');
  const order = useOrder(api.parts.changePreparation, onDone);
  const qtyMilli = milliOf(qty);
  return (
    <ConfirmDialog
      title={`${t('preparation.change')} · ${line.partNo} ${line.warehouseName}`}
      confirmText={t('preparation.changeConfirm')}
      onConfirm={() => order.mutate({ planId: plan.id, version: plan.version, lineId: line.id, qtyMilli, reason })}
      onClose={onClose}
      busy={order.isPending}
      disabled={Number.isNaN(qtyMilli) || reason.trim() === ''}
      testId="change-dialog"
    >
      {order.error === null ? null : (
        <Notice tone="bad" testId="change-refused">
          {text(problemOf(order.error))}
        </Notice>
      )}
      <p className="dim">
        {t('preparation.changeText', {
          ...{ want: formatQty(line.wantMilli ?? 0), proposed: formatQty(line.proposedMilli ?? 0) },
          supply: formatQty(line.supplyMilli ?? 0),
        })}
      </p>
      <label className="field">
        <span className="label">{t('preparation.confirmed')}</span>
        <input
          className="input num"
          inputMode="decimal"
          autoFocus
          value={qty}
          onChange={(event) => setQty(event.target.value)}
          data-testid="change-qty"
        />
      </label>
      <label className="field">
        <span className="label">{t('preparation.changeReason')}</span>
        <input
          className="input"
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          data-testid="change-reason"
        />
      </label>
    </ConfirmDialog>
  );
}
