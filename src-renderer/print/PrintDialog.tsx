import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { FormOffer, PrintBatch, PrintOrder } from '../../src-shared/contract/print.contract.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useCall, useOrder } from '../api/use-api.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { formatInteger } from '../ui/format.ts';
import type { PrintRequest } from '../ui/print-request.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/States.tsx';
import { Notice } from '../ui/Tag.tsx';
import { useProblemText } from '../ui/use-problem-text.ts';
import { CalibrationDialog } from './CalibrationDialog.tsx';
import { fieldName } from './field-name.ts';
import { PreviewPdf } from './PreviewPdf.tsx';
import { PrintChoices, type Choices } from './PrintChoices.tsx';
import { PrintRun } from './PrintRun.tsx';
import { useLastPrinter } from './last-printer.ts';
import './print.css';

type Offer = z.infer<typeof FormOffer>;
type Batch = z.infer<typeof PrintBatch>;

/** Form, copies and printer on the left, the document itself on the right; Enter prints, then a person says what came out. */
export function PrintDialog({ request, onClose }: { request: PrintRequest; onClose: () => void }) {
  const { t } = useTranslation();
  const ids = [...request.ids];
  const forms = useCall(['print', 'forms', request.subject, ids], () =>
    api.print.forms({ subject: request.subject, ids }),
  );
  const [batch, setBatch] = useState<Batch | null>(null);
  if (batch !== null) return <PrintRun batch={batch} onClose={onClose} />;
  return (
    <Dialog title={t('print.title')} onClose={onClose} width={1180} testId="print-dialog">
      {forms.error !== null ? (
        <ErrorState error={forms.error} onRetry={() => void forms.refetch()} />
      ) : forms.data === undefined ? (
        <LoadingState lines={8} />
      ) : forms.data.length === 0 ? (
        <EmptyState title={t('print.noForms')} />
      ) : (
        <Choosing offers={forms.data} onClose={onClose} onBegun={setBatch} />
      )}
    </Dialog>
  );
}

interface ChoosingProps {
  offers: readonly Offer[];
  onClose: () => void;
  onBegun: (batch: Batch) => void;
}

function Choosing({ offers, onClose, onBegun }: ChoosingProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const [printerName, setPrinterName] = useLastPrinter();
  const [choices, setChoices] = useState<Choices>({
    formKey: offers[0]?.formKey ?? 'statement',
    copies: offers[0]?.copies ?? 1,
    isPreprinted: false,
  });
  const [calibrating, setCalibrating] = useState(false);
  const offer = offers.find(({ formKey }) => formKey === choices.formKey) ?? offers[0];
  const order: z.infer<typeof PrintOrder> = {
    ...choices,
    documentIds: offer?.documents.map(({ id }) => id) ?? [],
    printerName,
  };
  const preview = useCall(['print', 'preview', order], () => api.print.preview({ order }), { keep: true });
  const begin = useOrder(() => api.print.begin({ order }), onBegun);
  const blocked = preview.data === undefined || preview.data.pageCount === 0 || begin.isPending;
  return (
    <form
      className="print-work"
      onSubmit={(event) => {
        event.preventDefault();
        if (!blocked) begin.mutate(undefined);
      }}
    >
      <div className="print-side">
        <PrintChoices
          offers={offers}
          choices={choices}
          onChange={setChoices}
          printerName={printerName}
          onPrinter={setPrinterName}
        />
        {preview.error === null ? null : <Notice tone="bad">{text(problemOf(preview.error))}</Notice>}
        {begin.error === null ? null : <Notice tone="bad">{text(problemOf(begin.error))}</Notice>}
        {preview.data === undefined ? null : <Findings preview={preview.data} />}
        <div className="dialog-foot print-foot">
          <Button onClick={onClose} keyName="Esc">
            {t('ui.cancel')}
          </Button>
          <Button onClick={() => setCalibrating(true)} testId="print-calibrate">
            {t('print.calibrate')}
          </Button>
          <Button type="submit" look="primary" keyName="⏎" disabled={blocked} testId="print-start">
            {t((preview.data?.overflowCount ?? 0) > 0 ? 'print.startAnyway' : 'print.start')}
          </Button>
        </div>
      </div>
      <PreviewPdf address={preview.data?.address ?? null} />
      {calibrating ? (
        <CalibrationDialog
          printerName={printerName}
          formKey={choices.formKey}
          onClose={() => {
            setCalibrating(false);
            void preview.refetch();
          }}
        />
      ) : null}
    </form>
  );
}

type Preview = Awaited<ReturnType<typeof api.print.preview>>;
const FINDINGS_SHOWN = 8;

/** Pages, and everything a person should know before paper is used. */
function Findings({ preview }: { preview: Preview }) {
  const { t } = useTranslation();
  const text = useProblemText();
  return (
    <>
      <div className="print-pages" data-testid="print-pages">
        {t('print.pages', {
          documents: formatInteger(preview.documentCount),
          pages: formatInteger(preview.pageCount),
        })}
      </div>
      {preview.reprints === 0 ? null : (
        <Notice tone="info" testId="print-reprints">
          {t('print.reprints', { number: formatInteger(preview.reprints) })}
        </Notice>
      )}
      {preview.missing === 0 ? null : (
        <Notice tone="warn">{t('print.missing', { number: formatInteger(preview.missing) })}</Notice>
      )}
      {preview.warnings.map((warning) => (
        <Notice key={warning.reason} tone="warn">
          {text(warning)}
        </Notice>
      ))}
      {preview.overflowCount === 0 ? null : (
        <Notice tone="warn" testId="print-overflows">
          <b>{t('print.overflows', { number: formatInteger(preview.overflowCount) })}</b>
          <ul>
            {preview.overflows.slice(0, FINDINGS_SHOWN).map((overflow, index) => (
              <li key={index}>
                {t(overflow.line === null ? 'print.overflow' : 'print.overflowLine', {
                  no: overflow.documentNo,
                  field: fieldName(t, overflow.field),
                  line: overflow.line ?? 0,
                  text: overflow.text,
                })}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}
