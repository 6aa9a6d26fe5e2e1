/** A value outside of React that components can follow with `useSyncExternalStore`. */
export interface StateStore<T> {
  read(): T;
  write(next: T): void;
  subscribe(listener: () => void): () => void;
}

export function createStateStore<T>(start: T): StateStore<T> {
  let value = start;
  const listeners = new Set<() => void>();
  return {
    read: () => value,
    write(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
