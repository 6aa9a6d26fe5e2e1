/** Steps that can be taken back and done again; `mergeKey` names the last step while it may still grow. */
export interface History<T> {
  past: readonly T[];
  future: readonly T[];
  mergeKey: string | null;
}

const MOST_STEPS = 200;

export function noHistory<T>(): History<T> {
  return { past: [], future: [], mergeKey: null };
}

/** After a step away from `present`. Steps with the same key in a row, as digits typed into one box, are one step. */
export function pushed<T>(history: History<T>, present: T, mergeKey: string | null): History<T> {
  const grows = mergeKey !== null && mergeKey === history.mergeKey;
  return { past: grows ? history.past : [...history.past.slice(1 - MOST_STEPS), present], future: [], mergeKey };
}

/** One step back; null when there is none. */
export function undone<T>({ past, future }: History<T>, present: T): { history: History<T>; present: T } | null {
  const before = past.at(-1);
  if (before === undefined) return null;
  return { history: { past: past.slice(0, -1), future: [present, ...future], mergeKey: null }, present: before };
}

/** One step forward again; null when there is none. */
export function redone<T>({ past, future }: History<T>, present: T): { history: History<T>; present: T } | null {
  const [after, ...rest] = future;
  if (after === undefined) return null;
  return { history: { past: [...past, present], future: rest, mergeKey: null }, present: after };
}
