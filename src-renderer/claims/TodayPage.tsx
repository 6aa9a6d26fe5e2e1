import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { ClaimGroup } from '../../src-shared/contract/claims.contract.ts';
import { ClaimQueue } from '../../src-shared/contract/values.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { Button } from '../ui/Button.tsx';
import { formatFen, formatInteger, formatPercent, formatYuan } from '../ui/format.ts';
import { useKeys } from '../ui/keyboard.ts';
import { navigate } from '../ui/navigation.ts';
import { Figure, Panel } from '../ui/Panel.tsx';
import { EmptyState, ErrorState, LoadingState } from '../ui/States.tsx';
import { useStoredState } from '../ui/stored-state.ts';
import { Tag } from '../ui/Tag.tsx';
import { storeClaimView } from './claim-view.ts';
import { ageText, QUEUES } from './QueuePane.tsx';
import { signatureText } from './rule-text.ts';
import { severityTone } from './tones.ts';
import { KeyCap } from '../ui/KeyCap.tsx';

const GROUPINGS = ['signature', 'station', 'operation'] as const;
const TodayView = z.object({ queue: ClaimQueue, by: z.enum(GROUPINGS), row: z.int().min(0) });

type TodayView = z.infer<typeof TodayView>;
const START: TodayView = { queue: 'DECIDE', by: 'signature', row: 0 };

/** The morning (claims §6.2): what the night passed, what is left by queue, and the left-over in groups of alike claims. */
export function TodayPage() {
  const [view, setView] = useStoredState('claims.today', TodayView, START);
  const summary = useCall(['claims', 'queues'], () => api.claims.queues({}), { keep: true });
  const { queue, by } = view;
  const groups = useCall(['claims', 'groups', queue, by], () => api.claims.groups({ queue, by }), {
    ...{ keep: true, forget: true },
  });
  const rows = groups.data ?? [];
  const at = Math.min(view.row, Math.max(0, rows.length - 1));
  const move = (by: number): void => setView({ ...view, row: Math.min(rows.length - 1, Math.max(0, at + by)) });
  const open = (group: ClaimGroup | undefined): void => {
    if (group === undefined) return;
    sweep(view.queue, group);
  };
  useKeys({
    KeyJ: () => move(1),
    ArrowDown: () => move(1),
    KeyK: () => move(-1),
    ArrowUp: () => move(-1),
    Enter: () => open(rows[at]),
    NumpadEnter: () => open(rows[at]),
    KeyO: () => open(rows[at]),
    Digit5: () => openOlder(summary.data),
    KeyG: () =>
      setView({ ...view, by: GROUPINGS[(GROUPINGS.indexOf(by) + 1) % GROUPINGS.length] ?? 'signature', row: 0 }),
    ...Object.fromEntries(
      QUEUES.map((name, index) => [`Digit${String(index + 1)}`, () => setView({ ...view, queue: name, row: 0 })]),
    ),
  });
  return (
    <div className="work today-work" data-testid="today-page">
      <Night />
      <div className="queue-cards">
        {QUEUES.map((name, index) => (
          <QueueCard
            key={name}
            name={name}
            keyName={String(index + 1)}
            on={name === queue}
            summary={summary.data?.queues.find((one) => one.queue === name)}
            onPick={() => setView({ ...view, queue: name, row: 0 })}
          />
        ))}
      </div>
      <GroupPanel
        answer={groups}
        rows={rows}
        at={at}
        by={by}
        onBy={(next) => setView({ ...view, by: next, row: 0 })}
        onAt={(row) => setView({ ...view, row })}
        onOpen={open}
      />
    </div>
  );
}

/** Opens the claims to decide that wait for more than three working days. */
function openOlder(summary: { olderThanThreeDays: number; olderThanDate: string } | undefined): void {
  if (summary === undefined || summary.olderThanThreeDays === 0) return;
  storeClaimView({
    ...{ queue: 'DECIDE', row: 0, sweep: false },
    filters: [{ column: 'queuedDate', op: 'atMost', values: [summary.olderThanDate] }],
    sort: [{ column: 'riskScore', direction: 'desc' }],
  });
  navigate('claims');
}

/** Opens the queue with this group's claims only, ready for the sweep. */
function sweep(queue: ClaimQueue, group: ClaimGroup): void {
  const { signature, claimantCode, mainItem } = group;
  storeClaimView({
    queue,
    filters: [
      { column: 'hitSignature', op: 'in', values: [signature] },
      ...(claimantCode === null ? [] : [{ column: 'claimantCode', op: 'in' as const, values: [claimantCode] }]),
      ...(mainItem === null
        ? []
        : mainItem === ''
          ? [{ column: 'mainItem', op: 'blank' as const, values: [] }]
          : [{ column: 'mainItem', op: 'in' as const, values: [mainItem] }]),
    ],
    sort: [{ column: 'riskScore', direction: 'desc' }],
    row: 0,
    sweep: true,
  });
  navigate('claims');
}

