import { useSyncExternalStore } from 'react';
import { z } from 'zod';
import { readRemembered, remember } from './remembered.ts';

/** Where the user is: a room, perhaps one thing in it. The address is `#/room/id`, so a reload stays in place. */
export interface Location {
  room: string;
  id: string | null;
}

const LAST_PLACE = 'place';
const START: Location = { room: 'claims', id: null };

/** Reads `#/room/id`; anything else is null. */
export function parseHash(hash: string): Location | null {
  const match = /^#\/([a-z]+)(?:\/([\w.-]+))?$/.exec(hash);
  return match?.[1] === undefined ? null : { room: match[1], id: match[2] ?? null };
}

/** The address of a place, the inverse of parseHash. */
export function hashOf(location: Location): string {
  return location.id === null ? `#/${location.room}` : `#/${location.room}/${location.id}`;
}

export function navigate(room: string, id: string | null = null): void {
  window.location.hash = hashOf({ room, id });
}

/** After any restart the user is back on the same screen (design §8). */
export function restorePlace(): void {
  if (parseHash(window.location.hash) !== null) return;
  const last = parseHash(readRemembered(LAST_PLACE, z.string()) ?? '') ?? START;
  window.history.replaceState(null, '', hashOf(last));
}

function subscribe(listener: () => void): () => void {
  const onChange = (): void => {
    remember(LAST_PLACE, window.location.hash);
    listener();
  };
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
}

export function useLocation(): Location {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return parseHash(hash) ?? START;
}
