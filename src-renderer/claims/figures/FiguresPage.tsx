import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { FIGURE_GROUPINGS, FigureGrouping } from '../../../src-shared/contract/audit-figures.contract.ts';
import type { FigurePeriod } from '../../../src-shared/contract/figure-conditions.ts';
import { isPeriod, periodDates, type Period } from '../../../src-shared/domain/units/periods.ts';
import { api } from '../../api/client.ts';
import { useCall } from '../../api/use-api.ts';
import { Button } from '../../ui/Button.tsx';
import { DateInput } from '../../ui/DateInput.tsx';
import { dayOfInstant, formatInteger } from '../../ui/format.ts';
import { KeyCap } from '../../ui/KeyCap.tsx';
import { useKeys } from '../../ui/keyboard.ts';
import { Panel, Section, Strip } from '../../ui/Panel.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/States.tsx';
import { useStoredState } from '../../ui/stored-state.ts';
import { clerkColumns, cutColumns, groupColumns, ruleColumns } from './figure-columns.ts';
import { FigureTable } from './FigureTable.tsx';
import './figures.css';

/** The periods a manager asks for, each by its digit. */
const OFFERED: readonly Period[] = ['last30Days', 'thisMonth', 'lastMonth', 'thisQuarter', 'thisYear'];

const FiguresView = z.object({
  period: z.string(),
  /** Dates of one's own, while `period` names none. */
  fromDate: z.string(),
  toDate: z.string(),
  by: FigureGrouping,
});
type FiguresView = z.infer<typeof FiguresView>;
const START: FiguresView = { period: 'last30Days', fromDate: '', toDate: '', by: 'region' };

/** How the audit goes (claims §6.6): each figure says what it counts and opens the claims it is made of. */
export function FiguresPage() {
  const { t } = useTranslation();
  const [view, setView] = useStoredState('claims.figures', FiguresView, START);
  const dates = datesOf(view);
  const { by } = view;
  const request = useMemo(() => ({ ...dates, by }), [dates.fromDate, dates.toDate, by]);
  const isPossible = dates.fromDate !== '' && dates.fromDate <= dates.toDate;
  // the last answer stays on the screen while the next one is made: what it opens is what it was asked for
  const answer = useCall(
    ['claims', 'figures', request],
    async () => ({ request, figures: await api.claims.figures(request) }),
    { keep: true, enabled: isPossible },
  );
  const shown = isPossible ? answer.data : undefined;
  useKeys({
    ...Object.fromEntries(
      OFFERED.map((period, index) => [`Digit${String(index + 1)}`, () => setView({ ...view, period })]),
    ),
    KeyG: () =>
      setView({
        ...view,
        by: FIGURE_GROUPINGS[(FIGURE_GROUPINGS.indexOf(by) + 1) % FIGURE_GROUPINGS.length] ?? 'region',
      }),
  });
  const typed = (part: Partial<FigurePeriod>): void => setView({ ...view, ...dates, period: 'own', ...part });
  return (
    <div
      className="work figures-work"
      data-testid="figures-page"
      data-by={shown?.request.by}
      data-from={shown?.request.fromDate}
    >
      <Panel label={t('room.figures')}>
        <div className="tools">
          {OFFERED.map((period, index) => (
            <Button
              key={period}
              look={view.period === period ? 'on' : 'normal'}
              keyName={String(index + 1)}
              onClick={() => setView({ ...view, period })}
              testId={`period-${period}`}
            >
              {t(`period.${period}`)}
            </Button>
          ))}
          <span className="figures-dates">
            <DateInput
              value={dates.fromDate}
              label={t('figures.from')}
              testId="figures-from"
              onChange={(fromDate) => typed({ fromDate })}
            />
            –
            <DateInput
              value={dates.toDate}
              label={t('figures.to')}
              testId="figures-to"
              onChange={(toDate) => typed({ toDate })}
            />
          </span>
          <span className="grow" />
          <label className="figures-by">
            {t('figures.by')} <KeyCap name="G" />
            <select
              className="input"
              value={by}
              data-testid="figures-by"
              onChange={(event) => setView({ ...view, by: FigureGrouping.parse(event.target.value) })}
            >
              {FIGURE_GROUPINGS.map((each) => (
                <option key={each} value={each}>
                  {t(`figures.by.${each}`)}
                </option>
              ))}
            </select>
          </label>
        </div>
        {isPossible ? null : <EmptyState title={t('figures.wrongDates')} />}
        {answer.error === null ? null : <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />}
        {answer.data === undefined && answer.error === null && isPossible ? <LoadingState lines={8} /> : null}
        {shown?.figures.total.decided === 0 ? <EmptyState title={t('figures.nothing')} /> : null}
        {shown === undefined || shown.figures.total.decided === 0 ? null : (
          <div className="scroll">
            <FigureTable
              label={t('room.figures')}
              columns={groupColumns(t, shown.request, shown.figures.total)}
              rows={shown.figures.rows}
              rowKey={({ key }) => key}
              total={shown.figures.total}
              testId="figures"
            />
          </div>
        )}
        <Strip testId="figures-strip">
          <span>{t('figures.howTo')}</span>
          <span className="grow" />
          {shown !== undefined && shown.figures.groups > shown.figures.rows.length ? (
            <b>
              {t('figures.firstOf', {
                shown: formatInteger(shown.figures.rows.length),
                all: formatInteger(shown.figures.groups),
              })}
            </b>
          ) : null}
        </Strip>
      </Panel>
      <Findings request={shown?.request ?? request} data={shown?.figures} />
    </div>
  );
}

type Request = Parameters<typeof api.claims.figures>[0];
type Answer = Awaited<ReturnType<typeof api.claims.figures>>;

/** Beside the groups: what was cut and why, which rules were right, and who decided how much. */
function Findings({ request, data }: { request: Request; data: Answer | undefined }) {
  const { t } = useTranslation();
  return (
    <Panel label={t('figures.findings')} testId="figures-findings">
      <div className="scroll">
        <Section title={t('figures.cuts')}>
          <FigureTable
            label={t('figures.cuts')}
            columns={cutColumns(t, request)}
            rows={data?.cuts ?? []}
            rowKey={({ reasonCode }) => reasonCode ?? ''}
            testId="figures-cuts"
          />
        </Section>
        <Section title={t('figures.rules')}>
          <FigureTable
            label={t('figures.rules')}
            columns={ruleColumns(t, request)}
            rows={data?.rules ?? []}
            rowKey={({ ruleId, mode }) => `${ruleId} ${mode}`}
            testId="figures-rules"
          />
        </Section>
        <Section title={t('figures.clerks')}>
          <FigureTable
            label={t('figures.clerks')}
            columns={clerkColumns(t, request)}
            rows={data?.clerks ?? []}
            rowKey={({ name }) => name}
            testId="figures-clerks"
          />
        </Section>
      </div>
    </Panel>
  );
}

function datesOf({ period, fromDate, toDate }: FiguresView): FigurePeriod {
  return isPeriod(period) ? periodDates(period, dayOfInstant(Date.now())) : { fromDate, toDate };
}
