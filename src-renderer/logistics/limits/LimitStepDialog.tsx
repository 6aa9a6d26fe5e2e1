import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LimitChangeAsked } from '../../../src-shared/contract/limits.contract.ts';
import type { LimitChangeStep } from '../../../src-shared/domain/logistics/limit-change.ts';
import { api } from '../../api/client.ts';
import { problemOf } from '../../api/problem.ts';
import { useOrder } from '../../api/use-api.ts';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { formatFen } from '../../ui/format.ts';
import { StepNote } from '../../ui/StepNote.tsx';
import { Notice } from '../../ui/Tag.tsx';
import { useProblemText } from '../../ui/use-problem-text.ts';

interface LimitStepDialogProps {
  change: LimitChangeAsked;
  step: LimitChangeStep;
  onDone: () => Promise<void>;
  onClose: () => void;
}

/** Yes or no to a change somebody else has asked for; a no says why. */
export function LimitStepDialog({ change, step, onDone, onClose }: LimitStepDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const [note, setNote] = useState('');
  const order = useOrder(api.logistics.decideLimit, onDone);
  const isRefusal = step === 'refuse';
  return (
    <ConfirmDialog
      title={t(`limitStep.${step}`)}
      confirmText={t(`limitStep.${step}`)}
      onConfirm={() => order.mutate({ changeId: change.id, version: change.version, step, note })}
      onClose={onClose}
      busy={order.isPending}
      disabled={isRefusal && note.trim() === ''}
      look={isRefusal ? 'danger' : 'primary'}
      testId="limit-step-dialog"
    >
      <p>
        {t('limit.decideText', {
          ...{ kind: t(`limitChangeKind.${change.kind}`), amount: formatFen(change.amountFen) },
          ...{ rise: formatFen(change.riseFen), by: change.requestedByName },
        })}
      </p>
      <p>{change.reason}</p>
      {order.error === null ? null : (
        <Notice tone="bad" testId="limit-refused">
          {text(problemOf(order.error))}
        </Notice>
      )}
      <StepNote value={note} onChange={setNote} isNeeded={isRefusal} begins testId="limit-step-note" />
    </ConfirmDialog>
  );
}
