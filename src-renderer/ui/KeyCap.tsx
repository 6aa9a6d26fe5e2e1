import { keyCap, useLetterKeysOn } from './letter-keys.ts';

/** A key as it is pressed now; `hidden` where the words beside it already say what it does. */
export function KeyCap({ name, hidden = false }: { name: string; hidden?: boolean }) {
  const shown = keyCap(name, useLetterKeysOn());
  return hidden ? <kbd aria-hidden="true">{shown}</kbd> : <kbd>{shown}</kbd>;
}
