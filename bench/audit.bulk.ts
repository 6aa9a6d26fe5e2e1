import Database from 'better-sqlite3';
import path from 'node:path';
import { printBenchLine } from './bench-line.ts';
import { openBenchProfile } from './bench-profile.ts';
import { approveMany } from './decide-many.ts';
import { ensureReplica } from './world/scale.ts';

const CLAIMS = 10_000;

/** Approving 10,000 claims in one action with a result each, until `local.db` is on disk (design §7: below 1 s). */
export async function run({ scale }: { scale: number }): Promise<void> {
  const { file } = await ensureReplica(scale);
  const profile = await openBenchProfile(file, CLAIMS);
  try {
    const { ms, decided } = await approveMany(profile, CLAIMS);
    const peerMs = insertRaw(path.join(profile.folder, 'raw.db'), decided);
    printBenchLine({
      bench: 'audit.bulk',
      case: `${String(decided)} claims approved in one action, limit 1000 ms`,
      ...{ value: ms, unit: 'ms', peer: 'raw insert of as many rows, fsynced', peerValue: peerMs },
    });
  } finally {
    await profile.close();
  }
}

function insertRaw(file: string, rows: number): number {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('create table decision (id text primary key, body text not null)');
  const insert = database.prepare('insert into decision values (?, ?)');
  const body = JSON.stringify({ action: 'APPROVE', reasonCode: null, approvedFen: 123_456 });
  const startedAtMs = performance.now();
  database.transaction(() => {
    for (let row = 0; row < rows; row++) insert.run(`claim-${String(row)}`, body);
  })();
  const ms = performance.now() - startedAtMs;
  database.close();
  return ms;
}
