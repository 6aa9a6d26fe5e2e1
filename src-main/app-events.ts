import type { AppEvent } from '../src-shared/contract/sync.contract.ts';
import type { AppEvents } from './app-services.ts';

/** The bus between the core and whoever watches: screens through `sync.watch`, hosts through `App.events`. */
export function createAppEvents(): AppEvents {
  const listeners = new Set<(event: AppEvent) => void>();
  return {
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The events as an async stream that ends with `signal`; a slow listener gets them in order and loses none. */
export async function* eventStream(events: AppEvents, signal: AbortSignal | undefined): AsyncGenerator<AppEvent> {
  const waiting: AppEvent[] = [];
  let wake: () => void = () => undefined;
  const unsubscribe = events.subscribe((event) => {
    waiting.push(event);
    wake();
  });
  signal?.addEventListener('abort', () => wake(), { once: true });
  try {
    while (signal?.aborted !== true) {
      const event = waiting.shift();
      if (event !== undefined) {
        yield event;
        continue;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    unsubscribe();
  }
}
