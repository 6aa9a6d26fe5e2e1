import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountSheetDetail, CountStep, CountStepResult } from '../../src-shared/contract/counts.contract.ts';
import { COUNT_TRANSITIONS } from '../../src-shared/domain/counts/sheet-transition.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useOrder } from '../api/use-api.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { formatFen } from '../ui/format.ts';
import { StepNote } from '../ui/StepNote.tsx';
import { Notice } from '../ui/Tag.tsx';
import { showToast } from '../ui/toasts.ts';
import { useProblemText } from '../ui/use-problem-text.ts';

export interface Asking {
  /** Taking the sheet out to Excel asks nothing. */
  step: Exclude<CountStep, 'export'>;
  /** Lines to be counted again. */
  lineIds: string[];
}

interface StepDialogProps {
  detail: CountSheetDetail;
  asking: Asking;
  onDone: () => Promise<void>;
  onClose: () => void;
}

/** One step of a sheet, said in figures before it is taken. */
export function StepDialog({ detail, asking, onDone, onClose }: StepDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const [note, setNote] = useState('');
  const { sheet, lines } = detail;
  const { step, lineIds } = asking;
  const { needsNote } = COUNT_TRANSITIONS[step];
  const order = useOrder(api.counts.step, (result) => {
    showToast({ text: outcomeText(result) });
    return onDone();
  });
  const outcomeText = ({ status, recount, lateLines, waitsFor }: CountStepResult): string => {
    const no = sheet.sheetNo;
    if (lateLines > 0) return t('counts.lateLines', { no, number: lateLines });
    if (waitsFor !== null) return t('counts.waitsFor', { no, role: t(`role.${waitsFor}`) });
    if (status === 'RECOUNT') return t('counts.toRecount', { no, number: recount });
    return t('counts.moved', { no, status: t(`countStatus.${status}`) });
  };
  const sum = (sign: number): number =>
    lines.reduce((all, line) => all + Math.max(0, sign * (line.varianceFen ?? 0)), 0);
  const figures = {
    ...{ lines: lines.length, chosen: lineIds.length, left: sheet.leftCount },
    ...{ differing: lines.filter(({ varianceMilli }) => (varianceMilli ?? 0) !== 0).length },
    ...{ gain: formatFen(sum(1)), loss: formatFen(sum(-1)) },
  };
  return (
    <ConfirmDialog
      title={`${t(`countStep.${step}`)} · ${sheet.sheetNo}`}
      confirmText={t(`countStep.${step}`)}
      onConfirm={() => order.mutate({ sheetId: sheet.id, version: sheet.version, step, note, lineIds })}
      onClose={onClose}
      busy={order.isPending}
      disabled={needsNote && note.trim() === ''}
      look={step === 'cancel' ? 'danger' : 'primary'}
      testId="count-step-dialog"
    >
      <p>{t(`countStepText.${step}`, figures)}</p>
      {order.error === null ? null : (
        <Notice tone="bad" testId="count-step-refused">
          {text(problemOf(order.error))}
        </Notice>
      )}
      {needsNote ? <StepNote value={note} onChange={setNote} isNeeded testId="count-note" /> : null}
    </ConfirmDialog>
  );
}
