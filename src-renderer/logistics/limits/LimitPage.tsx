import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LimitChangeAsked, LimitDetail } from '../../../src-shared/contract/limits.contract.ts';
import type { LimitChangeStep } from '../../../src-shared/domain/logistics/limit-change.ts';
import { ENTERED_TYPES, type EnteredType } from '../../../src-shared/domain/logistics/limit-ledger.ts';
import { api } from '../../api/client.ts';
import { problemOf } from '../../api/problem.ts';
import { useCall, useOrder } from '../../api/use-api.ts';
import { ListGrid } from '../../grid/ListGrid.tsx';
import { Button } from '../../ui/Button.tsx';
import { DateInput } from '../../ui/DateInput.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { Fact } from '../../ui/Fact.tsx';
import { dayOfInstant, formatFen, formatInstant } from '../../ui/format.ts';
import { useKeys } from '../../ui/keyboard.ts';
import { navigate } from '../../ui/navigation.ts';
import { Panel, Section } from '../../ui/Panel.tsx';
import { ErrorState, LoadingState } from '../../ui/States.tsx';
import { Notice } from '../../ui/Tag.tsx';
import { useProblemText } from '../../ui/use-problem-text.ts';
import { fenOf } from '../application-draft.ts';
import { Choice, Field, Text } from '../FormFields.tsx';
import { LIMIT_ENTRY_COLUMNS } from './limit.columns.tsx';
import { LimitChanges } from './LimitChanges.tsx';
import { LimitStepDialog } from './LimitStepDialog.tsx';
import { RequestDialog } from './RequestDialog.tsx';

const back = (): void => navigate('logistics', 'limits');

/** The keys of a decision, for the first change this person may decide on. */
const STEP_KEYS: readonly (readonly [LimitChangeStep, string, 'primary' | 'danger'])[] = [
  ['regionApprove', 'A', 'primary'],
  ['financeApprove', 'A', 'primary'],
  ['refuse', 'R', 'danger'],
];

type Open = 'request' | { step: LimitChangeStep; change: LimitChangeAsked };

/** The limits of one station with every change of them. */
export function LimitPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const detail = useCall(['logistics', 'limit', id], () => api.logistics.limit({ id }), { keep: true });
  const [isChanging, setChanging] = useState(false);
  const queries = useQueryClient();
  const [open, setOpen] = useState<Open | null>(null);
  const { mayChange = false, mayRequest = false, changes = [] } = detail.data ?? {};
  const start = (): void => setChanging(mayChange);
  const ask = (): void => setOpen(mayRequest ? 'request' : null);
  const change = changes.find(({ allowedSteps }) => allowedSteps.length > 0);
  const steps = STEP_KEYS.filter(([step]) => change?.allowedSteps.includes(step) === true);
  const decide = (step: LimitChangeStep): void => (change === undefined ? undefined : setOpen({ step, change }));
  useKeys({
    ...{ Escape: back, F1: start, F2: ask },
    ...Object.fromEntries(steps.map(([step, key]) => [`Key${key}`, () => decide(step)])),
  });
  const close = (): void => setOpen(null);
  const done = async (): Promise<void> => {
    await queries.invalidateQueries({ queryKey: ['logistics'] });
    close();
  };
  if (detail.error !== null) return <ErrorState error={detail.error} onRetry={back} />;
  if (detail.data === undefined) return <LoadingState lines={12} />;
  const { row, entries } = detail.data;
  return (
    <div className="work application-work" data-testid="limit-page">
      <Panel label={t('limit.one', { station: row.stationName })}>
        <div className="tools count-head">
          <Button onClick={back} keyName="Esc">
            {t('settlement.back')}
          </Button>
          <h2>{row.stationName}</h2>
          <span className="mono">{row.stationCode}</span>
          <span className="grow" />
          <span className="application-holder">
            {t('limit.available')} <b data-testid="limit-available">{formatFen(row.availableFen)}</b>
          </span>
          {steps.map(([step, key, look]) => (
            <Button key={step} look={look} keyName={key} onClick={() => decide(step)} testId={`do-${step}`}>
              {t(`limitStep.${step}`)}
            </Button>
          ))}
          {mayRequest ? (
            <Button keyName="F2" onClick={ask} testId="limit-request">
              {t('limit.request')}
            </Button>
          ) : null}
          {mayChange ? (
            <Button look="primary" keyName="F1" onClick={start} testId="limit-change">
              {t('limit.change')}
            </Button>
          ) : null}
        </div>
        <ListGrid
          columns={LIMIT_ENTRY_COLUMNS}
          rows={entries}
          rowId={(entry) => entry.id}
          emptyText={t('limit.noEntries')}
          takesKeyboard
          list="logistics.limitEntries"
          testId="limit-entries"
        />
      </Panel>
      <Facts detail={detail.data} />
      {open === 'request' ? <RequestDialog stationId={id} onDone={done} onClose={close} /> : null}
      {open === null || open === 'request' ? null : (
        <LimitStepDialog change={open.change} step={open.step} onDone={done} onClose={close} />
      )}
      {isChanging ? <ChangeDialog stationId={id} onClose={() => setChanging(false)} /> : null}
    </div>
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

function ChangeDialog({ stationId, onClose }: { stationId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const queries = useQueryClient();
  const [type, setType] = useState<EnteredType>('LIMIT_SET');
  const [amount, setAmount] = useState('');
  const [untilDate, setUntilDate] = useState(dayOfInstant(Date.now()));
  const [note, setNote] = useState('');
  const order = useOrder(api.logistics.changeLimit, async () => {
    await queries.invalidateQueries({ queryKey: ['logistics'] });
    onClose();
  });
  const amountFen = fenOf(amount);
  const isTemporary = type === 'TEMP_LIMIT';
  return (
    <ConfirmDialog
      title={t('limit.change')}
      confirmText={t('limit.enter')}
      onConfirm={() =>
        order.mutate({ stationId, type, amountFen: amountFen ?? 0, untilDate: isTemporary ? untilDate : null, note })
      }
      onClose={onClose}
      busy={order.isPending}
      disabled={amountFen === null || note.trim() === ''}
      testId="limit-dialog"
    >
      {order.error === null ? null : (
        <Notice tone="bad" testId="limit-refused">
          {text(problemOf(order.error))}
        </Notice>
      )}
      <p className="dim">{t('limit.changeText')}</p>
      <Field label={t('limit.type')}>
        <Choice
          value={type}
          onChange={(value) => setType(value as EnteredType)}
          choices={ENTERED_TYPES.map((each) => [each, t(`limitEntry.${each}`)])}
          testId="limit-type"
        />
      </Field>
      <Field label={t('limit.amountYuan')}>
        <Text value={amount} onChange={setAmount} testId="limit-amount" mono />
      </Field>
      {isTemporary ? (
        <Field label={t('limit.until')}>
          <DateInput value={untilDate} label={t('limit.until')} onChange={setUntilDate} testId="limit-until" />
        </Field>
      ) : null}
      <Field label={t('limit.note')}>
        <Text value={note} onChange={setNote} testId="limit-note" />
      </Field>
    </ConfirmDialog>
  );
}
