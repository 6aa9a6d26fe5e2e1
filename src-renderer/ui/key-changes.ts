import { useSyncExternalStore } from 'react';
import { KEY_TABLE, TAKEN_KEYS } from './key-table.ts';

/** Which key a person presses instead, by the key of the table. */
export type KeyChanges = Readonly<Record<string, string>>;

const listeners = new Set<() => void>();
let current: KeyChanges = {};

export const keyChanges = (): KeyChanges => current;

export function setKeyChanges(next: KeyChanges): void {
  current = next;
  for (const listener of listeners) listener();
}

export function useKeyChanges(): KeyChanges {
  return useSyncExternalStore(subscribe, keyChanges);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The key of the table that is meant by the one pressed; null for a key whose meaning now lies elsewhere. */
export function meaningOf(pressed: string, changes: KeyChanges): string | null {
  const changed = Object.entries(changes).find(([, key]) => key === pressed);
  if (changed !== undefined) return changed[0];
  return pressed in changes ? null : pressed;
}

/** Where the key of the table lies now. */
export const pressedFor = (key: string, changes: KeyChanges): string => changes[key] ?? key;

/** A letter, a function key or one of few signs, alone or with Ctrl or Shift; digits pick, and Alt stands for letters (0071). */
const USABLE = /^(?:Ctrl\+)?(?:Shift\+)?(?:Key[A-Z]|F\d{1,2}|Slash|Space|Insert|Comma|Period|Semicolon|Minus|Equal)$/;

export type KeyRefusal = { reason: 'unusable' } | { reason: 'taken'; by: string };

/** Why `pressed` cannot stand for the key of the table; null when it can. Nothing may lie on a key that something else lies on. */
export function refusalOf(key: string, pressed: string, changes: KeyChanges): KeyRefusal | null {
  if (!USABLE.test(pressed) || TAKEN_KEYS.has(pressed)) return { reason: 'unusable' };
  const row = KEY_TABLE.find(({ keys }) =>
    keys.some((other) => other !== key && pressedFor(other, changes) === pressed),
  );
  return row === undefined ? null : { reason: 'taken', by: row.name };
}

/** The changes with one more; a key laid back where the table has it is no change. */
export function withChange(changes: KeyChanges, key: string, pressed: string): KeyChanges {
  const others = Object.entries(changes).filter(([name]) => name !== key);
  return Object.fromEntries(pressed === key ? others : [...others, [key, pressed]]);
}

const SIGNS: readonly (readonly [cap: string, code: string])[] = [
  ...([
    ['⏎', 'Enter'],
    ['Esc', 'Escape'],
    ['↓', 'ArrowDown'],
    ['↑', 'ArrowUp'],
    ['Del', 'Delete'],
  ] as const),
  ...([
    ['Ins', 'Insert'],
    ['/', 'Slash'],
    [',', 'Comma'],
    ['.', 'Period'],
    [';', 'Semicolon'],
  ] as const),
  ...([
    ['-', 'Minus'],
    ['=', 'Equal'],
  ] as const),
];

/** A key as it stands on its cap: `KeyA` → `A`, `Shift+KeyA` → `⇧A`, `Ctrl+Shift+KeyE` → `Ctrl ⇧E`. */
export function capOf(key: string): string {
  if (key === 'Shift+Slash') return '?';
  const code = key.replace(/^(?:Ctrl\+)?(?:Alt\+)?(?:Shift\+)?/, '');
  const name = SIGNS.find(([, of]) => of === code)?.[0] ?? code.replace(/^(?:Key|Digit)/, '');
  return (
    key
      .slice(0, key.length - code.length)
      .replace('Ctrl+', 'Ctrl ')
      .replace('Alt+', 'Alt ')
      .replace('Shift+', '⇧') + name
  );
}

/** The key that stands on a cap, the inverse of capOf; a cap may write Shift out. */
export function keyOfCap(cap: string): string {
  if (cap === '?') return 'Shift+Slash';
  const name = cap.replace(/^(?:Ctrl |Alt |Shift |⇧ ?)*/, '');
  const code =
    SIGNS.find(([sign]) => sign === name)?.[1] ??
    (/^[A-Z]$/.test(name) ? `Key${name}` : /^\d$/.test(name) ? `Digit${name}` : name);
  const held = cap.slice(0, cap.length - name.length);
  return `${held.includes('Ctrl') ? 'Ctrl+' : ''}${held.includes('Alt') ? 'Alt+' : ''}${/Shift|⇧/.test(held) ? 'Shift+' : ''}${code}`;
}
