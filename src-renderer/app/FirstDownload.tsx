import { useTranslation } from 'react-i18next';
import type { SyncState } from '../../src-shared/contract/sync.contract.ts';
import { LoadingState, OfflineState } from '../ui/States.tsx';
import { Notice } from '../ui/Tag.tsx';
import { useProblemText } from '../ui/use-problem-text.ts';
import { formatInteger } from '../ui/format.ts';

/** Before the first copy is complete nothing can be asked; this says how far it is. */
export function FirstDownload({ sync }: { sync: SyncState | undefined }) {
  const { t } = useTranslation();
  const text = useProblemText();
  if (sync === undefined) return <LoadingState />;
  if (sync.phase === 'offline') return <OfflineState />;
  const share = sync.rowsTotal === null || sync.rowsTotal === 0 ? 0 : Math.min(1, sync.rowsDone / sync.rowsTotal);
  return (
    <div className="first-download" data-testid="first-download" role="status">
      <b>{t('sync.first.title')}</b>
      <div className="track">
        <i style={{ width: `${Math.round(share * 100)}%` }} />
      </div>
      <span className="dim">
        {t(`sync.phase.${sync.phase}`)} ·{' '}
        {sync.rowsTotal === null
          ? t('sync.first.rows', { rows: formatInteger(sync.rowsDone) })
          : t('sync.first.rowsOf', { rows: formatInteger(sync.rowsDone), total: formatInteger(sync.rowsTotal) })}
        {sync.secondsLeft === null ? '' : ` · ${t('sync.first.secondsLeft', { seconds: sync.secondsLeft })}`}
      </span>
      <span className="faint">{t('sync.first.hint')}</span>
      {sync.problem === null ? null : <Notice tone="bad">{text(sync.problem)}</Notice>}
    </div>
  );
}
