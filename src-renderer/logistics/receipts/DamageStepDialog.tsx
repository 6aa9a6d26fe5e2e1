import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DamageDetail, DamageStep } from '../../../src-shared/contract/goods-receipts.contract.ts';
import {
  DAMAGE_RULES,
  DISPOSITIONS,
  LIABILITIES,
  type Disposition,
  type Liability,
} from '../../../src-shared/domain/logistics/damage-transition.ts';
import { api } from '../../api/client.ts';
import { problemOf } from '../../api/problem.ts';
import { useOrder } from '../../api/use-api.ts';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { StepNote } from '../../ui/StepNote.tsx';
import { Notice } from '../../ui/Tag.tsx';
import { showToast } from '../../ui/toasts.ts';
import { useProblemText } from '../../ui/use-problem-text.ts';
import { fenOf } from '../application-draft.ts';
import { Choice, Field, Text } from '../FormFields.tsx';

interface StepDialogProps {
  detail: DamageDetail;
  step: DamageStep;
  onDone: () => Promise<void>;
  onClose: () => void;
}

/** One step of a report, with what it needs and nothing else; the claim that is proposed is what the goods are worth. */
export function DamageStepDialog({ detail, step, onDone, onClose }: StepDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const { row } = detail;
  const [note, setNote] = useState('');
  const [liability, setLiability] = useState<Liability>('CARRIER');
  const [claim, setClaim] = useState((row.valueFen / 100).toFixed(2));
  const [disposition, setDisposition] = useState<Disposition>('SCRAP');
  const [claimNo, setClaimNo] = useState('');
  const order = useOrder(api.logistics.stepDamage, async ({ status, reportNo }) => {
    showToast({ text: t('logistics.moved', { no: reportNo, status: t(`damageStatus.${status}`) }) });
    await onDone();
  });
  const needsNote = DAMAGE_RULES[step].needsNote === true;
  const claimFen = fenOf(claim);
  const blocked =
    (needsNote && note.trim() === '') ||
    (step === 'setLiability' && claimFen === null) ||
    (step === 'claim' && claimNo.trim() === '');
  const confirm = (): void =>
    order.mutate({
      ...{ reportId: row.id, version: row.version, step, note, claimNo },
      liability: step === 'setLiability' ? liability : null,
      claimFen: step === 'setLiability' ? claimFen : null,
      disposition: step === 'dispose' ? disposition : null,
    });
  return (
    <ConfirmDialog
      title={`${t(`damageAction.${step}`)} · ${row.reportNo}`}
      confirmText={t(`damageAction.${step}`)}
      onConfirm={confirm}
      onClose={onClose}
      busy={order.isPending}
      disabled={blocked}
      testId="damage-step-dialog"
    >
      <p>{t(`damageStepText.${step}`)}</p>
      {order.error === null ? null : (
        <Notice tone="bad" testId="damage-step-refused">
          {text(problemOf(order.error))}
        </Notice>
      )}
      {step === 'setLiability' ? (
        <>
          <Field label={t('damage.liability')}>
            <Choice
              value={liability}
              onChange={(value) => setLiability(value as Liability)}
              choices={LIABILITIES.map((each) => [each, t(`liability.${each}`)])}
              testId="damage-liability"
            />
          </Field>
          {liability === 'SELF' ? null : (
            <Field label={t('damage.claimYuan')}>
              <Text value={claim} onChange={setClaim} testId="damage-claim" mono />
            </Field>
          )}
        </>
      ) : null}
      {step === 'dispose' ? (
        <Field label={t('damage.disposition')}>
          <Choice
            value={disposition}
            onChange={(value) => setDisposition(value as Disposition)}
            choices={DISPOSITIONS.map((each) => [each, t(`disposition.${each}`)])}
            testId="damage-disposition"
          />
        </Field>
      ) : null}
      {step === 'claim' ? (
        <Field label={t('damage.claimNo')}>
          <Text value={claimNo} onChange={setClaimNo} testId="damage-claim-no" autoFocus mono />
        </Field>
      ) : null}
      <StepNote value={note} onChange={setNote} isNeeded={needsNote} testId="damage-step-note" />
    </ConfirmDialog>
  );
}
