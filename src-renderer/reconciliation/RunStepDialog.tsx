import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReconRunRow, ReconStep } from '../../src-shared/contract/reconciliation.contract.ts';
import { RECON_ACTIONS } from '../../src-shared/domain/reconciliation/run-transition.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useOrder } from '../api/use-api.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { StepNote } from '../ui/StepNote.tsx';
import { Notice } from '../ui/Tag.tsx';
import { showToast } from '../ui/toasts.ts';
import { useProblemText } from '../ui/use-problem-text.ts';

export type RunStep = ReconStep;

interface RunStepDialogProps {
  run: ReconRunRow;
  step: RunStep;
  onClose: () => void;
}

/** One step of a run, said in figures before it is taken. */
export function RunStepDialog({ run, step, onClose }: RunStepDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const [note, setNote] = useState('');
  const { needsNote } = RECON_ACTIONS[step];
  const order = useOrder(api.reconciliation.step, ({ status, changed }) => {
    const no = run.runNo;
    if (status === 'SIGNED') showToast({ text: t('recon.signed', { no }) });
    else if (status === 'CANCELLED') showToast({ text: t('recon.cancelled', { no }) });
    else showToast({ text: changed === 0 ? t('recon.same') : t('recon.changed', { number: changed }) });
    onClose();
  });
  return (
    <ConfirmDialog
      title={`${t(`reconStep.${step}`)} · ${run.runNo}`}
      confirmText={t(`reconStep.${step}`)}
      onConfirm={() => order.mutate({ runId: run.id, version: run.version, step, note })}
      onClose={onClose}
      busy={order.isPending}
      disabled={needsNote && note.trim() === ''}
      look={step === 'cancel' ? 'danger' : 'primary'}
      testId="recon-step-dialog"
    >
      <p>{t(`reconStepText.${step}`, { differing: run.differingCount, unexplained: run.unexplainedCount })}</p>
      {order.error === null ? null : (
        <Notice tone="bad" testId="recon-step-refused">
          {text(problemOf(order.error))}
        </Notice>
      )}
      {needsNote ? <StepNote value={note} onChange={setNote} isNeeded testId="recon-note" /> : null}
    </ConfirmDialog>
  );
}
