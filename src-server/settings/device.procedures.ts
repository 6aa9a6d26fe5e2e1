import { sql, type SqlBool } from 'kysely';
import { maySeeDevices, type DeviceStep } from '../../src-shared/contract/devices.contract.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { CentralDb } from '../db/open-central.ts';
import type { Caller } from '../http/caller.ts';
import { signedIn } from '../http/procedures.ts';

const SHOWN_DEVICES = 200;

/** The devices that have signed in and what was done to them (0320). */
export function deviceProcedures(db: CentralDb) {
  return {
    list: signedIn.devices.list.handler(async ({ input, context: { caller } }) => {
      requireReader(caller);
      const text = input.text.trim().toLowerCase();
      const found = db
        .selectFrom('device as d')
        .innerJoin('appUser as u', 'u.id', 'd.userId')
        .where(sql<SqlBool>`strpos(lower(d.name || ' ' || u.name || ' ' || u.login), ${text}) > 0`);
      const { total } = await found.select((all) => all.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
      const devices = await found
        .select(['d.id', 'd.name', 'u.login', 'u.name as userName'])
        .select(['d.firstSeenAtMs', 'd.lastSeenAtMs', 'd.revokedAtMs'])
        .orderBy('d.lastSeenAtMs', 'desc')
        .orderBy('d.id', 'desc')
        .limit(SHOWN_DEVICES)
        .execute();
      return {
        devices: devices.map((device) => ({ ...device, isOwn: device.id === caller.deviceId })),
        total: Number(total),
      };
    }),
    changes: signedIn.devices.changes.handler(async ({ input, context: { caller } }) => {
      requireReader(caller);
      const changes = await db
        .selectFrom('deviceChange')
        .select(['id', 'step', 'reason', 'changedAtMs', 'changedByName'])
        .where('deviceId', '=', input.deviceId)
        .orderBy('changedAtMs', 'desc')
        .orderBy('id', 'desc')
        .execute();
      return { changes: changes.map((change) => ({ ...change, step: change.step as DeviceStep })) };
    }),
  };
}

function requireReader({ user }: Caller): void {
  if (!maySeeDevices(user.roles)) throw new AppError('FORBIDDEN', 'devices-not-yours');
}
