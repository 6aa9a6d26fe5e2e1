import { sql } from 'kysely';
import { daysMs, syncSettingsOf, type SyncSettings } from '../../src-shared/domain/sync/sync-settings.ts';
import type { CentralDb } from '../db/open-central.ts';

/** Any fixed number: of several servers on one database one does the upkeep. */
const UPKEEP_LOCK = 7302;

export interface Upkeep {
  /** Desktops that stand before this number take a new copy from now on. */
  floorSeq: number;
  entriesCut: number;
  answersCut: number;
}

export async function readSyncSettings(db: CentralDb): Promise<SyncSettings> {
  return syncSettingsOf(await db.selectFrom('setting').select(['settingKey', 'valueJson']).execute());
}

/**
 * Cuts the tail of the feed and old answers to commands (sync §3.9); nothing is rewritten. The floor rises first, and the
 * entries go only at the next run: a stream that began above the old floor never reads a hole. Null when another server
 * is at it.
 */
export async function cutTail(db: CentralDb, nowMs: number): Promise<Upkeep | null> {
  const settings = await readSyncSettings(db);
  return db.transaction().execute(async (transaction) => {
    const lock = await sql<{
      free: boolean;
      floorSeq: number;
    }>`select pg_try_advisory_xact_lock(${UPKEEP_LOCK}) as free, floor_seq from sync_head where id = 1`.execute(
      transaction,
    );
    const before = lock.rows[0];
    if (before === undefined || !before.free) return null;
    const cut = await sql`delete from sync_feed where seq <= ${before.floorSeq}`.execute(transaction);
    await sql`delete from sync_batch where seq <= ${before.floorSeq}`.execute(transaction);
    const oldest = nowMs - daysMs(settings.syncFeedKeepDays);
    // The newest batch that is old enough and has enough entries after it.
    const { rows } = await sql<{ floor: number | null }>`
      select max(seq) as floor from (
        select seq, at_ms, sum(n) over (order by seq desc) - n as after from sync_batch) b
      where at_ms < ${oldest} and after >= ${settings.syncFeedKeepEntries}`.execute(transaction);
    const floorSeq = Math.max(before.floorSeq, rows[0]?.floor ?? 0);
    if (floorSeq > before.floorSeq) {
      await sql`update sync_head set floor_seq = ${floorSeq} where id = 1 and floor_seq < ${floorSeq}`.execute(
        transaction,
      );
    }
    const answers = await transaction
      .deleteFrom('commandLog')
      .where('receivedAtMs', '<', nowMs - daysMs(settings.syncCommandKeepDays))
      // The newest answer of a device carries the number its next command follows.
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('commandLog as later')
            .select('later.id')
            .whereRef('later.deviceId', '=', 'commandLog.deviceId')
            .whereRef('later.clientSeq', '>', 'commandLog.clientSeq'),
        ),
      )
      .executeTakeFirst();
    return { floorSeq, entriesCut: Number(cut.numAffectedRows ?? 0n), answersCut: Number(answers.numDeletedRows) };
  });
}

const FIRST_MS = 10 * 60_000;
const EVERY_MS = 24 * 3600_000;

/** Cuts the tail ten minutes after the start and once a day; returns how to stop. */
export function startUpkeep(options: {
  db: CentralDb;
  nowMs(): number;
  onDone(done: Upkeep): void;
  onError(error: unknown): void;
}): () => void {
  let timer: NodeJS.Timeout;
  const run = async (): Promise<void> => {
    try {
      const done = await cutTail(options.db, options.nowMs());
      if (done !== null) options.onDone(done);
    } catch (error) {
      options.onError(error);
    }
    timer = setTimeout(() => void run(), EVERY_MS).unref();
  };
  timer = setTimeout(() => void run(), FIRST_MS).unref();
  return () => clearTimeout(timer);
}
