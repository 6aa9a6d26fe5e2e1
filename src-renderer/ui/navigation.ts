import { useEffect, useRef, useSyncExternalStore } from 'react';
import { z } from 'zod';
import { readRemembered, remember } from './remembered.ts';

/** Where the user is: a room, perhaps one thing in it. The address is `#/room/id`, so a reload stays in place. */
export interface Location {
  room: string;
  id: string | null;
}

const LAST_PLACE = 'place';
const START: Location = { room: 'claims', id: null };
/** Kept by the window's history with the place where this person began: nothing of the program lies before it. */
const FIRST = 'first';

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
  const place = parseHash(window.location.hash) ?? parseHash(readRemembered(LAST_PLACE, z.string()) ?? '') ?? START;
  window.history.replaceState(FIRST, '', hashOf(place));
}

/** To the place before this one; where the person began here, as after a restart, to `otherwise`. */
export function goBack(otherwise: Location): void {
  if (window.history.state === FIRST) navigate(otherwise.room, otherwise.id);
  else window.history.back();
}

interface Guard {
  /** Where the unsaved work is. */
  hash: string;
  ask: (go: () => void) => void;
}

let guard: Guard | null = null;

/**
 * While `isDirty`, nobody leaves this place unasked, whatever moved the address: `ask` is given what goes on to where the
 * person wanted to be.
 */
export function useLeaveGuard(isDirty: boolean, ask: (go: () => void) => void): void {
  const current = useRef(ask);
  current.current = ask;
  useEffect(() => {
    if (!isDirty) return undefined;
    const own: Guard = { hash: window.location.hash, ask: (go) => current.current(go) };
    guard = own;
    return () => {
      if (guard === own) guard = null;
    };
  }, [isDirty]);
}

/** The place that is shown: the one with unsaved work until its person lets it go. */
function shownHash(): string {
  return guard?.hash ?? window.location.hash;
}

function subscribe(listener: () => void): () => void {
  const onChange = (): void => {
    if (guard !== null && window.location.hash !== guard.hash) {
      const { ask, hash } = guard;
      const wanted = window.location.hash;
      window.history.replaceState(null, '', hash);
      ask(() => {
        guard = null;
        window.location.hash = wanted;
      });
      return;
    }
    remember(LAST_PLACE, window.location.hash);
    listener();
  };
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
}

export function placeShown(): Location {
  return parseHash(shownHash()) ?? START;
}

export function useLocation(): Location {
  const hash = useSyncExternalStore(subscribe, shownHash);
  return parseHash(hash) ?? START;
}
