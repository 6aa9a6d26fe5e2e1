import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAllCommands, type Command } from '../ui/commands.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { KeyCap } from '../ui/KeyCap.tsx';

export function CommandPalette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const all = useAllCommands();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    void list.current?.querySelector('.on')?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const found = all.filter((command) => command.label.toLowerCase().includes(text.trim().toLowerCase()));
  const run = (command: Command | undefined): void => {
    if (command === undefined) return;
    onClose();
    command.run();
  };
  return (
    <Dialog title={t('app.palette')} onClose={onClose} testId="palette">
      <div className="palette">
        <input
          className="input"
          autoFocus
          value={text}
          aria-label={t('app.palette')}
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={found[at] === undefined ? undefined : `${listId}-${String(at)}`}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === 'ArrowDown') setAt(Math.min(at + 1, found.length - 1));
            if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
            if (event.key === 'Enter') run(found[at]);
          }}
        />
        <ul ref={list} id={listId} role="listbox" aria-label={t('app.palette')}>
          {found.map((command, index) => (
            <li
              key={command.id}
              id={`${listId}-${String(index)}`}
              role="option"
              aria-selected={index === at}
              className={index === at ? 'on' : ''}
              onMouseEnter={() => setAt(index)}
              onClick={() => run(command)}
            >
              <span>{command.label}</span>
              {command.keyName === null ? null : <KeyCap name={command.keyName} />}
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
