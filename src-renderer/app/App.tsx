import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import enUS from 'antd/es/locale/en_US.js';
import zhCN from 'antd/es/locale/zh_CN.js';
import type { Locale as AntdLocale } from 'antd/es/locale/index.js';
import { useEffect, useState, type ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { followEvents } from '../api/events.ts';
import { useCall } from '../api/use-api.ts';
import { SignInPage } from '../session/SignInPage.tsx';
import { useSession } from '../session/use-session.ts';
import { ErrorState, LoadingState } from '../ui/States.tsx';
import { restorePlace } from '../ui/navigation.ts';
import { takeRemembered } from '../ui/remembered.ts';
import { antdTheme } from '../ui/theme.ts';
import { Toasts } from '../ui/Toasts.tsx';
import { contentNonce } from '../ui/content-nonce.ts';
import { Frame } from './Frame.tsx';
import { switchLanguage } from './language.ts';
import { fetchFirstRoom } from './routes.tsx';

const queries = new QueryClient({
  defaultOptions: {
    queries: { refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
});
followEvents(queries);

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <Language>
        <Entrance />
        <Toasts />
      </Language>
    </QueryClientProvider>
  );
}

function Language({ children }: { children: React.ReactNode }) {
  const { i18n } = useTranslation();
  return (
    <ConfigProvider
      csp={{ nonce: contentNonce }}
      locale={antdLocale(i18n.language === 'en' ? enUS : zhCN)}
      theme={antdTheme}
      button={{ autoInsertSpace: false }}
    >
      {children}
    </ConfigProvider>
  );
}

/** Ant Design's types speak of CommonJS, where the locale is the module's default; the bundler gives the locale itself. */
function antdLocale(module: AntdLocale | { default: AntdLocale }): AntdLocale {
  return 'locale' in module ? module : module.default;
}

/** The screens open as their person left them: what is remembered is read before the first one. */
function Remembering({ session, user }: ComponentProps<typeof Frame>) {
  const remembered = useCall(['views', 'recall'], () => api.views.recall({}));
  const [taken, setTaken] = useState(false);
  useEffect(() => {
    if (remembered.data === undefined && remembered.error === null) return;
    if (!taken) {
      takeRemembered(remembered.data ?? []);
      restorePlace();
    }
    setTaken(true);
  }, [remembered.data, remembered.error, taken]);
  return taken ? <Frame session={session} user={user} /> : <LoadingState />;
}

/** The session decides: nobody signed in sees the sign-in page, everybody else the frame with their rooms. */
function Entrance() {
  const session = useSession();
  const locale = session.data?.locale;
  useEffect(() => {
    if (locale !== undefined) switchLanguage(locale);
  }, [locale]);

  useEffect(fetchFirstRoom, []);

  if (session.error !== null && session.data === undefined) {
    return <ErrorState error={session.error} onRetry={() => void session.refetch()} />;
  }
  if (session.data === undefined) return <LoadingState />;
  if (session.data.user === null) return <SignInPage session={session.data} />;
  return <Remembering key={session.data.user.login} session={session.data} user={session.data.user} />;
}
