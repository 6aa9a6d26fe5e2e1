import type { Kysely, Selectable } from 'kysely';
import type { DemoUser, SignedInUser } from '../../src-shared/contract/session.contract.ts';
import { ROLES, type Role } from '../../src-shared/contract/values.ts';
import { borrowedLevels } from '../../src-shared/domain/claims/deputies.ts';
import { syncSettingsOf } from '../../src-shared/domain/sync/sync-settings.ts';
import type { CentralTables, RefreshTokenTable, UserCredentialTable } from '../db/central-tables.generated.ts';

type Db = Kysely<CentralTables>;

/** A user as the store knows him on a day; `active` is false outside his validity or when he is disabled. */
export interface KnownUser {
  user: SignedInUser;
  regionCode: string | null;
  stationCode: string | null;
  engineerId: string | null;
  active: boolean;
}

export async function findUser(
  db: Db,
  key: { id: string } | { login: string },
  today: string,
): Promise<KnownUser | null> {
  const row = await db
    .selectFrom('appUser as u')
    .leftJoin('region as r', 'r.id', 'u.regionId')
    .leftJoin('station as t', 't.id', 'u.stationId')
    .select(['u.id', 'u.login', 'u.name', 'u.status', 'u.regionId', 'u.stationId', 'u.engineerId', 'u.claimLimitFen'])
    .select([
      'u.validFromDate',
      'u.validToDate',
      'r.name as regionName',
      'r.code as regionCode',
      't.code as stationCode',
    ])
    .where('id' in key ? 'u.id' : 'u.login', '=', 'id' in key ? key.id : key.login)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { id, login, name, regionId, regionName, stationId, claimLimitFen } = row;
  const own = await rolesOf(db, id, today);
  const standsIn = await standsInOf(db, id, own, today);
  const held = new Set([...own, ...standsIn.flatMap((absent) => absent.roles)]);
  const roles = ROLES.filter((role) => held.has(role));
  const within = row.validFromDate <= today && (row.validToDate === null || today <= row.validToDate);
  return {
    user: { id, login, name, roles, regionId, regionName, stationId, claimLimitFen, standsIn },
    regionCode: row.regionCode,
    stationCode: row.stationCode,
    engineerId: row.engineerId,
    active: row.status === 'ACTIVE' && within,
  };
}

/** Whom the person stands in for on the day; a deputy without a level of the audit borrows none (0156). */
async function standsInOf(
  db: Db,
  userId: string,
  own: readonly Role[],
  today: string,
): Promise<NonNullable<SignedInUser['standsIn']>> {
  const rows = await db
    .selectFrom('userDeputy as d')
    .innerJoin('appUser as u', 'u.id', 'd.userId')
    .select(['d.userId', 'u.name', 'd.validToDate as untilDate'])
    .where('d.deputyUserId', '=', userId)
    .where('d.validFromDate', '<=', today)
    .where('d.validToDate', '>=', today)
    .where('u.status', '=', 'ACTIVE')
    .orderBy('d.validFromDate')
    .orderBy('d.id')
    .execute();
  const standsIn = [];
  for (const { userId: absentId, name, untilDate } of rows) {
    const roles = borrowedLevels(own, await rolesOf(db, absentId, today)) as Role[];
    standsIn.push({ userId: absentId, name, roles, untilDate });
  }
  return standsIn;
}

async function rolesOf(db: Db, userId: string, today: string): Promise<Role[]> {
  const rows = await db
    .selectFrom('userRole')
    .select('role')
    .where('userId', '=', userId)
    .where('validFromDate', '<=', today)
    .where((where) => where.or([where('validToDate', 'is', null), where('validToDate', '>=', today)]))
    .execute();
  const held = new Set(rows.map((row) => row.role));
  return ROLES.filter((role) => held.has(role));
}

