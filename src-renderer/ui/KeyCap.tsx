import { capOf, keyOfCap, useKeyChanges } from './key-changes.ts';
import { keyCap, useLetterKeysOn } from './letter-keys.ts';

/** A key as it is pressed now; `hidden` where the words beside it already say what it does. */
export function KeyCap({ name, hidden = false }: { name: string; hidden?: boolean }) {
  const changed = useKeyChanges()[keyOfCap(name)];
  const shown = keyCap(changed === undefined ? name : capOf(changed), useLetterKeysOn());
  return hidden ? <kbd aria-hidden="true">{shown}</kbd> : <kbd>{shown}</kbd>;
}
