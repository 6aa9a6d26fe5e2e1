import { appendFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from '../app-services.ts';

const LARGEST_BYTES = 5 * 1024 * 1024;
const KEPT_FILES = 5;
/** Values under these names never reach a log. */
const SECRET = /token|password|secret|authorization|cookie|phone|bankaccount/i;

/** JSON lines in a file that turns over at 5 MB; secrets and personal numbers are blacked out at this door. */
export function openLogFile(file: string, clock: () => number): Logger {
  mkdirSync(path.dirname(file), { recursive: true });
  const write = (level: string, message: string, facts: Record<string, unknown> = {}): void => {
    turnOver(file);
    const line = { at: new Date(clock()).toISOString(), level, message, ...facts };
    const text = JSON.stringify(line, (key, value: unknown) => (SECRET.test(key) ? '[hidden]' : value));
    appendFileSync(file, `${text}\n`);
  };
  return {
    info: (message, facts) => write('info', message, facts),
    warn: (message, facts) => write('warn', message, facts),
    error: (message, facts) => write('error', message, facts),
  };
}

function turnOver(file: string): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) < LARGEST_BYTES) return;
  rmSync(`${file}.${KEPT_FILES - 1}`, { force: true });
  for (let number = KEPT_FILES - 2; number >= 1; number--) {
    if (existsSync(`${file}.${number}`)) renameSync(`${file}.${number}`, `${file}.${number + 1}`);
  }
  renameSync(file, `${file}.1`);
}
