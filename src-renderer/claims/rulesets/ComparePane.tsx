import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Comparison } from '../../../src-shared/contract/server/rules.contract.ts';
import type { RulesetWorkshop } from '../../../src-shared/contract/rules.contract.ts';
import { lastQuarter } from '../../../src-shared/domain/units/periods.ts';
import { api } from '../../api/client.ts';
import { problemOf } from '../../api/problem.ts';
import { useCall, useOrder } from '../../api/use-api.ts';
import { ListGrid } from '../../grid/ListGrid.tsx';
import { Button } from '../../ui/Button.tsx';
import { DateInput } from '../../ui/DateInput.tsx';
import { dayOfInstant, formatInteger } from '../../ui/format.ts';
import { useKeys } from '../../ui/keyboard.ts';
import { JobProgress } from '../../ui/JobProgress.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/States.tsx';
import { Notice } from '../../ui/Tag.tsx';
import { useProblemText } from '../../ui/use-problem-text.ts';
import { openClaim } from '../open-claim.ts';
import { ComparisonFigures, useComparison } from './ComparisonFigures.tsx';
import { changeColumns } from './rules.columns.ts';
import type { Draft } from './use-draft.ts';

const PAGE = 200;

interface ComparePaneProps {
  draft: Draft;
  workshop: RulesetWorkshop;
  /** Saves what is not saved yet and hands on the version. */
  onNeedsDraft: (onDone: (version: number) => void) => void;
}

/** What the draft would change on claims of the past; worked out by the server, stopped at any moment. */
export function ComparePane({ draft, workshop, onNeedsDraft }: ComparePaneProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const [dates, setDates] = useState(() => lastQuarter(dayOfInstant(Date.now())));
  const { asked, comparison, isCurrent } = useComparison(draft, workshop);
  const jobs = useCall(['jobs', 'list'], () => api.jobs.list({}), { keep: true });
  const running = jobs.data?.find((job) => job.kind === 'rules.compare' && job.state === 'running');
  const compare = useOrder(api.rules.compare, async () => {
    await asked.refetch();
  });
  const isBusy = compare.isPending || running !== undefined || comparison?.status === 'RUNNING';
  const isPossible = dates.fromDate !== '' && dates.fromDate <= dates.toDate;
  const hasChange = draft.cells.size > 0;
  const start = (): void => onNeedsDraft((draftVersion) => compare.mutate({ draftVersion, ...dates }));
  return (
    <div className="rules-side" data-testid="rules-compare" data-status={comparison?.status ?? 'NONE'}>
      <p className="dim">{t('rules.compareText')}</p>
      <div className="rules-dates">
        <DateInput
          value={dates.fromDate}
          label={t('figures.from')}
          testId="rules-from"
          onChange={(fromDate) => setDates({ ...dates, fromDate })}
        />
        –
        <DateInput
          value={dates.toDate}
          label={t('figures.to')}
          testId="rules-to"
          onChange={(toDate) => setDates({ ...dates, toDate })}
        />
        <Button
          look="primary"
          onClick={start}
          disabled={isBusy || !isPossible || !hasChange}
          title={hasChange ? undefined : t('rules.nothingChanged')}
          testId="rules-compare-start"
        >
          {t('rules.compare')}
        </Button>
      </div>
      {hasChange ? null : <p className="dim">{t('rules.nothingChanged')}</p>}
      {compare.error === null ? null : (
        <Notice tone="bad" testId="rules-compare-problem">
          {text(problemOf(compare.error))}
        </Notice>
      )}
      {running === undefined ? null : <JobProgress job={running} />}
      {asked.error !== null ? (
        <ErrorState error={asked.error} onRetry={() => void asked.refetch()} />
      ) : asked.data === undefined ? (
        <LoadingState lines={4} />
      ) : comparison === null && running !== undefined ? null : comparison === null ? (
        <EmptyState title={t('rules.neverCompared')} />
      ) : (
        <Result comparison={comparison} isCurrent={isCurrent} />
      )}
    </div>
  );
}

function Result({ comparison, isCurrent }: { comparison: Comparison; isCurrent: boolean }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const { status, done, total, problem } = comparison;
  if (status === 'RUNNING')
    return (
      <p role="status" data-testid="rules-running">
        {t('rules.running', { done: formatInteger(done), total: total === null ? '…' : formatInteger(total) })}
      </p>
    );
  if (status !== 'DONE')
    return (
      <Notice tone="warn" testId="rules-stopped">
        {text({
          reason: status === 'CANCELLED' ? 'comparison-cancelled' : (problem ?? 'comparison-failed'),
          details: {},
        })}
      </Notice>
    );
  return (
    <>
      {isCurrent ? null : (
        <Notice tone="warn" testId="rules-outdated">
          {t('rules.outdated')}
        </Notice>
      )}
      <ComparisonFigures comparison={comparison} />
      <Changes comparison={comparison} />
    </>
  );
}

/** The changed claims, a page at a time; Enter opens one. */
function Changes({ comparison }: { comparison: Comparison }) {
  const { t } = useTranslation();
  const [page, setPage] = useState(0);
  const { id, totals } = comparison;
  const changed = totals?.changed ?? 0;
  const changes = useCall(
    ['rules', 'changes', id, page],
    () => api.rules.changes({ comparisonId: id, offset: page * PAGE, limit: PAGE }),
    { keep: true },
  );
  const pages = Math.max(1, Math.ceil(changed / PAGE));
  const current = useRef<string | null>(null);
  const open = (): void => {
    // the sheet of the rules beside the list has an Enter of its own
    const isHere = document.activeElement?.closest('[data-testid="rules-changes"]') != null;
    if (isHere && current.current !== null) openClaim({ id: current.current });
  };
  useKeys({ Enter: open, NumpadEnter: open });
  if (changes.error !== null) return <ErrorState error={changes.error} onRetry={() => void changes.refetch()} />;
  if (changes.data === undefined) return <LoadingState lines={6} />;
  return (
    <>
      <ListGrid
        columns={changeColumns(t)}
        rows={changes.data.rows}
        rowId={(row) => row.id}
        onCurrent={(row) => (current.current = row.claimId)}
        onOpen={(row) => openClaim({ id: row.claimId })}
        emptyText={t('rules.nobodyChanged')}
        strip={
          pages === 1 ? null : (
            <>
              <Button look="link" disabled={page === 0} onClick={() => setPage(page - 1)} testId="rules-page-back">
                {t('rules.pageBack')}
              </Button>
              <span data-testid="rules-page-no">
                {t('rules.pageOf', { page: formatInteger(page + 1), pages: formatInteger(pages) })}
              </span>
              <Button look="link" disabled={page + 1 >= pages} onClick={() => setPage(page + 1)} testId="rules-page-on">
                {t('rules.pageOn')}
              </Button>
            </>
          )
        }
        testId="rules-changes"
      />
    </>
  );
}
