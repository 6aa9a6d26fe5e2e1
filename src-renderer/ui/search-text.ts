import { useSyncExternalStore } from 'react';
import { placeShown, useLocation, type Location } from './navigation.ts';

/** Papers that are a list of their own: by what a paper was found would hide all of its lines. */
const LISTED_PAPERS: Readonly<Record<string, RegExp>> = {
  parts: /^(preparation|purchase|exceptions)\./,
  reconciliation: /./,
};

/**
 * What stands in the search box of the bar, for each room its own, and for each paper with lines: what was looked for in one would hide
 * the rows of another. The room on the screen takes it into its query.
 */
const textByPlace = new Map<string, string>();
const listeners = new Set<() => void>();

function placeOf({ room, id }: Location): string {
  return id !== null && LISTED_PAPERS[room]?.test(id) === true ? `${room}/${id}` : room;
}

/** Sets the text of a room, of the place on the screen when none is named. */
export function setSearchText(next: string, room: string = placeShown().room): void {
  textByPlace.set(room === placeShown().room ? placeOf(placeShown()) : room, next);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The text of a room, of the place on the screen when none is named. */
export function useSearchText(room?: string): string {
  const shown = useLocation();
  const place = room === undefined || room === shown.room ? placeOf(shown) : room;
  return useSyncExternalStore(subscribe, () => textByPlace.get(place) ?? '');
}
