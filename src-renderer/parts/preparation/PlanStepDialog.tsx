import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PreparationRow } from '../../../src-shared/contract/preparation.contract.ts';
import { PREPARATION_RULES, type PreparationStep } from '../../../src-shared/domain/parts/preparation-plan.ts';
import { api } from '../../api/client.ts';
import { problemOf } from '../../api/problem.ts';
import { useOrder } from '../../api/use-api.ts';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { StepNote } from '../../ui/StepNote.tsx';
import { Notice } from '../../ui/Tag.tsx';
import { showToast } from '../../ui/toasts.ts';
import { useProblemText } from '../../ui/use-problem-text.ts';

interface PlanStepDialogProps {
  plan: PreparationRow;
  step: PreparationStep;
  onDone: () => Promise<void>;
  onClose: () => void;
}

/** One step of a plan, with what it does and a note where it needs one. */
export function PlanStepDialog({ plan, step, onDone, onClose }: PlanStepDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const [note, setNote] = useState('');
  const { needsNote } = PREPARATION_RULES[step];
  const order = useOrder(api.parts.stepPreparation, async ({ planNo, status, transfers, purchases }) => {
    showToast({
      text: t(transfers + purchases > 0 ? 'preparation.released' : 'preparation.moved', {
        ...{ no: planNo, status: t(`preparationStatus.${status}`), transfers, purchases },
      }),
    });
    await onDone();
  });
  return (
    <ConfirmDialog
      title={`${t(`preparationStep.${step}`)} · ${plan.planNo}`}
      confirmText={t(`preparationStep.${step}`)}
      onConfirm={() => order.mutate({ planId: plan.id, version: plan.version, step, note })}
      onClose={onClose}
      busy={order.isPending}
      disabled={needsNote && note.trim() === ''}
      look={needsNote ? 'danger' : 'primary'}
      testId="plan-step-dialog"
    >
      <p>{t(`preparationStepText.${step}`)}</p>
      {order.error === null ? null : (
        <Notice tone="bad" testId="plan-step-refused">
          {text(problemOf(order.error))}
        </Notice>
      )}
      <StepNote value={note} onChange={setNote} isNeeded={needsNote} begins testId="plan-step-note" />
    </ConfirmDialog>
  );
}