function Night() {
  const { t } = useTranslation();
  const { data } = useCall(['claims', 'queues'], () => api.claims.queues({}), { keep: true });
  return (
    <div className="night" data-testid="night">
      <p>
        <b>{formatInteger(data?.autoApprovedSinceYesterday ?? 0)}</b> {t('claims.passedOvernight')} · {t('claims.left')}{' '}
        <b>{formatInteger(data?.leftToDecide ?? 0)}</b> {t('claims.leftForYou')}
      </p>
      <Figure
        label={t('today.straightThrough')}
        value={data === undefined ? '–' : formatPercent(data.straightThroughBp)}
        testId="straight-through"
      />
      <Figure label={t('today.sampled')} value={formatInteger(data?.sampled ?? 0)} testId="sampled" />
      <button type="button" className="figure opens" onClick={() => openOlder(data)} data-testid="older">
        <span>
          {t('today.olderThan3')} <KeyCap name="5" />
        </span>
        <b>{formatInteger(data?.olderThanThreeDays ?? 0)}</b>
      </button>
    </div>
  );
}

interface QueueCardProps {
  name: ClaimQueue;
  keyName: string;
  on: boolean;
  summary: { count: number; oldestAtMs: number | null; payableFen: number } | undefined;
  onPick: () => void;
}

function QueueCard({ name, keyName, on, summary, onPick }: QueueCardProps) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={on ? 'card on' : 'card'}
      onClick={onPick}
      aria-pressed={on}
      data-testid={`card-${name}`}
    >
      <span>
        {t(`queue.${name}`)} <KeyCap name={keyName} />
      </span>
      <b>{formatInteger(summary?.count ?? 0)}</b>
      <small>
        {summary?.oldestAtMs == null ? '–' : ageText(t, summary.oldestAtMs)} · ¥ {formatYuan(summary?.payableFen ?? 0)}
      </small>
    </button>
  );
}

interface GroupPanelProps {
  answer: { error: Error | null; data: ClaimGroup[] | undefined; refetch: () => unknown };
  rows: readonly ClaimGroup[];
  at: number;
  by: (typeof GROUPINGS)[number];
  onBy: (by: (typeof GROUPINGS)[number]) => void;
  onAt: (row: number) => void;
  onOpen: (group: ClaimGroup) => void;
}

function GroupPanel({ answer, rows, at, by, onBy, onAt, onOpen }: GroupPanelProps) {
  const { t } = useTranslation();
  const current = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    // newer Chromium gives a promise back, which React would take for the clean-up of this effect
    void current.current?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  return (
    <Panel label={t('today.groups')} testId="groups">
      <div className="tools">
        {GROUPINGS.map((name) => (
          <Button
            key={name}
            look={name === by ? 'on' : 'normal'}
            onClick={() => onBy(name)}
            testId={`by-${name}`}
            {...(name === by ? { keyName: 'G' } : {})}
          >
            {t(`today.by.${name}`)}
          </Button>
        ))}
        <span className="grow" />
        <span className="dim">{t('today.openHint')}</span>
      </div>
      {answer.error === null ? null : <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.data === undefined && answer.error === null ? <LoadingState lines={8} /> : null}
      {answer.data?.length === 0 ? <EmptyState title={t('claims.emptyQueue')} /> : null}
      <div className="scroll" tabIndex={0}>
        <table className="plain-table groups">
          <thead>
            <tr>
              <th>{t('today.alike')}</th>
              {by === 'signature' ? null : <th>{t('claims.claimant')}</th>}
              {by === 'operation' ? <th>{t('claims.mainItem')}</th> : null}
              <th className="num">{t('today.count')}</th>
              <th className="num">{t('claims.claimed')}</th>
              <th className="num">{t('claims.payable')}</th>
              <th className="num">{t('today.cut')}</th>
              <th>{t('today.oldest')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((group, index) => (
              <tr
                key={`${group.signature}/${group.claimantCode ?? ''}/${group.mainItem ?? ''}`}
                ref={index === at ? current : null}
                className={index === at ? 'on' : ''}
                onClick={() => onAt(index)}
                onDoubleClick={() => onOpen(group)}
                aria-selected={index === at}
                data-testid="group"
                data-count={group.count}
                data-severity={group.worstSeverity}
              >
                <td>
                  <Tag tone={severityTone(group.worstSeverity)}>{signatureText(t, group.signature)}</Tag>
                </td>
                {by === 'signature' ? null : <td>{group.claimantName}</td>}
                {by === 'operation' ? <td>{group.mainItem}</td> : null}
                <td className="num">
                  <b>{formatInteger(group.count)}</b>
                </td>
                <td className="num">{formatFen(group.claimedFen)}</td>
                <td className="num">{formatFen(group.payableFen)}</td>
                <td className={group.cutFen > 0 ? 'num cut' : 'num'}>{formatFen(-group.cutFen)}</td>
                <td className="dim">{group.oldestAtMs === null ? '–' : ageText(t, group.oldestAtMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
