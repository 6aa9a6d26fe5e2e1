import { uptime } from 'node:os';
import type { Database } from 'better-sqlite3';
import { readState, STATE_KEYS, writeState } from './replica-state.ts';

/**
 * While a new file is filled nothing waits for the disk, and a page is written once instead of twice: a short journal of
 * the few pages that change instead of a log of all new ones. A process that dies loses nothing by it, as the operating
 * system has what was written; a machine that loses its power may, which the mark of its start shows (decision 198). What is sorted
 * for an index goes to files beyond the size of the cache: in memory it would grow with the table.
 */
const BULK = { journal_mode: 'TRUNCATE', synchronous: 'OFF', temp_store: 'FILE' } as const;
const CAREFUL = { journal_mode: 'WAL', synchronous: 'NORMAL', temp_store: 'MEMORY' } as const;
/** The clock may be set a little while the machine runs; a machine that was started anew is further off. */
const SAME_START_MS = 10_000;

/** From here on the file is only good as long as this machine runs. The mark is on the disk before anything else changes. */
export function enterBulk(database: Database): void {
  writeState(database, { [STATE_KEYS.buildBoot]: String(startedAtMs()) });
  set(database, BULK);
}

/** Everything written is on the disk, then the mark goes; later writes are as careful as those of the file in use. */
export function leaveBulk(database: Database): void {
  if (database.pragma('journal_mode', { simple: true }) === 'wal') return;
  database.pragma('synchronous = FULL');
  writeState(database, { [STATE_KEYS.buildBoot]: '' });
  set(database, CAREFUL);
}

/** True when the machine was started anew since it filled this file: what it holds may be partly lost. */
export function outlivedItsMachine(database: Database, bootedAtMs = startedAtMs()): boolean {
  const mark = readState(database, STATE_KEYS.buildBoot) ?? '';
  return mark !== '' && Math.abs(Number(mark) - bootedAtMs) > SAME_START_MS;
}

function startedAtMs(): number {
  return Math.round(Date.now() - uptime() * 1000);
}

function set(database: Database, pragmas: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(pragmas)) database.pragma(`${name} = ${value}`);
}
