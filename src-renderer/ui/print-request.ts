import { useSyncExternalStore } from 'react';
import type { PrintSubject } from '../../src-shared/contract/print.contract.ts';

/** What a room asks to be printed: its own rows. The print room answers with the forms there are for them. */
export interface PrintRequest {
  subject: PrintSubject;
  ids: readonly string[];
}

let current: PrintRequest | null = null;
const listeners = new Set<() => void>();

/** Opens the print dialog; null closes it. */
export function requestPrint(request: PrintRequest | null): void {
  current = request;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePrintRequest(): PrintRequest | null {
  return useSyncExternalStore(subscribe, () => current);
}
