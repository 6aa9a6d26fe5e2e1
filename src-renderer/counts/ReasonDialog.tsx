import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountLineRow, CountSheetDetail } from '../../src-shared/contract/counts.contract.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useOrder } from '../api/use-api.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { formatQty } from '../ui/format.ts';
import { Notice } from '../ui/Tag.tsx';
import { useProblemText } from '../ui/use-problem-text.ts';

interface ReasonDialogProps {
  detail: CountSheetDetail;
  lines: readonly CountLineRow[];
  onDone: () => Promise<void>;
  onClose: () => void;
}

/** Why one line differs, or all that have no reason yet; only reasons that fit the sign are offered. */
export function ReasonDialog({ detail, lines, onDone, onClose }: ReasonDialogProps) {
  const { t } = useTranslation();
  const problem = useProblemText();
  const offered = detail.reasons.filter(({ sign }) => lines.every((line) => fits(sign, line.varianceMilli ?? 0)));
  const [reasonCode, setReasonCode] = useState(lines[0]?.reasonCode ?? offered[0]?.code ?? '');
  const [reasonText, setReasonText] = useState(lines[0]?.reasonText ?? '');
  const needsText = reasonCode === 'OTHER';
  const order = useOrder(api.counts.explain, onDone);
  const [only] = lines;
  const isTiming = reasonCode.startsWith('UNPOSTED');
  return (
    <ConfirmDialog
      title={
        lines.length === 1 && only !== undefined
          ? `${t('counts.reason')} · ${only.partNo} ${signedQty(only.varianceMilli ?? 0)}`
          : t('counts.reasonForMany', { number: lines.length })
      }
      confirmText={t('counts.reasonSave')}
      onConfirm={() =>
        order.mutate({
          ...{ sheetId: detail.sheet.id, lineIds: lines.map(({ id }) => id), reasonCode },
          reasonText: reasonText.trim() === '' ? null : reasonText.trim(),
        })
      }
      onClose={onClose}
      busy={order.isPending}
      disabled={reasonCode === '' || (needsText && reasonText.trim() === '')}
      testId="count-reason-dialog"
    >
      {order.error === null ? null : <Notice tone="bad">{problem(problemOf(order.error))}</Notice>}
      <select
        className="input"
        autoFocus
        aria-label={t('counts.reason')}
        value={reasonCode}
        onChange={(event) => setReasonCode(event.target.value)}
        data-testid="count-reason"
      >
        {offered.map(({ code, name }) => (
          <option key={code} value={code}>
            {t([`countReason.${code}`, 'ui.verbatim'], { value: name })}
          </option>
        ))}
      </select>
      <input
        className="input"
        maxLength={200}
        value={reasonText}
        placeholder={t(needsText ? 'counts.reasonTextNeeded' : 'claims.noteOptional')}
        aria-label={t('counts.note')}
        onChange={(event) => setReasonText(event.target.value)}
        data-testid="count-reason-text"
      />
      {isTiming ? <Notice tone="info">{t('counts.postInstead')}</Notice> : null}
    </ConfirmDialog>
  );
}

function fits(sign: string, milli: number): boolean {
  return sign === '±' || (sign === '+' ? milli >= 0 : milli <= 0);
}

const signedQty = (milli: number): string => `${milli > 0 ? '+' : ''}${formatQty(milli)}`;
