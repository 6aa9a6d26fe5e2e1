import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StockPeriodDetail } from '../../src-shared/contract/count-periods.ts';
import { closeRefusal } from '../../src-shared/domain/counts/period-checklist.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useOrder } from '../api/use-api.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { StepNote } from '../ui/StepNote.tsx';
import { Notice } from '../ui/Tag.tsx';
import { showToast } from '../ui/toasts.ts';
import { useProblemText } from '../ui/use-problem-text.ts';
import { useReturnFocus } from '../ui/use-return-focus.ts';
import { PeriodChecklist } from './PeriodChecklist.tsx';

export type PeriodStep = 'close' | 'reopen';

interface PeriodDialogProps {
  month: string;
  step: PeriodStep;
  items: StockPeriodDetail['items'];
  onClose: () => void;
}

/** Closing a month after its checklist, or opening it again with the reason. */
export function PeriodDialog({ month, step, items, onClose }: PeriodDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const [note, setNote] = useState('');
  useReturnFocus();
  const order = useOrder(step === 'close' ? api.counts.closePeriod : api.counts.reopenPeriod, () => {
    showToast({ text: t(`periodDone.${step}`, { month }) });
    onClose();
  });
  const refusal = step === 'close' ? closeRefusal(items, note) : note.trim() === '' ? 'period-needs-note' : null;
  const needsNote = step === 'reopen' || closeRefusal(items, '') === 'period-needs-note';
  return (
    <ConfirmDialog
      title={`${t(`periodStep.${step}`)} · ${month}`}
      confirmText={t(`periodStep.${step}`)}
      onConfirm={() => order.mutate({ month, note })}
      onClose={onClose}
      busy={order.isPending}
      disabled={refusal !== null}
      look={step === 'reopen' ? 'danger' : 'primary'}
      testId="period-dialog"
    >
      <p>{t(`periodText.${step}`, { month })}</p>
      {step === 'close' ? <PeriodChecklist items={items} /> : null}
      {refusal === 'period-not-ready' ? <Notice tone="bad">{t('period.notReady')}</Notice> : null}
      {order.error === null ? null : (
        <Notice tone="bad" testId="period-refused">
          {text(problemOf(order.error))}
        </Notice>
      )}
      {needsNote ? (
        <StepNote
          value={note}
          onChange={setNote}
          isNeeded
          hint={step === 'reopen' ? undefined : t('period.explain')}
          testId="period-note"
        />
      ) : null}
    </ConfirmDialog>
  );
}
