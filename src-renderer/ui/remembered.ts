import type { ZodType } from 'zod';
import { api } from '../api/client.ts';

/** What the signed-in person's screens remember; read once after signing in, written through to the core. */
const values = new Map<string, string>();
const waiting = new Map<string, ReturnType<typeof setTimeout>>();
/** Moving through a list changes its row at every key; only where it comes to rest is written. */
const REST_MS = 250;

/** Takes over what the core remembers of a person, in place of what another one left. */
export function takeRemembered(entries: readonly { name: string; json: string }[]): void {
  values.clear();
  for (const { name, json } of entries) values.set(name, json);
}

/** The remembered value; null when there is none, or one of an older form. */
export function readRemembered<T>(name: string, schema: ZodType<T>): T | null {
  const json = values.get(name);
  if (json === undefined) return null;
  try {
    return schema.parse(JSON.parse(json));
  } catch {
    // Kept by an older version: begin with the standard one.
    return null;
  }
}

export function remember(name: string, value: unknown): void {
  const json = JSON.stringify(value);
  if (values.get(name) === json) return;
  values.set(name, json);
  const timer = waiting.get(name);
  if (timer !== undefined) clearTimeout(timer);
  waiting.set(
    name,
    setTimeout(() => write(name), REST_MS),
  );
}

function write(name: string): void {
  waiting.delete(name);
  const json = values.get(name);
  // A screen that could not be remembered opens in its standard form; nothing of the work is in it.
  if (json !== undefined) void api.views.remember({ name, json }).catch(() => undefined);
}

// A window that is closed or hidden writes what still waits.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState !== 'hidden') return;
  for (const [name, timer] of [...waiting]) {
    clearTimeout(timer);
    write(name);
  }
});
