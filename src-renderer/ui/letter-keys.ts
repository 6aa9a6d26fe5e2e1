import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let on = true;

/** Whether a single letter, digit or sign acts by itself; a person may turn that off (WCAG 2.1.4), and then it takes Alt. */
export const letterKeysOn = (): boolean => on;

export function setLetterKeys(next: boolean): void {
  on = next;
  for (const listener of listeners) listener();
}

export function useLetterKeysOn(): boolean {
  return useSyncExternalStore(subscribe, letterKeysOn);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** One visible sign, with or without Shift: `KeyA`, `Shift+KeyA`, `Digit1`, `Slash`. */
const SINGLE = /^(?:Shift\+)?(?:Key[A-Z]|Digit\d|Numpad\d|Slash)$/;

/** The combination a page listens to: with single letters off, Alt and the letter stand for the letter. */
export function meantCombination(pressed: string, lettersOn: boolean): string | null {
  if (lettersOn) return pressed;
  if (SINGLE.test(pressed)) return null;
  const withoutAlt = pressed.replace(/^Alt\+/, '');
  return withoutAlt !== pressed && SINGLE.test(withoutAlt) ? withoutAlt : pressed;
}

/** How the key is called on its button: `A`, or `Alt A` while single letters are off. */
export function keyCap(keyName: string, lettersOn: boolean): string {
  return lettersOn || !/^⇧?[A-Z0-9/?]$/.test(keyName) ? keyName : `Alt ${keyName}`;
}