/** The first user of each role, in the order of the roles; the sign-in page of the demo shows one button for each. */
export async function listDemoUsers(db: Db, today: string): Promise<DemoUser[]> {
  const rows = await db
    .selectFrom('userRole as x')
    .innerJoin('appUser as u', 'u.id', 'x.userId')
    .leftJoin('region as r', 'r.id', 'u.regionId')
    .select(['u.login', 'u.name', 'x.role', 'r.name as regionName'])
    .where('u.status', '=', 'ACTIVE')
    .where('u.validFromDate', '<=', today)
    .where('x.validFromDate', '<=', today)
    .where((where) => where.or([where('u.validToDate', 'is', null), where('u.validToDate', '>=', today)]))
    .where((where) => where.or([where('x.validToDate', 'is', null), where('x.validToDate', '>=', today)]))
    .orderBy('u.login')
    .execute();
  return ROLES.flatMap((role) => {
    const first = rows.find((row) => row.role === role);
    return first === undefined ? [] : [{ ...first, role }];
  });
}

export async function offlineSignInDays(db: Db): Promise<number> {
  const rows = await db
    .selectFrom('setting')
    .select(['settingKey', 'valueJson'])
    .where('settingKey', '=', 'offlineSignInDays')
    .execute();
  return syncSettingsOf(rows).offlineSignInDays;
}

/** True when the store was filled with the demo company, which leaves a setting row `demo`. */
export async function isDemoStore(db: Db): Promise<boolean> {
  const row = await db.selectFrom('setting').select('id').where('settingKey', '=', 'demo').executeTakeFirst();
  return row !== undefined;
}

export function findCredential(db: Db, userId: string): Promise<Selectable<UserCredentialTable> | undefined> {
  return db.selectFrom('userCredential').selectAll().where('userId', '=', userId).executeTakeFirst();
}

export async function saveFailures(
  db: Db,
  userId: string,
  state: { failedCount: number; lockedUntilAtMs: number | null },
): Promise<void> {
  await db.updateTable('userCredential').set(state).where('userId', '=', userId).execute();
}

/** Notes the device as seen; returns false when it was revoked. */
export async function touchDevice(
  db: Db,
  device: { id: string; name: string; userId: string; nowMs: number },
): Promise<boolean> {
  const row = await db
    .insertInto('device')
    .values({
      id: device.id,
      userId: device.userId,
      name: device.name,
      firstSeenAtMs: device.nowMs,
      lastSeenAtMs: device.nowMs,
    })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({ lastSeenAtMs: device.nowMs, userId: device.userId, name: device.name }),
    )
    .returning('revokedAtMs')
    .executeTakeFirstOrThrow();
  return row.revokedAtMs === null;
}

/** Notes that a device has been heard of. */
export async function noteDeviceSeen(db: Db, deviceId: string, nowMs: number): Promise<void> {
  await db.updateTable('device').set({ lastSeenAtMs: nowMs }).where('id', '=', deviceId).execute();
}

export async function isDeviceRevoked(db: Db, deviceId: string): Promise<boolean> {
  const row = await db.selectFrom('device').select('revokedAtMs').where('id', '=', deviceId).executeTakeFirst();
  return row !== undefined && row.revokedAtMs !== null;
}

export function insertRefreshToken(
  db: Db,
  token: Omit<Selectable<RefreshTokenTable>, 'usedAtMs' | 'revokedAtMs'>,
): Promise<unknown> {
  return db.insertInto('refreshToken').values(token).execute();
}

export function findRefreshToken(db: Db, id: string): Promise<Selectable<RefreshTokenTable> | undefined> {
  return db.selectFrom('refreshToken').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Marks a token as used; false when somebody else used or revoked it first. */
export async function useRefreshToken(db: Db, id: string, nowMs: number): Promise<boolean> {
  const result = await db
    .updateTable('refreshToken')
    .set({ usedAtMs: nowMs })
    .where('id', '=', id)
    .where('usedAtMs', 'is', null)
    .where('revokedAtMs', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function revokeFamily(db: Db, familyId: string, nowMs: number): Promise<void> {
  await db
    .updateTable('refreshToken')
    .set({ revokedAtMs: nowMs })
    .where('familyId', '=', familyId)
    .where('revokedAtMs', 'is', null)
    .execute();
}
