import { useEffect } from 'react';
import { z } from 'zod';
import { setLetterKeys, useLetterKeysOn } from '../ui/letter-keys.ts';
import { readRemembered, remember } from '../ui/remembered.ts';

const NAME = 'keys.letters';

/** Whether single letters act, as the signed-in person has it; it goes with the person to the next restart. */
export function useLetterSetting(): [on: boolean, set: (on: boolean) => void] {
  const on = useLetterKeysOn();
  return [
    on,
    (next) => {
      remember(NAME, next);
      setLetterKeys(next);
    },
  ];
}

/** Takes up what the person who has just signed in has chosen. */
export function useRememberedLetters(): void {
  useEffect(() => {
    setLetterKeys(readRemembered(NAME, z.boolean()) ?? true);
    return () => setLetterKeys(true);
  }, []);
}
