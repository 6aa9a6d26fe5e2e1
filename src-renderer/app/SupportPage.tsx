import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditReport, SyncState } from '../../src-shared/contract/sync.contract.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useOrder } from '../api/use-api.ts';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { formatInstant, formatInteger } from '../ui/format.ts';
import { useKeys } from '../ui/keyboard.ts';
import { Figure, Panel, Section } from '../ui/Panel.tsx';
import { Notice } from '../ui/Tag.tsx';
import { useProblemText } from '../ui/use-problem-text.ts';
import { OutboxList } from './OutboxList.tsx';
import { useSyncState } from './use-sync-state.ts';

/** Counts for the telephone with support, a check of the local copy against the server, and its rebuilding. */
export function SupportPage() {
  const { t } = useTranslation();
  const text = useProblemText();
  const sync = useSyncState();
  const [asking, setAsking] = useState(false);
  const now = useOrder(() => api.sync.now({}));
  const check = useOrder(() => api.sync.checkData({}));
  const rebuild = useOrder(
    () => api.sync.rebuild({}),
    () => setAsking(false),
  );
  const error = check.error ?? now.error;
  const ask = (): void => {
    rebuild.reset();
    setAsking(true);
  };
  useKeys({
    KeyC: () => check.mutate(undefined),
    KeyB: ask,
    F5: () => now.mutate(undefined),
  });
  return (
    <div className="work support">
      <Panel testId="support-page">
        <Section title={t('support.state')}>
          <div className="figures">
            <Figure
              label={t('support.lastContact')}
              value={sync?.lastContactAtMs == null ? '–' : formatInstant(sync.lastContactAtMs)}
            />
            <Figure label={t('support.waiting')} value={sync?.waitingCommands ?? 0} />
            <Figure label={t('support.attention')} value={sync?.attentionCommands ?? 0} />
            <Figure label={t('support.updates')} value={formatInteger(sync?.seq ?? 0)} />
            <Figure
              label={t('support.checkedAt')}
              value={sync?.checkedAtMs == null ? '–' : formatInstant(sync.checkedAtMs)}
            />
          </div>
          {sync === undefined || !isDownloading(sync) ? null : <DownloadProgress sync={sync} />}
        </Section>
        <Section title={t('support.outbox')}>
          <OutboxList />
        </Section>
        <Section title={t('support.data')}>
          <p className="dim">{t('support.checkText')}</p>
          <div className="dialog-body">
            {error === null ? null : <Notice tone="bad">{text(problemOf(error))}</Notice>}
            {sync?.problem == null ? null : <Notice tone="warn">{text(sync.problem)}</Notice>}
            {check.data === undefined ? null : <CheckResult {...check.data} />}
          </div>
          <div className="dialog-foot">
            <Button keyName="F5" onClick={() => now.mutate(undefined)} disabled={now.isPending}>
              {t('app.syncNow')}
            </Button>
            <Button keyName="B" onClick={ask} testId="rebuild-copy">
              {t('support.rebuild')}
            </Button>
            <Button
              look="primary"
              keyName="C"
              onClick={() => check.mutate(undefined)}
              disabled={check.isPending}
              testId="check-data"
            >
              {check.isPending ? t('support.checking') : t('support.check')}
            </Button>
          </div>
        </Section>
      </Panel>
      {asking ? (
        <ConfirmDialog
          title={t('support.rebuild')}
          confirmText={t('support.rebuild')}
          onConfirm={() => rebuild.mutate(undefined)}
          onClose={() => setAsking(false)}
          busy={rebuild.isPending}
          testId="rebuild-dialog"
        >
          <p>{t('support.rebuildText')}</p>
          {rebuild.error === null ? null : (
            <Notice tone="bad" testId="rebuild-refused">
              {text(problemOf(rebuild.error))}
            </Notice>
          )}
        </ConfirmDialog>
      ) : null}
    </div>
  );
}

/** The first copy, a new one, or the history behind an open tier. */
function isDownloading(sync: SyncState): boolean {
  return sync.historyPending || sync.phase === 'downloading' || sync.phase === 'indexing' || sync.phase === 'verifying';
}

function DownloadProgress({ sync }: { sync: SyncState }) {
  const { t } = useTranslation();
  const share = sync.rowsTotal === null || sync.rowsTotal === 0 ? 0 : Math.min(1, sync.rowsDone / sync.rowsTotal);
  return (
    <div className="dialog-body" role="status" data-testid="download-progress">
      <div className="track">
        <i style={{ width: `${Math.round(share * 100)}%` }} />
      </div>
      <span className="dim">
        {t('support.downloaded', {
          rows: formatInteger(sync.rowsDone),
          megabytes: (sync.bytesDone / 1_048_576).toFixed(1),
        })}
        {sync.secondsLeft === null ? '' : ` · ${t('sync.first.secondsLeft', { seconds: sync.secondsLeft })}`}
      </span>
    </div>
  );
}

function CheckResult({ tables, rows, mismatches, repaired }: AuditReport) {
  const { t } = useTranslation();
  if (mismatches.length === 0) {
    return (
      <Notice tone="ok" testId="check-result">
        {t('support.agrees', { tables, rows: formatInteger(rows) })}
      </Notice>
    );
  }
  return (
    <Notice tone="warn" testId="check-result">
      {t('support.differs', { tables: mismatches.length, repaired })}
    </Notice>
  );
}
