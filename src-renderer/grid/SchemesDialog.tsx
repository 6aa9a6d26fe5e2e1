import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueryScheme } from '../../src-shared/contract/views.contract.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';

interface SchemesDialogProps {
  schemes: readonly QueryScheme[];
  pinned: readonly string[];
  onPin: (pinned: string[]) => void;
  onApply: (scheme: QueryScheme) => void;
  onSave: (id: string | null, name: string, shared: boolean) => void;
  onDelete: (scheme: QueryScheme) => void;
  onClose: () => void;
}

const LONGEST_NAME = 40;

/** Keeps what the list shows under a name; lists the person's own schemes and those that others have shared. */
export function SchemesDialog(props: SchemesDialogProps) {
  const { t } = useTranslation();
  const { schemes, pinned } = props;
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const plain = name.trim();
  const same = schemes.find((scheme) => scheme.mine && scheme.name === plain);
  const toggle = (id: string): void =>
    props.onPin(pinned.includes(id) ? pinned.filter((other) => other !== id) : [...pinned, id]);
  return (
    <Dialog title={t('scheme.title')} onClose={props.onClose} width={620} testId="schemes-dialog">
      <form
        className="scheme-save"
        onSubmit={(event) => {
          event.preventDefault();
          if (plain === '') return;
          props.onSave(same?.id ?? null, plain, shared);
          props.onClose();
        }}
      >
        <input
          className="input"
          autoFocus
          value={name}
          maxLength={LONGEST_NAME}
          placeholder={t('scheme.name')}
          aria-label={t('scheme.name')}
          onChange={(event) => setName(event.target.value)}
          data-testid="scheme-name"
        />
        <label>
          <input
            type="checkbox"
            checked={shared}
            onChange={(event) => setShared(event.target.checked)}
            data-testid="scheme-shared"
          />
          {t('scheme.share')}
        </label>
        <Button type="submit" look="primary" disabled={plain === ''} testId="scheme-save">
          {t(same === undefined ? 'scheme.save' : 'scheme.replace')}
        </Button>
      </form>
      {schemes.length === 0 ? <p className="dim">{t('scheme.none')}</p> : null}
      <div className="scheme-list">
        {schemes.map((scheme) => (
          <div key={scheme.id} className="scheme-line" data-testid="scheme-line">
            <Button look="link" onClick={() => props.onApply(scheme)} testId={`scheme-apply-${scheme.name}`}>
              {scheme.name}
            </Button>
            <span className="dim one-line">
              {scheme.shared
                ? t('scheme.sharedBy', { name: scheme.mine ? t('scheme.me') : scheme.ownerName })
                : t('scheme.mine')}
            </span>
            <label>
              <input type="checkbox" checked={pinned.includes(scheme.id)} onChange={() => toggle(scheme.id)} />
              {t('scheme.pin')}
            </label>
            {scheme.mine ? (
              <Button look="link" onClick={() => props.onDelete(scheme)}>
                {t('scheme.delete')}
              </Button>
            ) : (
              <span />
            )}
          </div>
        ))}
      </div>
    </Dialog>
  );
}
