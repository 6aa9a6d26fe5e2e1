import { useSyncExternalStore } from 'react';

/** What stands in the search box of the bar; the room on the screen takes it into its query. */
let text = '';
const listeners = new Set<() => void>();

export function setSearchText(next: string): void {
  text = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useSearchText(): string {
  return useSyncExternalStore(subscribe, () => text);
}
