import type { QueryClient } from '@tanstack/react-query';
import type { AppEvent } from '../../src-shared/contract/sync.contract.ts';
import { roomsOf } from './changed-tables.ts';
import { api, connection } from './client.ts';

const RETRY_MS = 500;
/** Deltas come in bursts; the screens ask again once per burst. */
const BURST_MS = 120;

/** The tables that moved; null when nobody listened for a while and any of them may have. */
type Listener = (tables: readonly string[] | null) => void;
const changeListeners = new Set<Listener>();

/** Tells a grid which tables moved, so that it can patch its rows instead of loading anew. */
export function onTablesChanged(listener: Listener): () => void {
  changeListeners.add(listener);
  return () => changeListeners.delete(listener);
}

/** Follows the core's events for the life of the page and keeps the answers on the screens fresh. */
export function followEvents(queries: QueryClient): void {
  const changed = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  const flush = (): void => {
    timer = null;
    const tables = [...changed];
    changed.clear();
    for (const listener of changeListeners) listener(tables);
    const rooms = roomsOf(tables);
    void queries.invalidateQueries({
      predicate: (query) => {
        const room = String(query.queryKey[0]);
        return rooms === null ? room !== 'session' && room !== 'sync' : rooms.has(room);
      },
    });
    void queries.invalidateQueries({ queryKey: ['sync', 'attention'] });
    void queries.invalidateQueries({ queryKey: ['sync', 'outbox'] });
  };
  const take = (event: AppEvent): void => {
    if (event.type === 'changed') {
      for (const table of event.tables) changed.add(table);
      timer ??= setTimeout(flush, BURST_MS);
    } else takeQuietEvent(queries, event);
  };
  void followForever(queries, take);
  window.addEventListener('online', nudge);
  window.addEventListener('focus', nudge);
}

/** Whoever waits to try again does so when the network or the person is back, not when his time is up (sync §3.12). */
function nudge(): void {
  api.sync.nudge({}).catch(() => undefined); // the core is away itself: it is being reconnected
}

function takeQuietEvent(queries: QueryClient, event: Exclude<AppEvent, { type: 'changed' }>): void {
  if (event.type === 'sync') {
    queries.setQueryData(['sync', 'state'], event.state);
    void queries.invalidateQueries({ queryKey: ['sync', 'outbox'] });
  } else if (event.type === 'job') void queries.invalidateQueries({ queryKey: ['jobs'] });
  else askAll(queries);
}

function askAll(queries: QueryClient): void {
  for (const listener of changeListeners) listener(null);
  void queries.invalidateQueries();
}

async function followForever(queries: QueryClient, take: (event: AppEvent) => void): Promise<never> {
  let first = true;
  for (;;) {
    try {
      await connection.link();
      const events = await api.sync.watch({});
      // What happened while nobody listened is asked for once.
      if (!first) askAll(queries);
      first = false;
      for await (const event of events) take(event);
    } catch {
      // The link broke; the connection is being made again and so is the watch.
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}
