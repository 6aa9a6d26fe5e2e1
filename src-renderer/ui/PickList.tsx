import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';

/** What is searched for, and which of the choices found is marked. */
export interface Pick {
  search: string;
  at: number;
  write: (search: string) => void;
  mark: (at: number) => void;
}

/** Begins with nothing searched and the first choice marked; so does every other search. */
export function usePick(): Pick {
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(0);
  const write = (text: string): void => {
    setSearch(text);
    setAt(0);
  };
  return { search, at, write, mark: setAt };
}

interface PickListProps<Choice> {
  pick: Pick;
  label: string;
  /** What the search box asks for. */
  hint: string;
  /** What the search finds, in order. */
  choices: readonly Choice[];
  idOf: (choice: Choice) => string;
  row: (choice: Choice) => ReactNode;
  /** Enter. */
  onTake: (choice: Choice) => void;
  /** So many of the first have a digit while nothing is searched; what it does. */
  digits?: { count: number; press: (choice: Choice, at: number) => void };
  /** A click takes at once, and the mark follows the pointer; else a click marks and two take. */
  takesByClick?: boolean;
  /** The form of a row's cells. */
  look: 'command' | 'reason' | 'person';
  searchMark: string;
  markOf?: (choice: Choice) => string;
  /** What stands between the box and the list: an error, or that it is still being read. */
  children?: ReactNode;
}

/** A list one picks from by typing: the box searches, arrows move the mark, a digit is one of the first, Enter takes the marked one. */
export function PickList<Choice>(props: PickListProps<Choice>) {
  const { pick, label, hint, choices, idOf, digits, takesByClick = false } = props;
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    void list.current?.querySelector('.on')?.scrollIntoView({ block: 'nearest' });
  }, [pick.at, pick.search]);
  const marked = choices[pick.at];
  const digitOf = (at: number): number | null =>
    digits !== undefined && pick.search === '' && at < digits.count ? at + 1 : null;
  const onKey = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const digit = Number(/^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1] ?? '0');
    if (digit > 0 && digitOf(digit - 1) !== null) {
      event.preventDefault();
      const choice = choices[digit - 1];
      if (choice !== undefined) digits?.press(choice, digit - 1);
    } else if (event.code === 'ArrowDown' || event.code === 'ArrowUp') {
      event.preventDefault(); // the cursor stays where it is in the text
      const next = pick.at + (event.code === 'ArrowDown' ? 1 : -1);
      pick.mark(Math.max(0, Math.min(next, choices.length - 1)));
    } else if (event.code === 'Enter' || event.code === 'NumpadEnter') {
      event.preventDefault();
      if (marked !== undefined) props.onTake(marked);
    }
  };
  return (
    <>
      <input
        className="input"
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={marked === undefined ? undefined : `${listId}-${String(pick.at)}`}
        placeholder={hint}
        aria-label={hint}
        value={pick.search}
        onChange={(event) => pick.write(event.target.value)}
        onKeyDown={onKey}
        data-testid={props.searchMark}
      />
      {props.children}
      <div ref={list} id={listId} className={`pick-list ${props.look}`} role="listbox" aria-label={label}>
        {choices.map((choice, index) => {
          const digit = digitOf(index);
          return (
            <button
              key={idOf(choice)}
              id={`${listId}-${String(index)}`}
              type="button"
              role="option"
              tabIndex={-1}
              aria-selected={index === pick.at}
              className={index === pick.at ? 'on' : ''}
              onMouseEnter={() => (takesByClick ? pick.mark(index) : undefined)}
              onClick={() => (takesByClick ? props.onTake(choice) : pick.mark(index))}
              onDoubleClick={() => (takesByClick ? undefined : props.onTake(choice))}
              data-testid={props.markOf?.(choice)}
            >
              {digits === undefined ? null : <span>{digit === null ? null : <kbd>{digit}</kbd>}</span>}
              {props.row(choice)}
            </button>
          );
        })}
      </div>
    </>
  );
}
