import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PurchaseRow } from '../../../src-shared/contract/purchase.contract.ts';
import { PURCHASE_RULES, type PurchaseStep } from '../../../src-shared/domain/parts/purchase-request.ts';
import { api } from '../../api/client.ts';
import { problemOf } from '../../api/problem.ts';
import { useOrder } from '../../api/use-api.ts';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { StepNote } from '../../ui/StepNote.tsx';
import { Notice } from '../../ui/Tag.tsx';
import { showToast } from '../../ui/toasts.ts';
import { useProblemText } from '../../ui/use-problem-text.ts';

interface PurchaseStepDialogProps {
  request: PurchaseRow;
  step: PurchaseStep;
  onDone: () => Promise<void>;
  onClose: () => void;
}

/** One step of a purchase request, with the reason or the number of the order it needs. */
export function PurchaseStepDialog({ request, step, onDone, onClose }: PurchaseStepDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const [written, setWritten] = useState('');
  const { needs } = PURCHASE_RULES[step];
  const order = useOrder(api.parts.stepPurchase, async ({ requestNo, status }) => {
    showToast({ text: t('preparation.moved', { no: requestNo, status: t(`purchaseStatus.${status}`) }) });
    await onDone();
  });
  return (
    <ConfirmDialog
      title={`${t(`purchaseStep.${step}`)} · ${request.requestNo}`}
      confirmText={t(`purchaseStep.${step}`)}
      onConfirm={() => order.mutate({ requestId: request.id, version: request.version, step, text: written })}
      onClose={onClose}
      busy={order.isPending}
      disabled={needs !== null && written.trim() === ''}
      look={needs === 'note' ? 'danger' : 'primary'}
      testId="purchase-step-dialog"
    >
      <p>{t(`purchaseStepText.${step}`)}</p>
      {order.error === null ? null : (
        <Notice tone="bad" testId="purchase-step-refused">
          {text(problemOf(order.error))}
        </Notice>
      )}
      {needs === 'number' ? (
        <label className="field">
          <span className="label">{t('purchase.erpNo')}</span>
          <input
            className="input mono"
            autoFocus
            maxLength={40}
            value={written}
            onChange={(event) => setWritten(event.target.value.normalize('NFKC'))}
            data-testid="purchase-number"
          />
        </label>
      ) : (
        <StepNote
          value={written}
          onChange={setWritten}
          isNeeded={needs === 'note'}
          begins
          testId="purchase-step-note"
        />
      )}
    </ConfirmDialog>
  );
}
