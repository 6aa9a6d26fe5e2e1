import { useEffect, useRef } from 'react';
import { keyChanges, meaningOf } from './key-changes.ts';
import { letterKeysOn, meantCombination } from './letter-keys.ts';

/** What a key does, by the physical key and its modifiers: `KeyA`, `Shift+KeyA`, `Ctrl+KeyK`, `Slash`. */
export type KeyMap = Readonly<Record<string, () => void>>;

/** The name of the pressed combination; layout and input method play no part in it (grid-excel-print §3.2). */
export function combinationOf(
  event: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
): string {
  const parts = [
    event.ctrlKey || event.metaKey ? 'Ctrl' : '',
    event.altKey ? 'Alt' : '',
    event.shiftKey ? 'Shift' : '',
  ];
  return [...parts.filter((part) => part !== ''), event.code].join('+');
}

const FUNCTION_KEY = /^F\d+$/;

/**
 * True while the key belongs to a text being written: an input, an editor, a composition of the input method. A function
 * key writes nothing and belongs to the page, but for the editor of a cell, whose value is not taken over yet.
 */
export function belongsToText(event: KeyboardEvent): boolean {
  if (event.isComposing) return true;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  if (FUNCTION_KEY.test(event.code) && target.closest('[role="gridcell"]') === null) return false;
  return takesText(target);
}

/** True for what is typed or chosen in: nothing may take the keyboard from it while somebody does. */
export function takesText(element: Element | null): boolean {
  if (!(element instanceof HTMLElement)) return false;
  if (element instanceof HTMLInputElement) return element.type !== 'checkbox' && element.type !== 'radio';
  return element.isContentEditable || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement;
}

/** Keys that press what has the focus. */
const PRESSES: ReadonlySet<string> = new Set(['Enter', 'NumpadEnter', 'Space']);

/** True while Enter or Space would press the button or follow the link that has the focus: a page's key must not take it. */
function belongsToControl(event: KeyboardEvent): boolean {
  if (!PRESSES.has(event.code) || !(event.target instanceof Element)) return false;
  return event.target.closest('button, a[href], summary, [role="option"], [role="menuitem"]') !== null;
}

export function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"]') !== null;
}

/** The key of the table that is meant by what was pressed, as this person has the keys; null when none is. */
export function meantBy(event: Parameters<typeof combinationOf>[0]): string | null {
  const pressed = meantCombination(combinationOf(event), letterKeysOn());
  return pressed === null ? null : meaningOf(pressed, keyChanges());
}

/** Keys of a page. They rest while a dialog is open or a text is being written. */
export function useKeys(keys: KeyMap, enabled = true): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    if (!enabled) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || belongsToText(event) || belongsToControl(event) || isDialogOpen()) return;
      const meant = meantBy(event);
      const run = meant === null ? undefined : current.current[meant];
      if (run === undefined) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [enabled]);
}
