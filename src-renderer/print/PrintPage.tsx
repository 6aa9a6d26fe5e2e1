import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { PrintBatch, PrintLogRow } from '../../src-shared/contract/print.contract.ts';
import { mayEditCompany } from '../../src-shared/contract/settings.contract.ts';
import { FORM_KEYS, type FormKey } from '../../src-shared/domain/print/form-template.ts';
import { api } from '../api/client.ts';
import { useCall, useOrder } from '../api/use-api.ts';
import { useSession } from '../session/use-session.ts';
import { Button } from '../ui/Button.tsx';
import { formatInstant, formatInteger } from '../ui/format.ts';
import { navigate } from '../ui/navigation.ts';
import { Panel, Section, Strip } from '../ui/Panel.tsx';
import { useSearchText } from '../ui/search-text.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/States.tsx';
import { Tag } from '../ui/Tag.tsx';
import { CalibrationDialog } from './CalibrationDialog.tsx';
import { useLastPrinter } from './last-printer.ts';
import { PrinterField } from './PrintChoices.tsx';
import { PrintRun } from './PrintRun.tsx';
import './print.css';

type Batch = z.infer<typeof PrintBatch>;
type LogRow = z.infer<typeof PrintLogRow>;
const ROWS_SHOWN = 200;

/** What was printed, batches that wait to be gone on with, and what each printer does to each form. */
export function PrintPage() {
  const [running, setRunning] = useState<Batch | null>(null);
  return (
    <div className="work print-page" data-testid="print-page">
      <PrintLog />
      <div className="print-page-side">
        <OpenBatches onResume={setRunning} />
        <Printers />
      </div>
      {running === null ? null : <PrintRun batch={running} onClose={() => setRunning(null)} />}
    </div>
  );
}

