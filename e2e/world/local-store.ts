/** The desktop's own copy, read beside the running desktop: what the screens must agree with. */
import Database from 'better-sqlite3';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { REPLICA_FILE } from '../../src-main/db/open-stores.ts';
import type { Desktop } from './world.ts';

type Value = string | number | null;

const POLL_MS = 100;
const PATIENCE_MS = 60_000;

/** The file of the copy of the only person who has signed in at this desktop. */
export function copyFile(desktop: Desktop): string {
  const profiles = path.join(desktop.dataFolder, 'profiles');
  const files = readdirSync(profiles)
    .map((name) => path.join(profiles, name, REPLICA_FILE))
    .filter((file) => existsSync(file));
  const [file] = files;
  if (file === undefined || files.length !== 1)
    throw new Error(`${desktop.name}: ${files.length} copies, one was expected`);
  return file;
}

/** The rows of a question to that copy. */
export function localRows<Row extends Record<string, Value>>(
  desktop: Desktop,
  sql: string,
  ...params: readonly Value[]
): Row[] {
  const database = new Database(copyFile(desktop), { readonly: true });
  try {
    return database.prepare(sql).all(...params) as Row[];
  } finally {
    database.close();
  }
}

/** Waits until the copy answers so; what it answered instead is said when it never does. */
export async function untilStored(
  desktop: Desktop,
  what: string,
  [sql, ...params]: readonly [string, ...Value[]],
  wanted: readonly Record<string, Value>[],
): Promise<void> {
  const deadlineMs = Date.now() + PATIENCE_MS;
  for (;;) {
    const rows = localRows(desktop, sql, ...params);
    if (JSON.stringify(rows) === JSON.stringify(wanted)) return;
    if (Date.now() > deadlineMs)
      throw new Error(`${what}: expected ${JSON.stringify(wanted)}, the copy has ${JSON.stringify(rows)}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
