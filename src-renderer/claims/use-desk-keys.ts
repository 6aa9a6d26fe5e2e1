import { useEffect } from 'react';
import { useKeys } from '../ui/keyboard.ts';

export interface KeyQueue {
  id: string | null;
  code: string | null;
}

export const createKeyQueue = (): KeyQueue => ({ id: null, code: null });

/** While the evidence is on its way the key is kept; it acts once, on the claim it was pressed for. */
export function useDeskKeys(
  keys: Readonly<Record<string, () => unknown>>,
  stale: boolean,
  queued: KeyQueue | undefined,
): void {
  useKeys(
    Object.fromEntries(
      Object.entries(keys).map(([code, run]) => [
        code,
        () => {
          if (!stale) run();
          else if (queued !== undefined) queued.code = code;
        },
      ]),
    ),
  );
  useEffect(() => {
    const code = queued?.code ?? null;
    if (stale || queued === undefined || code === null) return;
    queued.code = null;
    keys[code]?.();
  }, [stale]);
}
