import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { meantBy } from '../ui/keyboard.ts';

interface FilterPopProps {
  label: string;
  left: number;
  onClose: () => void;
  children: ReactNode;
}

const ROWS = 'input[type="checkbox"], [data-choice]';

/**
 * The box of a condition: arrows move through its choices, Esc leaves, and the keyboard is back on the cell it came from.
 * It is a dialog, so that no key of the page acts on a claim while something is being chosen.
 */
export function FilterPop({ label, left, onClose, children }: FilterPopProps) {
  const box = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    const from = document.activeElement;
    const onDown = ({ target }: PointerEvent): void => {
      if (!(target instanceof Element) || box.current?.contains(target) === true) return;
      if (target.closest('main') !== null && target.closest('.chips') === null) close.current();
    };
    window.addEventListener('pointerdown', onDown, true);
    return () => {
      window.removeEventListener('pointerdown', onDown, true);
      // where the person has gone meanwhile, the keyboard stays
      requestAnimationFrame(() => {
        if (from instanceof HTMLElement && document.activeElement === document.body) from.focus();
      });
    };
  }, []);
  const onKey = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const again = meantBy(event.nativeEvent) === 'Ctrl+Shift+KeyL';
    if (event.key === 'Escape' || again) onClose();
    else if (by === undefined || !step(box.current, by)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={box}
      className="filter-pop"
      role="dialog"
      aria-label={label}
      style={{ left, top: 36 }}
      data-testid="filter-editor"
      onKeyDown={onKey}
    >
      {children}
    </div>
  );
}

/** From the search box into the choices, and from one to the next; false where there are none or the key is not theirs. */
function step(box: HTMLElement | null, by: number): boolean {
  const { activeElement } = document;
  const rows = [...(box?.querySelectorAll<HTMLElement>(ROWS) ?? [])];
  if (rows.length === 0 || activeElement?.closest('.ant-picker') != null) return false;
  const at = rows.indexOf(activeElement as HTMLElement);
  if (at < 0 && by < 0) return false;
  if (at === 0 && by < 0) box?.querySelector<HTMLElement>('input:not([type="checkbox"])')?.focus();
  else rows[Math.min(at + by, rows.length - 1)]?.focus();
  return true;
}
