import { useCallback, useState } from 'react';
import type { ZodType } from 'zod';
import { readRemembered, remember } from './remembered.ts';

/** A piece of screen state that outlives a restart; it belongs to the person, and what is read is checked before it is believed. */
export function useStoredState<T>(name: string, schema: ZodType<T>, start: T): [T, (next: T) => void] {
  const [value, setValue] = useState<T>(() => readRemembered(name, schema) ?? start);
  const store = useCallback(
    (next: T) => {
      setValue(next);
      remember(name, next);
    },
    [name],
  );
  return [value, store];
}
