import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { StatementAction, type StatementDetail } from '../../src-shared/contract/settlement.contract.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useOrder } from '../api/use-api.ts';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { formatFen } from '../ui/format.ts';
import { useKeys } from '../ui/keyboard.ts';
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

/** The key of each step; the letter stands on the button. A approves whatever is next, as in the queue. */
const KEY_OF: Readonly<Record<Asking, string>> = {
  ...{ propose: 'A', approve: 'A', send: 'S', confirm: 'C', object: 'D', invoice: 'I', close: 'L', pay: 'P' },
  ...{ sendBack: 'R', void: 'V' },
};
const FORWARD: ReadonlySet<Asking> = new Set(['propose', 'approve', 'send', 'confirm', 'invoice', 'close', 'pay']);
const WITH_NOTE: ReadonlySet<Action> = new Set(['confirm', 'object', 'sendBack', 'void']);
const LOOKS = (action: Asking): 'primary' | 'bad' | 'normal' =>
  action === 'void' ? 'bad' : FORWARD.has(action) ? 'primary' : 'normal';

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
  const [asking, setAsking] = useState<Asking | null>(null);
  const { statement } = detail;
  const exportThis = (): void => startExport({ report: 'statement', statementId: statement.id });
  const print = (): void => requestPrint({ subject: 'statement', ids: [statement.id] });
  const asks: readonly Asking[] = [...StatementAction.options, 'invoice', 'pay'];
  const actions = asks.filter((action) => detail.allowedActions.includes(action));
  useKeys({
    'Ctrl+KeyE': exportThis,
    'Ctrl+KeyP': print,
    ...Object.fromEntries(actions.map((action) => [`Key${KEY_OF[action]}`, () => setAsking(action)])),
  });
  // The dialog goes when the next steps are known, so that the key of the next one already acts.
  const done = async (): Promise<void> => {
    await onMoved();
    setAsking(null);
  };
  const close = (): void => setAsking(null);
  return (
    <div className="tools">
      <Button onClick={onBack} keyName="Esc">
        {t('settlement.back')}
      </Button>
      <span className="grow" />
      {actions.map((action) => (
        <Button
          key={action}
          look={LOOKS(action)}
          keyName={KEY_OF[action]}
          testId={`statement-${action}`}
          onClick={() => setAsking(action)}
        >
          {t(`statementAction.${action}`)}
        </Button>
      ))}
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
