import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { PrintBatch } from '../../src-shared/contract/print.contract.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useOrder } from '../api/use-api.ts';
import { useSession } from '../session/use-session.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { formatInteger } from '../ui/format.ts';
import { Notice } from '../ui/Tag.tsx';
import { showToast } from '../ui/toasts.ts';
import { useProblemText } from '../ui/use-problem-text.ts';
import { PreviewFrame } from './PreviewFrame.tsx';

type Batch = z.infer<typeof PrintBatch>;

/** Sheets sent at a time where the host prints by itself: what stands behind can still be stopped. */
const SHEETS_AT_ONCE = 50;

/** A batch at the printer: it is sent, then a person says how far it came; what is left stays for later. */
export function PrintRun({ batch: first, onClose }: { batch: Batch; onClose: () => void }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const [batch, setBatch] = useState(first);
  const printing = usePrinting(batch);
  const [through, setThrough] = useState('');
  const [spoiled, setSpoiled] = useState('0');
  const [reason, setReason] = useState('');
  const confirm = useOrder(api.print.confirm, (next) => {
    if (next.state === 'done') {
      showToast({ text: t('print.done', { pages: formatInteger(next.pageCount) }) });
      onClose();
      return;
    }
    setBatch(next);
    setThrough('');
    setSpoiled('0');
    printing.reset();
  });
  const report = (throughPage: number, sheets: number): void =>
    confirm.mutate({
      batchId: batch.id,
      throughPage,
      spoiled: Array.from({ length: Math.min(sheets, batch.pageCount - throughPage) }, (_, index) => ({
        pageNo: throughPage + 1 + index,
        reason,
      })),
    });
  const stopped = through === '' ? null : Math.trunc(Number(through));
  return (
    <Dialog
      title={t('print.running', { form: t(`print.form.${batch.formKey}`) })}
      onClose={onClose}
      width={1180}
      testId="print-run"
    >
      <form
        className="print-work"
        onSubmit={(event) => {
          event.preventDefault();
          if (!printing.sent || confirm.isPending) return;
          if (stopped === null) report(batch.pageCount, 0);
          else report(stopped, Math.max(0, Math.trunc(Number(spoiled))));
        }}
      >
        <div className="print-side">
          <p data-testid="print-run-pages">
            {t('print.runPages', { from: formatInteger(batch.nextPage), to: formatInteger(batch.pageCount) })}
          </p>
          {batch.serialText === null ? null : (
            <p>
              {t('print.nextSerial')} <b className="mono">{batch.serialText}</b>
            </p>
          )}
          {printing.problem === null ? null : <Notice tone="bad">{text(printing.problem)}</Notice>}
          {confirm.error === null ? null : <Notice tone="bad">{text(problemOf(confirm.error))}</Notice>}
          {printing.sent ? (
            <>
              <Notice tone="info">{t('print.ask')}</Notice>
              <label className="field">
                <span className="label">{t('print.through')}</span>
                <input
                  className="input"
                  type="number"
                  min={batch.nextPage - 1}
                  max={batch.pageCount}
                  value={through}
                  placeholder={t('print.throughAll')}
                  autoFocus
                  data-testid="print-through"
                  onChange={(event) => setThrough(event.target.value)}
                />
              </label>
              {stopped === null ? null : (
                <>
                  <label className="field">
                    <span className="label">{t('print.spoiled')}</span>
                    <input
                      className="input"
                      type="number"
                      min={0}
                      max={batch.pageCount - stopped}
                      value={spoiled}
                      data-testid="print-spoiled"
                      onChange={(event) => setSpoiled(event.target.value)}
                    />
                  </label>
                  <label className="field">
                    <span className="label">{t('print.spoilReason')}</span>
                    <input
                      className="input"
                      value={reason}
                      maxLength={200}
                      data-testid="print-spoil-reason"
                      onChange={(event) => setReason(event.target.value)}
                    />
                  </label>
                </>
              )}
              <div className="dialog-foot print-foot">
                <Button onClick={onClose} keyName="Esc">
                  {t('print.later')}
                </Button>
                <Button onClick={printing.reset} testId="print-again">
                  {t('print.sendAgain')}
                </Button>
                <Button type="submit" look="primary" keyName="⏎" disabled={confirm.isPending} testId="print-confirm">
                  {t(stopped === null ? 'print.allGood' : 'print.goOn')}
                </Button>
              </div>
            </>
          ) : (
            <Notice tone="info" testId="print-progress">
              {t('print.sending', { done: formatInteger(printing.done), total: formatInteger(batch.pageCount) })}
            </Notice>
          )}
        </div>
        <PreviewFrame key={printing.round} address={batch.address} frame={printing.frame} onShown={printing.start} />
      </form>
    </Dialog>
  );
}

interface Printing {
  frame: React.RefObject<HTMLIFrameElement | null>;
  /** Counts up with every attempt, so that the frame loads anew and prints again. */
  round: number;
  sent: boolean;
  done: number;
  problem: { reason: string; details: Record<string, string | number | boolean | null> } | null;
  start: () => void;
  reset: () => void;
}

/** Sends the batch once its document is shown: by the host's printer in portions, or by the browser's own print. */
function usePrinting(batch: Batch): Printing {
  const session = useSession();
  const native = session.data?.capabilities.printing === 'native';
  const frame = useRef<HTMLIFrameElement | null>(null);
  const [round, setRound] = useState(0);
  const [state, setState] = useState<Pick<Printing, 'sent' | 'done' | 'problem'>>({
    sent: false,
    done: batch.nextPage - 1,
    problem: null,
  });
  const started = useRef(-1);
  const sendByHost = async (): Promise<void> => {
    for (let from = batch.nextPage; from <= batch.pageCount; from += SHEETS_AT_ONCE) {
      const toPage = Math.min(batch.pageCount, from + SHEETS_AT_ONCE - 1);
      await api.print.send({ batchId: batch.id, fromPage: from, toPage });
      setState((before) => ({ ...before, done: toPage }));
    }
  };
  const start = (): void => {
    if (started.current === round) return;
    started.current = round;
    if (!native) {
      frame.current?.contentWindow?.print();
      setState({ sent: true, done: batch.pageCount, problem: null });
      return;
    }
    sendByHost().then(
      () => setState((before) => ({ ...before, sent: true })),
      (error: unknown) => setState((before) => ({ ...before, sent: true, problem: problemOf(error) })),
    );
  };
  return {
    frame,
    round,
    ...state,
    start,
    reset: () => {
      setState({ sent: false, done: 0, problem: null });
      setRound((before) => before + 1);
    },
  };
}
