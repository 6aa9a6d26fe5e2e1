import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { AppError } from '../../src-shared/errors.ts';
import { StorePool } from './store-pool.ts';

const LOCKED_MS = 30_000;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A program that is not ours holds the write lock of a file; it says so in a line, and again when it lets go. */
const OTHER_PROGRAM = `
  const Database = require(${JSON.stringify(createRequire(import.meta.url).resolve('better-sqlite3'))});
  const database = new Database(process.argv[1]);
  database.exec('begin immediate');
  console.log('locked');
  setTimeout(() => { database.exec('rollback'); console.log('free'); }, ${String(LOCKED_MS)});`;

test('case 20: while another program locks the store for half a minute all reads go on, a write says why it was not done, and is done once when tried again', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'hedui-locked-'));
  const pool = await StorePool.open(folder, quiet);
  const other = spawn(process.execPath, ['-e', OTHER_PROGRAM, path.join(folder, 'local.db')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    let said = '';
    other.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await expect.poll(() => said, { timeout: 60_000 }).toContain('locked');
    const body = { kind: 'statement.advance', statementId: 's', version: 1, action: 'propose', note: '' } as const;
    const command = { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV', batchId: null, madeBy: '{}', madeAtMs: 1, body };
    const reasons: string[] = [];
    const write = async (): Promise<boolean> => {
      try {
        await pool.write('outbox.enqueue', command);
        return true;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        reasons.push(error.data.reason);
        return false;
      }
    };
    for (let isDone = false; !isDone;) {
      const writing = write();
      // the reading threads answer although the writing one waits for the lock
      expect((await pool.read('outbox.counts', null)).waiting).toBeLessThanOrEqual(1);
      isDone = await writing;
    }
    expect(said).toContain('free');
    expect(reasons.length).toBeGreaterThan(1);
    expect([...new Set(reasons)]).toEqual(['store-busy']);
    expect((await pool.read('outbox.counts', null)).waiting).toBe(1);
  } finally {
    other.kill();
    await pool.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 180_000);
