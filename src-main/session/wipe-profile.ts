import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { sealWork } from '../../src-shared/secrets/sealed-work.ts';
import { LOCAL_FILE, openFile } from '../db/open-stores.ts';

export interface WipeRequest {
  dataFolder: string;
  profileFolder: string;
  deviceId: string;
  login: string;
  nowMs: number;
  /** The server's public key; null when it never told one: then `local.db` is put aside and not destroyed. */
  sealKey: string | null;
}

export interface Wiped {
  /** Where the unsent work went; null when there was none. */
  file: string | null;
  commands: number;
}

/**
 * The administrator has switched this device off: the company's data leave the disk. What the person had not sent is
 * sealed for the administrator first and is on the disk before anything is destroyed (sync §3.13).
 */
export function wipeProfile(request: WipeRequest): Wiped {
  const local = path.join(request.profileFolder, LOCAL_FILE);
  const unsent = existsSync(local) ? readUnsent(local) : { commands: [], drafts: [] };
  const amount = unsent.commands.length + unsent.drafts.length;
  const folder = path.join(request.dataFolder, 'sealed');
  const file = path.join(folder, `${request.deviceId}-${String(request.nowMs)}.json`);
  if (amount > 0) {
    mkdirSync(folder, { recursive: true });
    if (request.sealKey === null) renameSync(local, file.replace(/json$/, 'db'));
    else {
      const { deviceId, login, nowMs } = request;
      writeDurably(file, JSON.stringify(sealWork(request.sealKey, { deviceId, login, sealedAtMs: nowMs }, unsent)));
    }
  }
  rmSync(request.profileFolder, { recursive: true, force: true });
  if (amount === 0) return { file: null, commands: 0 };
  return { file: request.sealKey === null ? file.replace(/json$/, 'db') : file, commands: unsent.commands.length };
}

function readUnsent(local: string): { commands: unknown[]; drafts: unknown[] } {
  const database = openFile(local, 'local', 'write');
  try {
    const commands = database
      .prepare(
        `select id, kind, command_version, body_json, state, result_json, made_by, made_at_ms from outbox
          where state in ('queued', 'sent', 'conflict', 'rejected') order by client_seq`,
      )
      .all();
    const drafts = database.prepare('select draft_key, value_json, saved_at_ms from draft').all();
    database.pragma('wal_checkpoint(TRUNCATE)');
    return { commands, drafts };
  } finally {
    database.close();
  }
}

function writeDurably(file: string, text: string): void {
  const handle = openSync(`${file}.new`, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(`${file}.new`, file);
}
