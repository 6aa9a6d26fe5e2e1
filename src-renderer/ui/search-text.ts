import { useSyncExternalStore } from 'react';
import { placeShown, useLocation } from './navigation.ts';

/**
 * What stands in the search box of the bar, for each room its own: what was looked for in one would hide the rows of
 * another. The room on the screen takes it into its query.
 */
const textByRoom = new Map<string, string>();
const listeners = new Set<() => void>();

/** Sets the text of a room, of the one on the screen when none is named. */
export function setSearchText(next: string, room: string = placeShown().room): void {
  textByRoom.set(room, next);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The text of a room, of the one on the screen when none is named. */
export function useSearchText(room?: string): string {
  const { room: shown } = useLocation();
  return useSyncExternalStore(subscribe, () => textByRoom.get(room ?? shown) ?? '');
}
