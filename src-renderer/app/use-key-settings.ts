import { useEffect } from 'react';
import { z } from 'zod';
import { setKeyChanges, useKeyChanges, type KeyChanges } from '../ui/key-changes.ts';
import { setLetterKeys, useLetterKeysOn } from '../ui/letter-keys.ts';
import { readRemembered, remember } from '../ui/remembered.ts';

const LETTERS = 'keys.letters';
const CHANGES = 'keys.changes';

/** Whether single letters act, as the signed-in person has it; it goes with the person to the next restart. */
export function useLetterSetting(): [on: boolean, set: (on: boolean) => void] {
  const on = useLetterKeysOn();
  return [
    on,
    (next) => {
      remember(LETTERS, next);
      setLetterKeys(next);
    },
  ];
}

/** The keys the signed-in person has laid elsewhere; they are kept where the switch of the letters is (0071). */
export function useKeyChangeSetting(): [changes: KeyChanges, set: (changes: KeyChanges) => void] {
  const changes = useKeyChanges();
  return [
    changes,
    (next) => {
      remember(CHANGES, next);
      setKeyChanges(next);
    },
  ];
}

/** Takes up what the person who has just signed in has chosen. */
export function useRememberedKeys(): void {
  useEffect(() => {
    setLetterKeys(readRemembered(LETTERS, z.boolean()) ?? true);
    setKeyChanges(readRemembered(CHANGES, z.record(z.string(), z.string())) ?? {});
    return () => {
      setLetterKeys(true);
      setKeyChanges({});
    };
  }, []);
}
