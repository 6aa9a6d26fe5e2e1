import { useTranslation } from 'react-i18next';
import type { LimitChangeAsked, LimitDetail } from '../../../src-shared/contract/limits.contract.ts';
import type { LimitChangeStep } from '../../../src-shared/domain/logistics/limit-change.ts';
import { api } from '../../api/client.ts';
import { useRefresh, useThing } from '../../api/use-api.ts';
import { ListGrid } from '../../grid/ListGrid.tsx';
import { Fact } from '../../ui/Fact.tsx';
import { formatFen, formatInstant } from '../../ui/format.ts';
import { LoadedPage } from '../../ui/LoadedPage.tsx';
import { navigate } from '../../ui/navigation.ts';
import { Panel, Section } from '../../ui/Panel.tsx';
import { PaperFrame } from '../../ui/PaperFrame.tsx';
import { usePaperSteps, type StepTable } from '../../ui/paper-steps.tsx';
import { ChangeDialog } from './ChangeDialog.tsx';
import { LIMIT_ENTRY_COLUMNS } from './limit.columns.tsx';
import { LimitChanges } from './LimitChanges.tsx';
import { LimitStepDialog } from './LimitStepDialog.tsx';
import { RequestDialog } from './RequestDialog.tsx';

const back = (): void => navigate('logistics', 'limits');

/** The limits of one station with every change of them. */
export function LimitPage({ id }: { id: string }) {
  const answer = useThing(['logistics', 'limit'], id, (thing) => api.logistics.limit({ id: thing }));
  return (
    <LoadedPage answer={answer} back={back}>
      {(detail) => <Limits detail={detail} stationId={id} />}
    </LoadedPage>
  );
}

/** Entering and asking for a change, and the decision on the first change this person may decide on. */
const STEPS: StepTable<LimitChangeStep | 'change' | 'request'> = [
  ['regionApprove', 'A', 'primary'],
  ['financeApprove', 'A', 'primary'],
  ['refuse', 'R', 'danger'],
  ['request', 'F2', 'normal'],
  ['change', 'F1', 'primary'],
];

type Open = 'change' | 'request' | { step: LimitChangeStep; change: LimitChangeAsked };

function Limits({ detail, stationId }: { detail: LimitDetail; stationId: string }) {
  const { t } = useTranslation();
  const { row, entries, changes, mayChange, mayRequest } = detail;
  const change = changes.find(({ allowedSteps }) => allowedSteps.length > 0);
  const { open, close, done, steps, keys } = usePaperSteps<(typeof STEPS)[number][0], Open>({
    table: STEPS,
    allowed: [...(change?.allowedSteps ?? []), ...(mayRequest ? ['request'] : []), ...(mayChange ? ['change'] : [])],
    words: (step) => t(step === 'change' || step === 'request' ? `limit.${step}` : `limitStep.${step}`),
    openOf: (step) => {
      if (step === 'change' || step === 'request') return step;
      return change === undefined ? null : { step, change };
    },
    refresh: useRefresh('logistics'),
  });
  return (
    <PaperFrame
      mark="limit"
      label={t('limit.one', { station: row.stationName })}
      back={back}
      no={row.stationCode}
      about={<span>{row.stationName}</span>}
      holder={
        <>
          {t('limit.available')} <b data-testid="limit-available">{formatFen(row.availableFen)}</b>
        </>
      }
      steps={steps}
      keys={keys}
      lines={
        <ListGrid
          columns={LIMIT_ENTRY_COLUMNS}
          rows={entries}
          rowId={(entry) => entry.id}
          emptyText={t('limit.noEntries')}
          takesKeyboard
          list="logistics.limitEntries"
          testId="limit-entries"
        />
      }
      facts={<Facts detail={detail} />}
    >
      {open === 'request' ? <RequestDialog stationId={stationId} onDone={done} onClose={close} /> : null}
      {open === 'change' ? <ChangeDialog stationId={stationId} onDone={done} onClose={close} /> : null}
      {open === null || open === 'request' || open === 'change' ? null : (
        <LimitStepDialog change={open.change} step={open.step} onDone={done} onClose={close} />
      )}
    </PaperFrame>
  );
}

function Facts({ detail: { row, releases, changes } }: { detail: LimitDetail }) {
  const { t } = useTranslation();
  const facts = [
    ['limit.credit', formatFen(row.creditLimitFen)],
    ['limit.temp', row.tempLimitFen === 0 ? '' : `${formatFen(row.tempLimitFen)} → ${row.tempUntilDate ?? ''}`],
    ['limit.cash', formatFen(row.cashFen)],
    ['limit.cashHeld', formatFen(row.cashHeldFen)],
    ['limit.held', formatFen(row.heldFen)],
    ['limit.used', formatFen(row.usedFen)],
    ['limit.oldParts', formatFen(row.oldPartsFen)],
    ['limit.overdue', String(row.overdueDays)],
    ['limit.priceLevel', row.priceLevel === null ? '' : String(row.priceLevel)],
  ] as const;
  return (
    <Panel testId="limit-facts">
      <div className="scroll" tabIndex={0}>
        <Section title={t('limit.facts')}>
          <dl className="facts">
            {facts.map(([label, text]) => (
              <Fact key={label} label={t(label)} text={text} />
            ))}
          </dl>
        </Section>
        <LimitChanges changes={changes} />
        <Section title={t('limit.releases')} aside={releases.length}>
          {releases.length === 0 ? <span className="dim">{t('limit.noReleases')}</span> : null}
          {releases.map((release) => (
            <div className="entry" key={release.id}>
              <span className="mono">{release.docNo}</span> <b>{formatFen(release.amountFen)}</b> → {release.untilDate}
              <span className="dim">
                {' '}
                {release.releasedByName} · {formatInstant(release.releasedAtMs)}
              </span>
              <div>{release.reason}</div>
            </div>
          ))}
        </Section>
      </div>
    </Panel>
  );
}
