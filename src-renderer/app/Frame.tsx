import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionState, SignedInUser } from '../../src-shared/contract/session.contract.ts';
import { mayEditCompany } from '../../src-shared/contract/settings.contract.ts';
import { api } from '../api/client.ts';
import { useTakeSession } from '../session/use-session.ts';
import { useCommands, type Command } from '../ui/commands.ts';
import { useKeys } from '../ui/keyboard.ts';
import { navigate, useLocation } from '../ui/navigation.ts';
import { requestPrint, usePrintRequest } from '../ui/print-request.ts';
import { LoadingState } from '../ui/States.tsx';
import { requestWhy, useWhyRequest } from '../ui/why-request.ts';
import { CommandPalette } from './CommandPalette.tsx';
import { FirstDownload } from './FirstDownload.tsx';
import { KeysDialog } from './KeysDialog.tsx';
import { Rail } from './Rail.tsx';
import { isMine, ROUTES, routeOf } from './routes.tsx';
import { focusSearch, TopBar } from './TopBar.tsx';
import { useLetterSetting, useRememberedKeys } from './use-key-settings.ts';
import { useSyncState } from './use-sync-state.ts';

const PrintDialog = lazy(async () => ({ default: (await import('../print/PrintDialog.tsx')).PrintDialog }));
const WhyDialog = lazy(async () => ({ default: (await import('../claims/WhyDialog.tsx')).WhyDialog }));

type Overlay = 'palette' | 'keys' | null;

export function Frame({ session, user }: { session: SessionState; user: SignedInUser }) {
  const location = useLocation();
  const sync = useSyncState();
  const [overlay, setOverlay] = useState<Overlay>(null);
  useRememberedKeys();
  useFrameCommands(session);
  useKeys({
    Slash: focusSearch,
    'Ctrl+KeyK': () => setOverlay('palette'),
    'Shift+Slash': () => setOverlay('keys'),
  });

  const Page = routeOf(location.room)?.Page;
  const ready = sync === undefined || sync.usable || location.room === 'support';
  return (
    <div className="app">
      <TopBar session={session} user={user} sync={sync} onKeys={() => setOverlay('keys')} />
      <Rail room={location.room} roles={user.roles} />
      <main>
        {!ready || Page === undefined ? (
          <FirstDownload sync={sync} />
        ) : (
          <Suspense fallback={<LoadingState />}>
            <Page id={location.id} key={location.room} />
          </Suspense>
        )}
      </main>
      <PrintDesk />
      <WhyDesk />
      {overlay === 'palette' ? <CommandPalette onClose={() => setOverlay(null)} /> : null}
      {overlay === 'keys' ? <KeysDialog onClose={() => setOverlay(null)} /> : null}
    </div>
  );
}

/** Every room asks for its prints here; the dialog is fetched with the first of them. */
function PrintDesk() {
  const request = usePrintRequest();
  if (request === null) return null;
  return (
    <Suspense>
      <PrintDialog request={request} onClose={() => requestPrint(null)} />
    </Suspense>
  );
}

/** The reasons of an amount, wherever it stands. */
function WhyDesk() {
  const request = useWhyRequest();
  if (request === null) return null;
  return (
    <Suspense>
      <WhyDialog request={request} onClose={() => requestWhy(null)} />
    </Suspense>
  );
}

/** What can be done from every room. */
function useFrameCommands(session: SessionState): void {
  const { t } = useTranslation();
  const take = useTakeSession();
  const { locale } = session;
  const [letters, setLetters] = useLetterSetting();
  const commands = useMemo<Command[]>(() => {
    const { user } = session;
    const hidden = ['claim', 'paper', ...(mayEditCompany(user?.roles ?? []) ? [] : ['forms'])];
    const rooms = ROUTES.filter((route) => !hidden.includes(route.room) && isMine(route, user?.roles ?? [])).map(
      (route) => ({
        id: `go-${route.room}`,
        label: t('app.goTo', { room: t(`room.${route.room}`) }),
        keyName: null,
        run: () => navigate(route.room),
      }),
    );
    const other = locale === 'en' ? 'zh-CN' : 'en';
    return [
      ...rooms,
      { id: 'sync-now', label: t('app.syncNow'), keyName: null, run: () => void api.sync.now({}) },
      {
        id: 'language',
        label: t(`language.${other}`),
        keyName: null,
        run: () => void api.session.setLocale({ locale: other }).then(take),
      },
      {
        id: 'letter-keys',
        label: t(letters ? 'app.lettersOff' : 'app.lettersOn'),
        keyName: null,
        run: () => setLetters(!letters),
      },
      {
        id: 'sign-out',
        label: t('session.signOut'),
        keyName: null,
        run: () => void api.session.signOut({}).then(take),
      },
    ];
    // `setLetters` does the same at every drawing.
  }, [t, take, session, locale, letters]);
  useCommands('frame', commands);
}
