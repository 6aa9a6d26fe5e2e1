import { useCallback, useState } from 'react';
import type { ZodType } from 'zod';

/** A piece of screen state that outlives a reload; what is stored is checked before it is believed. */
export function useStoredState<T>(name: string, schema: ZodType<T>, start: T): [T, (next: T) => void] {
  const [value, setValue] = useState<T>(() => readStored(name, schema) ?? start);
  const store = useCallback(
    (next: T) => {
      setValue(next);
      localStorage.setItem(`hedui.${name}`, JSON.stringify(next));
    },
    [name],
  );
  return [value, store];
}

function readStored<T>(name: string, schema: ZodType<T>): T | null {
  const text = localStorage.getItem(`hedui.${name}`);
  if (text === null) return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    // A view stored by an older version: begin with the standard one.
    return null;
  }
}