function OpenBatches({ onResume }: { onResume: (batch: Batch) => void }) {
  const { t } = useTranslation();
  const batches = useCall(['print', 'batches'], () => api.print.batches({}), { refetchEveryMs: 5_000 });
  const resume = useOrder(api.print.batch, onResume);
  const abandon = useOrder(api.print.abandon, () => void batches.refetch());
  return (
    <Panel label={t('print.openBatches')} testId="print-batches">
      <Section title={t('print.openBatches')}>
        {batches.error !== null ? (
          <ErrorState error={batches.error} onRetry={() => void batches.refetch()} />
        ) : batches.data === undefined ? (
          <LoadingState lines={3} />
        ) : batches.data.length === 0 ? (
          <EmptyState title={t('print.noBatches')} />
        ) : (
          <ul className="print-batches">
            {batches.data.map((batch) => (
              <li key={batch.id} data-testid="print-batch">
                <b>{t(`print.form.${batch.formKey}`)}</b>
                <span className="mono">
                  {batch.firstNo}
                  {batch.documentCount > 1 ? ` … ${batch.lastNo}` : ''}
                </span>
                <span className="dim">
                  {formatInstant(batch.createdAtMs)} ·{' '}
                  {t('print.batchAt', { page: formatInteger(batch.nextPage), pages: formatInteger(batch.pageCount) })}
                </span>
                <span>
                  <Button look="primary" onClick={() => resume.mutate({ batchId: batch.id })} testId="batch-resume">
                    {t('print.resume', { page: formatInteger(batch.nextPage) })}
                  </Button>{' '}
                  <Button onClick={() => abandon.mutate({ batchId: batch.id })} testId="batch-abandon">
                    {t('print.abandon')}
                  </Button>
                </span>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </Panel>
  );
}

function Printers() {
  const { t } = useTranslation();
  const [printerName, setPrinterName] = useLastPrinter();
  const [calibrating, setCalibrating] = useState<FormKey | null>(null);
  const isEditor = mayEditCompany(useSession().data?.user?.roles ?? []);
  return (
    <Panel label={t('print.printers')} testId="print-printers">
      <Section title={t('print.printers')}>
        <PrinterField name={printerName} onChange={setPrinterName} />
        <ul className="print-batches">
          {FORM_KEYS.map((formKey) => (
            <li key={formKey} className="one-line">
              <span>{t(`print.form.${formKey}`)}</span>
              <span>
                {isEditor ? (
                  <Button onClick={() => navigate('forms', formKey)} testId={`design-${formKey}`}>
                    {t('print.design')}
                  </Button>
                ) : null}{' '}
                <Button onClick={() => setCalibrating(formKey)} testId={`calibrate-${formKey}`}>
                  {t('print.calibrate')}
                </Button>
              </span>
            </li>
          ))}
        </ul>
      </Section>
      {calibrating === null ? null : (
        <CalibrationDialog printerName={printerName} formKey={calibrating} onClose={() => setCalibrating(null)} />
      )}
    </Panel>
  );
}

function PrintLog() {
  const { t } = useTranslation();
  const text = useSearchText().trim();
  const log = useCall(
    ['print', 'history', text],
    () => api.print.history({ documentIds: [], text, offset: 0, limit: ROWS_SHOWN }),
    {
      keep: true,
    },
  );
  return (
    <Panel label={t('print.history')}>
      {log.error !== null ? (
        <ErrorState error={log.error} onRetry={() => void log.refetch()} />
      ) : log.data === undefined ? (
        <LoadingState lines={12} />
      ) : log.data.rows.length === 0 ? (
        <EmptyState title={t(text === '' ? 'print.noHistory' : 'print.nothingFound')} />
      ) : (
        <div className="scroll">
          <PrintLogTable rows={log.data.rows} />
        </div>
      )}
      <Strip>
        <span>
          {t('grid.count')} <b data-testid="print-log-total">{formatInteger(log.data?.total ?? 0)}</b>
        </span>
        {(log.data?.total ?? 0) > ROWS_SHOWN ? (
          <span>{t('print.newestShown', { number: formatInteger(ROWS_SHOWN) })}</span>
        ) : null}
      </Strip>
    </Panel>
  );
}

function PrintLogTable({ rows }: { rows: readonly LogRow[] }) {
  const { t } = useTranslation();
  return (
    <table className="plain-table" data-testid="print-log">
      <thead>
        <tr>
          {(['time', 'form', 'document', 'copy', 'mark', 'pages', 'serials', 'person', 'printer'] as const).map(
            (name) => (
              <th key={name}>{t(`print.log.${name}`)}</th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-testid="print-log-row">
            <td>{formatInstant(row.printedAtMs)}</td>
            <td>{t([`print.form.${row.formKey}`, 'ui.verbatim'], { value: row.formKey })}</td>
            <td className="mono">{row.documentNo}</td>
            <td>{copyText(row)}</td>
            <td>
              <LogMark row={row} />
            </td>
            <td>
              {row.outcome === 'SPOILED'
                ? t('print.log.page', { page: row.pageNo ?? 0 })
                : formatInteger(row.pageCount)}
            </td>
            <td className="mono">{serialsText(row)}</td>
            <td>{row.printedByName}</td>
            <td>
              {row.printerName === '' ? t('print.defaultPrinter') : row.printerName}{' '}
              <span className="dim">{row.workstation}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function copyText({ copyFrom, copyTo }: LogRow): string {
  if (copyFrom === null || copyTo === null) return '';
  return copyFrom === copyTo ? String(copyFrom) : `${String(copyFrom)}–${String(copyTo)}`;
}

function serialsText({ serialFrom, serialTo }: LogRow): string {
  if (serialFrom === null) return '';
  return serialTo === null || serialTo === serialFrom ? serialFrom : `${serialFrom} – ${serialTo}`;
}

function LogMark({ row }: { row: LogRow }) {
  const { t } = useTranslation();
  if (row.outcome === 'SPOILED')
    return (
      <Tag tone="bad" title={row.spoilReason ?? undefined}>
        {t('print.log.spoiled')}
      </Tag>
    );
  if (!row.isReprint) return null;
  return row.isMarked ? (
    <Tag tone="info">{t('print.log.reprint')}</Tag>
  ) : (
    <Tag tone="warn" title={t('print.log.unmarkedText')}>
      {t('print.log.unmarked')}
    </Tag>
  );
}
