import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StockPeriodDetail, StockPeriodRow } from '../../src-shared/contract/count-periods.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { ListGrid } from '../grid/ListGrid.tsx';
import { Button } from '../ui/Button.tsx';
import { formatFen, formatInstant } from '../ui/format.ts';
import { useKeys } from '../ui/keyboard.ts';
import { Panel, Section } from '../ui/Panel.tsx';
import { ErrorState, LoadingState } from '../ui/States.tsx';
import { CountsViews, countsViewKeys } from './CountsViews.tsx';
import { PERIOD_COLUMNS } from './period.columns.tsx';
import { PeriodChecklist } from './PeriodChecklist.tsx';
import { PeriodDialog, type PeriodStep } from './PeriodDialog.tsx';

/** The months of the stock ledger: what each came to, what stands against closing it, and the keys that close and open. */
export function PeriodsView() {
  const { t } = useTranslation();
  const [current, setCurrent] = useState<StockPeriodRow | null>(null);
  const [step, setStep] = useState<PeriodStep | null>(null);
  const periods = useCall(['counts', 'periods'], () => api.counts.periods({}), { keep: true });
  const month = current?.month ?? periods.data?.rows[0]?.month ?? null;
  const detail = useCall(['counts', 'period', month], () => api.counts.period({ month: month ?? '' }), {
    enabled: month !== null,
  });
  const { mayClose = false, mayReopen = false } = detail.data ?? {};
  useKeys({
    ...countsViewKeys(),
    KeyC: () => (mayClose ? setStep('close') : undefined),
    KeyR: () => (mayReopen ? setStep('reopen') : undefined),
  });
  if (periods.error !== null) return <ErrorState error={periods.error} />;
  return (
    <>
      <Panel label={t('countsView.periods')}>
        <div className="tools">
          <CountsViews view="periods" />
          <span className="grow" />
          <Button keyName="R" onClick={() => setStep('reopen')} disabled={!mayReopen} testId="period-reopen">
            {t('periodStep.reopen')}
          </Button>
          <Button
            look="primary"
            keyName="C"
            onClick={() => setStep('close')}
            disabled={!mayClose}
            testId="period-close"
          >
            {t('periodStep.close')}
          </Button>
        </div>
        {periods.data === undefined ? (
          <LoadingState lines={8} />
        ) : (
          <ListGrid
            columns={PERIOD_COLUMNS}
            rows={periods.data.rows}
            rowId={(row) => row.month}
            onCurrent={setCurrent}
            takesKeyboard
            list="counts.periods"
            emptyText=""
            testId="periods-grid"
          />
        )}
      </Panel>
      <Panel testId="period-facts">
        <div className="scroll" tabIndex={0}>
          {month === null || detail.data === undefined ? (
            <LoadingState lines={6} />
          ) : (
            <PeriodFacts row={periods.data?.rows.find((row) => row.month === month) ?? null} detail={detail.data} />
          )}
        </div>
      </Panel>
      {step === null || month === null || detail.data === undefined ? null : (
        <PeriodDialog month={month} step={step} items={detail.data.items} onClose={() => setStep(null)} />
      )}
    </>
  );
}

function PeriodFacts({ row, detail }: { row: StockPeriodRow | null; detail: StockPeriodDetail }) {
  const { t } = useTranslation();
  if (row === null) return null;
  return (
    <>
      <Section title={t('period.checklist', { month: row.month })} testId="period-checklist">
        <PeriodChecklist items={detail.items} />
      </Section>
      {row.afterCount !== null && row.afterCount > 0 ? (
        <Section title={t('period.after')} testId="period-after">
          <p>{t('period.afterText', { count: row.afterCount, value: formatFen(row.afterFen ?? 0) })}</p>
        </Section>
      ) : null}
      <Section title={t('settlement.history')}>
        {detail.events.length === 0 ? <p className="dim">{t('period.neverClosed')}</p> : null}
        {detail.events.map((event) => (
          <div className="entry" key={`${event.action} ${String(event.atMs)}`} data-testid="period-event">
            {t(`periodStep.${event.action === 'CLOSE' ? 'close' : 'reopen'}`)}
            {event.note === null ? null : <> · {event.note}</>}
            <small>
              {event.byName} · {formatInstant(event.atMs)} · {t('period.closing')}{' '}
              {event.closingFen === null ? '–' : formatFen(event.closingFen)}
            </small>
          </div>
        ))}
      </Section>
    </>
  );
}
