import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClaimDetail } from '../../src-shared/contract/claims.contract.ts';
import type { ReversalStep } from '../../src-shared/domain/claims/claim-reversal.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useOrder, useRefresh } from '../api/use-api.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { formatFen, formatInstant } from '../ui/format.ts';
import { Notice } from '../ui/Tag.tsx';
import { showToast } from '../ui/toasts.ts';
import { useProblemText } from '../ui/use-problem-text.ts';
import { ReasonDialog, useReasonText } from './ReasonDialog.tsx';

interface ReverseDialogProps {
  detail: ClaimDetail;
  onClose: () => void;
}

/** Penalties offered: how many times what was paid. */
const PENALTIES = [0, 1, 2, 3];

/** The supervisor proposes that what was paid is taken back; finance confirms or refuses (decision 0340). */
export function ReverseDialog({ detail, onClose }: ReverseDialogProps) {
  return detail.reversalSteps.includes('propose') ? (
    <ProposeDialog detail={detail} onClose={onClose} />
  ) : (
    <AnswerDialog detail={detail} onClose={onClose} />
  );
}

function useReversal({ detail, onClose }: ReverseDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const refresh = useRefresh('claims');
  const order = useOrder(api.settlement.reverseClaim, async (outcome, { step }) => {
    if (outcome.outcome !== 'applied') return;
    showToast({ text: t(`reversal.did.${step}`, { no: detail.claim.no ?? '' }) });
    onClose();
    await refresh();
  });
  const refused = order.data !== undefined && order.data.outcome !== 'applied' ? order.data : null;
  const problem =
    order.error !== null
      ? text(problemOf(order.error))
      : refused === null
        ? null
        : text({ reason: refused.reason ?? 'unexpected', details: refused.details });
  const give = (step: ReversalStep, more: { reasonCode: string | null; note: string; penaltyTimes: number }): void =>
    order.mutate({ claimId: detail.claim.id, adjustmentId: detail.reversal?.adjustmentId ?? null, step, ...more });
  return { give, isBusy: order.isPending, problem };
}

function ProposeDialog(props: ReverseDialogProps) {
  const { detail, onClose } = props;
  const { t } = useTranslation();
  const { give, isBusy, problem } = useReversal(props);
  const { approvedFen, no, statementNo } = detail.claim;
  return (
    <ReasonDialog
      title={t('reversal.proposeTitle', { no: no ?? '' })}
      confirmText={t('reversal.step.propose')}
      noteRequired
      noteHint={t('reversal.why')}
      note=""
      anchorLabel={t('reversal.penalty')}
      anchors={PENALTIES.map((times) => ({
        value: String(times),
        label:
          times === 0
            ? t('reversal.noPenalty')
            : t('reversal.penaltyTimes', { times, amount: formatFen(approvedFen * times) }),
      }))}
      onClose={onClose}
      onConfirm={(reasonCode, note, times) => {
        if (!isBusy) give('propose', { reasonCode, note, penaltyTimes: Number(times) });
      }}
    >
      <Notice tone="info" testId="reversal-facts">
        {t('reversal.proposeText', { amount: formatFen(approvedFen), statementNo: statementNo ?? '–' })}
      </Notice>
      {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
    </ReasonDialog>
  );
}

function AnswerDialog(props: ReverseDialogProps) {
  const { detail, onClose } = props;
  const { t } = useTranslation();
  const reasonText = useReasonText();
  const { reversal, reversalSteps } = detail;
  const [step, setStep] = useState<ReversalStep | undefined>(reversalSteps[0]);
  const [note, setNote] = useState('');
  const { give, isBusy, problem } = useReversal(props);
  if (reversal === null || step === undefined) return null;
  return (
    <ConfirmDialog
      title={t('reversal.answerTitle', { no: detail.claim.no ?? '' })}
      confirmText={t(`reversal.step.${step}`)}
      look={step === 'confirm' ? 'danger' : 'primary'}
      onConfirm={() => give(step, { reasonCode: null, note, penaltyTimes: 0 })}
      onClose={onClose}
      busy={isBusy}
      disabled={step === 'refuse' && note.trim() === ''}
      testId="reversal-dialog"
    >
      <p>
        {t('reversal.answerText', {
          ...{ amount: formatFen(-reversal.amountFen), penalty: formatFen(-reversal.penaltyFen) },
          ...{ name: reversal.proposedByName ?? '–', at: formatInstant(reversal.proposedAtMs) },
        })}
      </p>
      <p>
        {reversal.reasonCode === null ? '' : `${reasonText(reversal.reasonCode)} · `}
        {reversal.note}
      </p>
      {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
      {reversalSteps.length < 2 ? null : (
        <select
          className="input"
          aria-label={t('reversal.answer')}
          value={step}
          onChange={(event) => setStep(reversalSteps.find((one) => one === event.target.value))}
          data-testid="reversal-step"
        >
          {reversalSteps.map((one) => (
            <option key={one} value={one}>
              {t(`reversal.step.${one}`)}
            </option>
          ))}
        </select>
      )}
      <input
        className="input"
        maxLength={500}
        placeholder={t(step === 'refuse' ? 'settlement.noteRequired' : 'claims.noteOptional')}
        aria-label={t('claims.note')}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        data-testid="reversal-note"
      />
    </ConfirmDialog>
  );
}

/** What is taken back of a paid claim, and where it stands. */
export function ReversalNotice({ detail }: { detail: ClaimDetail }) {
  const { t } = useTranslation();
  const { reversal } = detail;
  if (reversal === null) return null;
  const { status, amountFen, penaltyFen, proposedByName, confirmedByName, statementNo } = reversal;
  return (
    <Notice tone={status === 'OPEN' ? 'warn' : 'bad'} testId="reversal">
      {t(`reversal.state.${status}`, {
        ...{ amount: formatFen(-amountFen), proposed: proposedByName ?? '–', confirmed: confirmedByName ?? '–' },
        statementNo: statementNo ?? '–',
      })}
      {penaltyFen === 0 ? '' : ` ${t('reversal.withPenalty', { penalty: formatFen(-penaltyFen) })}`}
    </Notice>
  );
}
