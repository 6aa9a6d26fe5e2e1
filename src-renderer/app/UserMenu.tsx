import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionState, SignedInUser } from '../../src-shared/contract/session.contract.ts';
import { LOCALES } from '../../src-shared/contract/values.ts';
import { api } from '../api/client.ts';
import { useTakeSession } from '../session/use-session.ts';
import { Button } from '../ui/Button.tsx';
import { navigate } from '../ui/navigation.ts';
import { useLetterSetting } from './use-key-settings.ts';

export function UserMenu({ session, user }: { session: SessionState; user: SignedInUser }) {
  const { t } = useTranslation();
  const take = useTakeSession();
  const [open, setOpen] = useState(false);
  const box = useCloseOutside(open, () => setOpen(false));
  const [letters, setLetters] = useLetterSetting();
  const [role] = user.roles;
  const pick = (run: () => void) => () => {
    setOpen(false);
    run();
  };
  return (
    <div ref={box}>
      <Button look="plain" onClick={() => setOpen(!open)} testId="user-menu">
        {role === undefined ? '' : `${t(`role.${role}`)} · `}
        {user.name}
      </Button>
      {open ? (
        <div className="menu" role="menu">
          <div className="head">
            <span>{user.login}</span>
            <span>{user.regionName ?? t('app.allRegions')}</span>
          </div>
          <hr />
          {LOCALES.filter((locale) => locale !== session.locale).map((locale) => (
            <button
              key={locale}
              type="button"
              role="menuitem"
              lang={locale}
              data-testid={`language-${locale}`}
              onClick={pick(() => void api.session.setLocale({ locale }).then(take))}
            >
              {t(`language.${locale}`)}
            </button>
          ))}
          <button
            type="button"
            role="menuitemcheckbox"
            aria-checked={letters}
            data-testid="letter-keys"
            onClick={pick(() => setLetters(!letters))}
          >
            {t(letters ? 'app.lettersOff' : 'app.lettersOn')}
          </button>
          <button type="button" role="menuitem" onClick={pick(() => navigate('attention'))}>
            {t('room.attention')}
          </button>
          <button type="button" role="menuitem" data-testid="menu-settings" onClick={pick(() => navigate('settings'))}>
            {t('room.settings')}
          </button>
          <button type="button" role="menuitem" onClick={pick(() => navigate('support'))}>
            {t('room.support')}
          </button>
          <hr />
          <button
            type="button"
            role="menuitem"
            data-testid="sign-out"
            onClick={pick(() => void api.session.signOut({}).then(take))}
          >
            {t('session.signOut')}
          </button>
        </div>
      ) : null}
    </div>
  );
}

/** A reference for a small menu that closes when something else is clicked or Esc is pressed. */
export function useCloseOutside(open: boolean, close: () => void): React.RefObject<HTMLDivElement | null> {
  const box = useRef<HTMLDivElement>(null);
  const current = useRef(close);
  current.current = close;
  useEffect(() => {
    if (!open) return undefined;
    const onPointer = (event: PointerEvent): void => {
      if (event.target instanceof Node && box.current?.contains(event.target) !== true) current.current();
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') current.current();
    };
    window.addEventListener('pointerdown', onPointer);
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('pointerdown', onPointer);
      window.removeEventListener('keydown', onKey);
    };
  }, [open]);
  return box;
}
