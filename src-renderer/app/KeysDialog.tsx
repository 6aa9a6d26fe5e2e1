import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { capOf, pressedFor, refusalOf, withChange, type KeyRefusal } from '../ui/key-changes.ts';
import { FIXED_KEYS, KEY_TABLE } from '../ui/key-table.ts';
import { KeyCap } from '../ui/KeyCap.tsx';
import { combinationOf } from '../ui/keyboard.ts';
import { useKeyChangeSetting, useLetterSetting } from './use-key-settings.ts';

const MODIFIER = /^(?:Control|Shift|Alt|Meta)/;

/** The table of keys, where each is changed: Enter on it, then the key that shall stand for it; Delete lays it back. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [letters, setLetters] = useLetterSetting();
  const [changes, setChanges] = useKeyChangeSetting();
  /** The key of the table that waits for another one. */
  const [asked, setAsked] = useState<string | null>(null);
  const [refused, setRefused] = useState<{ cap: string; refusal: KeyRefusal } | null>(null);

  const ask = (key: string): void => {
    setRefused(null);
    setAsked(key);
  };
  const lay = (key: string, pressed: string): void => {
    const refusal = refusalOf(key, pressed, changes);
    setRefused(refusal === null ? null : { cap: capOf(pressed), refusal });
    if (refusal !== null) return;
    setAsked(null);
    setChanges(withChange(changes, key, pressed));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (asked === null || event.code === 'Tab' || MODIFIER.test(event.code)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.code === 'Escape') setAsked(null);
    else if (event.code === 'Delete') lay(asked, asked);
    else lay(asked, combinationOf(event.nativeEvent));
  };

  return (
    <Dialog
      title={t('app.keys')}
      onClose={onClose}
      width={720}
      testId="keys-dialog"
      onKeyDown={onKeyDown}
      foot={
        <>
          <Button
            onClick={() => {
              setAsked(null);
              setRefused(null);
              setChanges({});
            }}
            disabled={Object.keys(changes).length === 0}
            testId="keys-reset"
          >
            {t('app.keysReset')}
          </Button>
          <Button onClick={onClose} keyName="Esc">
            {t('ui.close')}
          </Button>
        </>
      }
    >
      <label className="letter-setting">
        <input
          type="checkbox"
          checked={letters}
          onChange={(event) => setLetters(event.target.checked)}
          data-testid="letters-on"
        />
        {t('app.lettersText')}
      </label>
      <p className={refused === null ? 'dim' : 'cut'} role="status" data-testid="keys-state">
        {refused !== null
          ? t(`app.key_${refused.refusal.reason}`, {
              cap: refused.cap,
              meaning: refused.refusal.reason === 'taken' ? t(`key.${refused.refusal.by}`) : '',
            })
          : asked === null
            ? t('app.keysHow')
            : t('app.keyPress', { cap: capOf(pressedFor(asked, changes)) })}
      </p>
      <div className="key-table scroll-dialog">
        {KEY_TABLE.map(({ name, keys }) => (
          <div key={name}>
            <span>
              {keys.map((key) => (
                <button
                  key={key}
                  type="button"
                  className={key === asked ? 'key-button asked' : 'key-button'}
                  aria-label={`${t(`key.${name}`)} ${capOf(pressedFor(key, changes))}`}
                  onClick={() => ask(key)}
                  data-testid={`key-${key}`}
                >
                  <KeyCap name={capOf(key)} />
                </button>
              ))}
            </span>
            <span>{t(`key.${name}`)}</span>
          </div>
        ))}
        {FIXED_KEYS.map(({ name, keys }) => (
          <div key={name} className="dim">
            <span>
              {keys.map((key) => (
                <KeyCap key={key} name={capOf(key)} />
              ))}
            </span>
            <span>{t(`key.${name}`)}</span>
          </div>
        ))}
      </div>
    </Dialog>
  );
}
