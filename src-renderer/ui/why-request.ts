import { useSyncExternalStore } from 'react';

/** The amount somebody wants to know the reason of: a line of a claim, or null for the claim as a whole. */
export interface WhyRequest {
  claimId: string;
  seq: number | null;
}

let current: WhyRequest | null = null;
const listeners = new Set<() => void>();

/** Why this fen (design §9): opens the steps an amount came about by, from whatever room; null closes them. */
export function requestWhy(request: WhyRequest | null): void {
  current = request;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useWhyRequest(): WhyRequest | null {
  return useSyncExternalStore(subscribe, () => current);
}
