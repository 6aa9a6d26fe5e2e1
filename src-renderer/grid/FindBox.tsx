import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/Button.tsx';
import { formatInteger } from '../ui/format.ts';

/** Rows that hold what was looked for: the first of them by place, and how many there are. */
export interface Found {
  places: readonly number[];
  total: number;
}

interface FindBoxProps {
  find: (text: string, signal: AbortSignal) => Promise<Found>;
  onShow: (place: number) => void;
  onClose: () => void;
  /** Counts up with every F3 and down with every Shift+F3 that was pressed in the grid. */
  turn: number;
}

const REST_MS = 200;

/** Ctrl+F: Enter and F3 go to the next row found, Shift to the one before, Esc back to the cell. */
export function FindBox({ find, onShow, onClose, turn }: FindBoxProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [found, setFound] = useState<Found | null>(null);
  const [at, setAt] = useState(0);
  const lastTurn = useRef(turn);
  const latest = useRef({ find, onShow });
  latest.current = { find, onShow };
  useEffect(() => {
    setFound(null);
    if (text.trim() === '') return undefined;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      latest.current.find(text.trim(), abort.signal).then(
        (next) => {
          if (abort.signal.aborted) return;
          setFound(next);
          setAt(0);
          const [first] = next.places;
          if (first !== undefined) latest.current.onShow(first);
        },
        // Another text was typed, or the store is away: the box goes on waiting.
        () => undefined,
      );
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [text]);
  const go = (by: number): void => {
    const count = found?.places.length ?? 0;
    if (found === null || count === 0) return;
    const next = (at + by + count) % count;
    setAt(next);
    const place = found.places[next];
    if (place !== undefined) onShow(place);
  };
  useEffect(() => {
    if (turn !== lastTurn.current) go(turn - lastTurn.current);
    lastTurn.current = turn;
    // Only a turn of the key moves on.
  }, [turn]);
  return (
    <div
      className="find-box"
      role="search"
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Escape') onClose();
        else if (event.key === 'Enter' || event.key === 'F3') go(event.shiftKey ? -1 : 1);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <input
        className="input"
        autoFocus
        aria-label={t('grid.find')}
        placeholder={t('grid.find')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        data-testid="find-text"
      />
      <span className="dim" role="status" data-testid="find-count">
        {found === null
          ? ''
          : found.total === 0
            ? t('grid.findNone')
            : t('grid.findAt', { at: formatInteger(at + 1), total: formatInteger(found.total) })}
      </span>
      <Button look="plain" label={t('grid.findPrevious')} keyName="⇧F3" onClick={() => go(-1)}>
        ↑
      </Button>
      <Button look="plain" label={t('grid.findNext')} keyName="F3" onClick={() => go(1)}>
        ↓
      </Button>
      <Button look="plain" label={t('ui.close')} onClick={onClose}>
        ×
      </Button>
    </div>
  );
}
