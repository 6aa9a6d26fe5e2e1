import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DemoUser, SessionState } from '../../src-shared/contract/session.contract.ts';
import { LOCALES } from '../../src-shared/contract/values.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useCall, useOrder } from '../api/use-api.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Tag.tsx';
import { useProblemText } from '../ui/use-problem-text.ts';
import { useTakeSession } from './use-session.ts';

export function SignInPage({ session }: { session: SessionState }) {
  const { t } = useTranslation();
  const take = useTakeSession();
  const text = useProblemText();
  const signIn = useOrder((input: { login: string; password: string }) => api.session.signIn(input), take);
  const signInDemo = useOrder((login: string) => api.session.signInDemo({ login }), take);
  const error = signIn.error ?? signInDemo.error;
  // Why nobody is signed in: a store that will not open, a device that was switched off.
  const sync = useCall(['sync', 'state'], () => api.sync.state({}));
  const busy = signIn.isPending || signInDemo.isPending;

  return (
    <main className="sign-in">
      <div className="sign-in-box" data-testid="sign-in">
        <header>
          <h1>{t('app.name')}</h1>
          <p className="dim">{t('session.tagline')}</p>
          <LanguageSwitch locale={session.locale} />
        </header>
        {error !== null || sync.data?.problem == null ? null : (
          <Notice tone="bad" testId="sign-in-problem">
            {text(sync.data.problem)}
          </Notice>
        )}
        {error === null ? null : (
          <Notice tone="bad" testId="sign-in-error">
            {text(problemOf(error))}
          </Notice>
        )}
        <PasswordForm busy={busy} onSubmit={(login, password) => signIn.mutate({ login, password })} />
        {session.demoUsers.length === 0 ? null : (
          <DemoCards users={session.demoUsers} busy={busy} onPick={(login) => signInDemo.mutate(login)} />
        )}
        <footer className="faint">{t('session.server', { serverUrl: session.serverUrl })}</footer>
      </div>
    </main>
  );
}

function PasswordForm({ busy, onSubmit }: { busy: boolean; onSubmit: (login: string, password: string) => void }) {
  const { t } = useTranslation();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  return (
    <form
      className="sign-in-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (login !== '' && password !== '') onSubmit(login.trim(), password);
      }}
    >
      <label>
        <span>{t('session.login')}</span>
        <input
          className="input"
          name="login"
          autoComplete="username"
          autoFocus
          value={login}
          onChange={(event) => setLogin(event.target.value)}
        />
      </label>
      <label>
        <span>{t('session.password')}</span>
        <input
          className="input"
          name="password"
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </label>
      <Button
        type="submit"
        look="primary"
        disabled={busy || login.trim() === '' || password === ''}
        keyName="⏎"
        testId="sign-in-submit"
      >
        {busy ? t('session.signingIn') : t('session.signIn')}
      </Button>
    </form>
  );
}

function DemoCards({
  users,
  busy,
  onPick,
}: {
  users: readonly DemoUser[];
  busy: boolean;
  onPick: (login: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{t('session.demo')}</h2>
      <div className="demo-cards">
        {users.map((user) => (
          <button
            key={user.login}
            type="button"
            disabled={busy}
            onClick={() => onPick(user.login)}
            data-testid={`demo-${user.role}`}
            data-login={user.login}
          >
            <b>{t(`role.${user.role}`)}</b>
            <span className="dim one-line">
              {user.name}
              {user.regionName === null ? '' : ` · ${user.regionName}`}
            </span>
          </button>
        ))}
      </div>
    </section>
  );
}

function LanguageSwitch({ locale }: { locale: SessionState['locale'] }) {
  const { t } = useTranslation();
  const take = useTakeSession();
  const set = useOrder(api.session.setLocale, take);
  return (
    <nav className="language-switch">
      {LOCALES.map((name) => (
        <button
          key={name}
          type="button"
          className={name === locale ? 'btn link on' : 'btn link'}
          lang={name}
          onClick={() => set.mutate({ locale: name })}
        >
          {t(`language.${name}`)}
        </button>
      ))}
    </nav>
  );
}
