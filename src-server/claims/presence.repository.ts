import type { PresentPerson } from '../../src-shared/contract/server/audit.contract.ts';
import type { CentralDb } from '../db/open-central.ts';

/** Whoever has not been heard of for so long has left, even if his computer could not say so. */
const SEEN_WITHIN_MS = 90_000;

interface Presence {
  claimId: string;
  deviceId: string;
  user: { id: string; name: string };
  nowMs: number;
}

/** Notes that a device has the claim open or, with `open` false, that it left; returns the others who have it open. */
export async function notePresence(
  db: CentralDb,
  { claimId, deviceId, user, nowMs }: Presence,
  open: boolean,
): Promise<PresentPerson[]> {
  if (open) {
    // A device has one claim open at a time.
    await db.deleteFrom('claimPresence').where('deviceId', '=', deviceId).where('claimId', '<>', claimId).execute();
    await db
      .insertInto('claimPresence')
      .values({ claimId, deviceId, userId: user.id, userName: user.name, openedAtMs: nowMs, seenAtMs: nowMs })
      .onConflict((conflict) => conflict.columns(['claimId', 'deviceId']).doUpdateSet({ seenAtMs: nowMs }))
      .execute();
  } else {
    await db.deleteFrom('claimPresence').where('claimId', '=', claimId).where('deviceId', '=', deviceId).execute();
  }
  const rows = await db
    .selectFrom('claimPresence')
    .select(['userName', 'openedAtMs'])
    .where('claimId', '=', claimId)
    .where('deviceId', '<>', deviceId)
    .where('userId', '<>', user.id)
    .where('seenAtMs', '>=', nowMs - SEEN_WITHIN_MS)
    .orderBy('openedAtMs')
    .execute();
  return rows.map((row) => ({ name: row.userName, sinceMs: row.openedAtMs }));
}
