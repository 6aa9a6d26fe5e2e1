import { useTranslation } from 'react-i18next';
import type { HandoverSummary } from '../../src-shared/contract/handover.contract.ts';
import { problemOf } from '../api/problem.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { formatFen, formatInteger } from '../ui/format.ts';
import { Figure } from '../ui/Panel.tsx';
import { Notice } from '../ui/Tag.tsx';
import { useProblemText } from '../ui/use-problem-text.ts';

const CONTROL_DIGITS = 1_000_000_000;

interface HandoverConfirmProps {
  fromName: string;
  toName: string;
  going: readonly HandoverSummary[];
  error: Error | null;
  busy: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Count, sum and control number of everything that goes; what the server finds is compared with them once more. */
export function HandoverConfirm({ fromName, toName, going, error, busy, onConfirm, onClose }: HandoverConfirmProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const sum = (pick: (kind: HandoverSummary) => number): number => going.reduce((all, kind) => all + pick(kind), 0);
  return (
    <ConfirmDialog
      title={t('handover.title', { from: fromName, to: toName })}
      confirmText={t('handover.confirm')}
      onConfirm={onConfirm}
      onClose={onClose}
      busy={busy}
      testId="handover-dialog"
    >
      <div className="figures">
        <Figure label={t('handover.count')} value={formatInteger(sum(({ count }) => count))} testId="handover-count" />
        <Figure
          label={t('handover.amount')}
          value={`¥ ${formatFen(sum(({ amountFen }) => amountFen ?? 0))}`}
          testId="handover-sum"
        />
        <Figure
          label={t('claims.bulkControlNo')}
          value={formatInteger(sum(({ controlNo }) => controlNo) % CONTROL_DIGITS)}
          testId="handover-control"
        />
      </div>
      <span className="dim">{t('handover.allOrNone')}</span>
      {error === null ? null : (
        <Notice tone="bad" testId="handover-problem">
          {text(problemOf(error))}
        </Notice>
      )}
    </ConfirmDialog>
  );
}
