import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { StatementAction, StatementDetail } from '../../src-shared/contract/settlement.contract.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useOrder } from '../api/use-api.ts';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { formatFen } from '../ui/format.ts';
import { useKeys } from '../ui/keyboard.ts';
import { StepButtons, usePaperSteps, type StepTable } from '../ui/paper-steps.tsx';
import { requestPrint } from '../ui/print-request.ts';
import { Notice } from '../ui/Tag.tsx';
import { showToast } from '../ui/toasts.ts';
import { useExport } from '../ui/use-export.ts';
import { useProblemText } from '../ui/use-problem-text.ts';
import { InvoiceDialog } from './InvoiceDialog.tsx';
import { PaymentDialog } from './PaymentDialog.tsx';

type Detail = z.infer<typeof StatementDetail>;
type Action = z.infer<typeof StatementAction>;
/** A step with a dialog of its own, or one of those asked the same way. */
type Asking = Action | 'invoice' | 'pay';

/** A approves whatever is next, as in the queue. */
const STEPS: StepTable<Asking> = [
  ['propose', 'A', 'primary'],
  ['approve', 'A', 'primary'],
  ['send', 'S', 'primary'],
  ['confirm', 'C', 'primary'],
  ['object', 'D', 'normal'],
  ['close', 'L', 'primary'],
  ['sendBack', 'R', 'normal'],
  ['void', 'V', 'bad'],
  ['invoice', 'I', 'primary'],
  ['pay', 'P', 'primary'],
];
const WITH_NOTE: ReadonlySet<Action> = new Set(['confirm', 'object', 'sendBack', 'void']);

/** The steps this user may do now, and the workbook. */
export function StatementTools({
  detail,
  onMoved,
  onBack,
}: {
  detail: Detail;
  onMoved: () => Promise<unknown>;
  onBack: () => void;
}) {
  const { t } = useTranslation();
  const startExport = useExport();
  const { statement } = detail;
  const exportThis = (): void => startExport({ report: 'statement', statementId: statement.id });
  const print = (): void => requestPrint({ subject: 'statement', ids: [statement.id] });
  const {
    open: asking,
    close,
    done,
    steps,
    keys,
  } = usePaperSteps<Asking, Asking>({
    table: STEPS,
    allowed: detail.allowedActions,
    words: (step) => t(`statementAction.${step}`),
    openOf: (step) => step,
    refresh: onMoved,
  });
  useKeys({ 'Ctrl+KeyE': exportThis, 'Ctrl+KeyP': print, ...keys });
  return (
    <div className="tools">
      <Button onClick={onBack} keyName="Esc">
        {t('ui.back')}
      </Button>
      <span className="grow" />
      <StepButtons steps={steps} mark="statement" />
      <Button keyName="Ctrl P" onClick={print} testId="print">
        {t('print.button')}
      </Button>
      <Button keyName="Ctrl E" onClick={exportThis} testId="export">
        {t('claims.export')}
      </Button>
      {asking === 'invoice' ? <InvoiceDialog detail={detail} onDone={() => void done()} onClose={close} /> : null}
      {asking === 'pay' ? <PaymentDialog detail={detail} onDone={() => void done()} onClose={close} /> : null}
      {asking === null || asking === 'invoice' || asking === 'pay' ? null : (
        <StepDialog detail={detail} action={asking} onDone={done} onClose={close} />
      )}
    </div>
  );
}

interface StepDialogProps {
  detail: Detail;
  action: Action;
  onDone: () => Promise<void>;
  onClose: () => void;
}

function StepDialog({ detail, action, onDone, onClose }: StepDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const [note, setNote] = useState('');
  const { statement } = detail;
  const needsNote = WITH_NOTE.has(action);
  const advance = useOrder(api.settlement.advance, (outcome) => {
    if (outcome.outcome !== 'applied') return undefined;
    showToast({ text: t('settlement.moved', { no: statement.no }) });
    return onDone();
  });
  const refused = advance.data !== undefined && advance.data.outcome !== 'applied' ? advance.data : null;
  return (
    <ConfirmDialog
      title={`${t(`statementAction.${action}`)} · ${statement.no}`}
      confirmText={t(`statementAction.${action}`)}
      onConfirm={() => advance.mutate({ statementId: statement.id, version: statement.version, action, note })}
      onClose={onClose}
      busy={advance.isPending}
      disabled={needsNote && note.trim() === ''}
      look={action === 'void' ? 'danger' : 'primary'}
      testId="advance-dialog"
    >
      <p>
        {t('settlement.advanceText', {
          claimantName: statement.claimantName,
          claims: detail.claims.length,
          payable: formatFen(statement.payableFen),
        })}
      </p>
      {advance.error === null ? null : <Notice tone="bad">{text(problemOf(advance.error))}</Notice>}
      {refused === null ? null : (
        <Notice tone="bad" testId="step-refused">
          {text({ reason: refused.reason ?? 'unexpected', details: refused.details })}
        </Notice>
      )}
      <input
        className="input"
        maxLength={500}
        placeholder={t(needsNote ? 'settlement.noteRequired' : 'claims.noteOptional')}
        aria-label={t('claims.note')}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        data-testid="step-note"
      />
    </ConfirmDialog>
  );
}
