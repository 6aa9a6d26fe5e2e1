import { useEffect, useSyncExternalStore } from 'react';

/** Something a person can do from here, found by its words in the palette (Ctrl+K), which teaches the key. */
export interface Command {
  id: string;
  label: string;
  keyName: string | null;
  run: () => void;
}

let groups: ReadonlyMap<string, readonly Command[]> = new Map();
let all: readonly Command[] = [];
const listeners = new Set<() => void>();

function publish(next: ReadonlyMap<string, readonly Command[]>): void {
  groups = next;
  all = [...groups.values()].flat();
  for (const listener of listeners) listener();
}

/** Offers a group of commands while the component is on the screen. */
export function useCommands(group: string, commands: readonly Command[]): void {
  useEffect(() => {
    publish(new Map([...groups, [group, commands]]));
    return () => publish(new Map([...groups].filter(([name]) => name !== group)));
  }, [group, commands]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useAllCommands(): readonly Command[] {
  return useSyncExternalStore(subscribe, () => all);
}
