import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionState, SignedInUser } from '../../src-shared/contract/session.contract.ts';
import type { SyncState } from '../../src-shared/contract/sync.contract.ts';
import { connection } from '../api/client.ts';
import { Button } from '../ui/Button.tsx';
import { formatTime } from '../ui/format.ts';
import { Icon } from '../ui/Icons.tsx';
import { navigate, useLocation } from '../ui/navigation.ts';
import { setSearchText, useSearchText } from '../ui/search-text.ts';
import { JobTray } from './JobTray.tsx';
import { UserMenu } from './UserMenu.tsx';
import { KeyCap } from '../ui/KeyCap.tsx';

const SEARCH_ID = 'search-box';
/** Rooms whose grid takes the text; from any other place the search goes to the claims. */
const SEARCHED_ROOMS: readonly string[] = [
  'claims',
  'settlement',
  'counts',
  'parts',
  'reconciliation',
  'logistics',
  'print',
];

export function focusSearch(): void {
  const box = document.getElementById(SEARCH_ID);
  if (box instanceof HTMLInputElement) box.select();
}

interface TopBarProps {
  session: SessionState;
  user: SignedInUser;
  sync: SyncState | undefined;
  onKeys: () => void;
}

export function TopBar({ session, user, sync, onKeys }: TopBarProps) {
  const { t } = useTranslation();
  return (
    <header className="top">
      <div className="brand">{t('app.name')}</div>
      <SearchBox />
      <div className="end">
        <SyncIndicator sync={sync} />
        <JobTray />
        <Button look="plain" onClick={onKeys} keyName="?">
          {t('app.keys')}
        </Button>
        <UserMenu session={session} user={user} />
      </div>
    </header>
  );
}

function SearchBox() {
  const { t } = useTranslation();
  const { room } = useLocation();
  // From a room without a list of its own one searches the claims, with a box that is empty at first.
  const searched = SEARCHED_ROOMS.includes(room) ? room : 'claims';
  const text = useSearchText(searched);
  return (
    <label className="search">
      <Icon name="search" size={14} />
      <span className="sr-only">{t('app.search')}</span>
      <input
        id={SEARCH_ID}
        type="text"
        value={text}
        placeholder={t([`app.searchIn.${searched}`, 'app.search'])}
        autoComplete="off"
        onFocus={() => {
          if (searched !== room) setSearchText('', searched);
        }}
        onChange={(event) => {
          setSearchText(event.target.value, searched);
          if (searched !== room) navigate(searched);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Escape') setSearchText('');
          if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur();
        }}
      />
      <KeyCap name="/" hidden />
    </label>
  );
}

const DOTS: Partial<Record<SyncState['phase'], string>> = {
  live: 'dot',
  offline: 'dot warn',
  failed: 'dot bad',
};

/** Quiet, always in the same place: 已同步 14:32 / 待上传 3 / 需处理 1 / 离线. */
function SyncIndicator({ sync }: { sync: SyncState | undefined }) {
  const { t } = useTranslation();
  const open = useSyncExternalStore(connection.subscribe, connection.isOpen);
  if (!open || sync === undefined) {
    return (
      <span className="sync" role="status">
        <i className="dot info" />
        {t('sync.reconnecting')}
      </span>
    );
  }
  const time = sync.lastContactAtMs === null ? '' : formatTime(sync.lastContactAtMs);
  return (
    <>
      <span className="sync" role="status" data-testid="sync-state" data-phase={sync.phase}>
        <i className={DOTS[sync.phase] ?? 'dot info'} />
        {t(`sync.state.${sync.phase}`, { time })}
      </span>
      {sync.historyPending && sync.phase !== 'offline' ? (
        <span className="dim" data-testid="history-pending">
          {t('sync.historyPending')}
        </span>
      ) : null}
      {sync.waitingCommands > 0 ? (
        <Button look="link" onClick={() => navigate('support')} testId="waiting-commands">
          {t('sync.waiting', { number: sync.waitingCommands })}
        </Button>
      ) : null}
      {sync.attentionCommands > 0 ? (
        <button
          type="button"
          className="tag bad btn link"
          onClick={() => navigate('attention')}
          data-testid="attention-commands"
        >
          {t('sync.attention', { number: sync.attentionCommands })}
        </button>
      ) : null}
    </>
  );
}
