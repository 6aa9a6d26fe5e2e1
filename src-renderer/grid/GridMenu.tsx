import { useEffect, useRef } from 'react';

export interface MenuItem {
  id: string;
  label: string;
  keyName: string | null;
  run: () => void;
  disabled?: boolean;
}

interface GridMenuProps {
  label: string;
  items: readonly MenuItem[];
  left: number;
  top: number;
  onClose: () => void;
}

/** The menu of a cell, by the right button or Shift+F10: arrows move, Enter takes, Esc leaves. */
export function GridMenu({ label, items, left, top, onClose }: GridMenuProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.querySelector<HTMLElement>('[role="menuitem"]:not(:disabled)')?.focus();
    const onDown = (event: MouseEvent): void => {
      if (event.target instanceof Node && box.current?.contains(event.target) !== true) onClose();
    };
    window.addEventListener('mousedown', onDown, true);
    return () => window.removeEventListener('mousedown', onDown, true);
    // Opened once; `onClose` does the same at every drawing.
  }, []);
  const step = (by: number): void => {
    const all = [...(box.current?.querySelectorAll<HTMLElement>('[role="menuitem"]:not(:disabled)') ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    all[(at + by + all.length) % all.length]?.focus();
  };
  return (
    <div
      ref={box}
      className="menu grid-menu"
      role="menu"
      aria-label={label}
      style={{ left, top }}
      data-testid="grid-menu"
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'ArrowDown') step(1);
        else if (event.key === 'ArrowUp') step(-1);
        else if (event.key === 'Escape' || event.key === 'Tab') onClose();
        else return;
        event.preventDefault();
      }}
    >
      {items.map((item) => (
        <button
          key={item.id}
          type="button"
          role="menuitem"
          disabled={item.disabled === true}
          data-testid={`menu-${item.id}`}
          onClick={() => {
            onClose();
            item.run();
          }}
        >
          <span>{item.label}</span>
          {item.keyName === null ? null : <kbd>{item.keyName}</kbd>}
        </button>
      ))}
    </div>
  );
}
