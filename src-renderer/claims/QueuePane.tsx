import { useTranslation } from 'react-i18next';
import type { ClaimQueue } from '../../src-shared/contract/values.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { formatInteger, formatYuan } from '../ui/format.ts';
import { useSession } from '../session/use-session.ts';
import { Panel } from '../ui/Panel.tsx';
import { ErrorState } from '../ui/States.tsx';
import { Notice } from '../ui/Tag.tsx';

export const QUEUES: readonly ClaimQueue[] = ['DECIDE', 'ANSWERED', 'OVER_LIMIT', 'WAITING'];
const HOUR_MS = 3_600_000;

interface QueuePaneProps {
  queue: ClaimQueue | null;
  onPick: (queue: ClaimQueue | null) => void;
  /** The person's own work is shown, from whatever queue. */
  isMine: boolean;
  onMine: (name: string) => void;
}

/** Where the work lies: counts, the oldest age and the money of each queue, and what the night has done. */
export function QueuePane({ queue, onPick, isMine, onMine }: QueuePaneProps) {
  const { t } = useTranslation();
  const me = useSession().data?.user?.name ?? '';
  const answer = useCall(['claims', 'queues'], () => api.claims.queues({}), { keep: true });
  if (answer.error !== null && answer.data === undefined) {
    return (
      <Panel>
        <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
      </Panel>
    );
  }
  return (
    <Panel label={t('claims.queues')} testId="queue-pane">
      <div className="queues">
        <div className="today" data-testid="today">
          <b>{formatInteger(answer.data?.autoApprovedSinceYesterday ?? 0)}</b> {t('claims.passedOvernight')}
          <br />
          {t('claims.left')} <b>{formatInteger(answer.data?.leftToDecide ?? 0)}</b> {t('claims.leftForYou')}
        </div>
        <StandsIn />
        <div className="group">{t('claims.queues')}</div>
        {QUEUES.map((name) => (
          <QueueRow
            key={name}
            name={name}
            on={name === queue}
            summary={answer.data?.queues.find((summary) => summary.queue === name)}
            onPick={() => onPick(name)}
          />
        ))}
        <button
          type="button"
          className={isMine ? 'on' : ''}
          onClick={() => onMine(me)}
          aria-pressed={isMine}
          data-testid="queue-MINE"
        >
          <span>{t('claims.inHand')}</span>
          <b>{formatInteger(answer.data?.inHand.count ?? 0)}</b>
          {(answer.data?.inHand.count ?? 0) === 0 ? null : (
            <small>¥ {formatYuan(answer.data?.inHand.payableFen ?? 0)}</small>
          )}
        </button>
        <div className="group">{t('claims.search')}</div>
        <button
          type="button"
          className={queue === null && !isMine ? 'on' : ''}
          onClick={() => onPick(null)}
          aria-pressed={queue === null && !isMine}
          data-testid="queue-ALL"
        >
          <span>{t('claims.all')}</span>
        </button>
      </div>
    </Panel>
  );
}

/** Whose work the person does as a deputy today (0156). */
function StandsIn() {
  const { t } = useTranslation();
  const standsIn = useSession().data?.user?.standsIn ?? [];
  return standsIn.map(({ userId, name, roles, untilDate }) => (
    <Notice key={userId} tone="info" testId="stands-in">
      {roles.length === 0
        ? t('claims.standsIn', { name, date: untilDate })
        : t('claims.standsInAs', { name, date: untilDate, level: roles.map((role) => t(`role.${role}`)).join(', ') })}
    </Notice>
  ));
}

interface QueueRowProps {
  name: ClaimQueue;
  on: boolean;
  summary: { count: number; oldestAtMs: number | null; payableFen: number } | undefined;
  onPick: () => void;
}

function QueueRow({ name, on, summary, onPick }: QueueRowProps) {
  const { t } = useTranslation();
  const count = summary?.count ?? 0;
  return (
    <button type="button" className={on ? 'on' : ''} onClick={onPick} data-testid={`queue-${name}`} aria-pressed={on}>
      <span>{t(`queue.${name}`)}</span>
      <b>{formatInteger(count)}</b>
      {count === 0 || summary === undefined ? null : (
        <small>
          {summary.oldestAtMs === null ? '' : `${ageText(t, summary.oldestAtMs)} · `}¥ {formatYuan(summary.payableFen)}
        </small>
      )}
    </button>
  );
}

export function ageText(t: (key: string, values: Record<string, number>) => string, sinceMs: number): string {
  const hours = Math.max(0, Math.floor((Date.now() - sinceMs) / HOUR_MS));
  const days = Math.floor(hours / 24);
  return days > 0 ? t('claims.oldestDays', { days }) : t('claims.oldestHours', { hours });
}
