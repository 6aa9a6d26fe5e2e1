import { AppError } from '../../src-shared/errors.ts';
import type { BodyOf, CommandContext, CommandHandlers, CommandOutcome } from '../commands/command-handler.ts';

/** An administrator switches a device off, or on again (design §8, 0320). */
export const deviceCommands: Pick<CommandHandlers, 'device.step'> = { 'device.step': stepDevice };

/**
 * The door closes with the commit: the next request of the device is answered 410, and its program wipes the copy. Nobody
 * switches off the device they sit at, whose own answer would not arrive any more.
 */
async function stepDevice(context: CommandContext, body: BodyOf<'device.step'>): Promise<CommandOutcome> {
  const { db, user, nowMs, commandId } = context;
  const device = await db
    .selectFrom('device')
    .select('revokedAtMs')
    .where('id', '=', body.deviceId)
    .forUpdate()
    .executeTakeFirst();
  if (device === undefined) throw new AppError('NOT_FOUND', 'device-unknown');
  if (body.deviceId === context.deviceId) throw new AppError('RULE_BROKEN', 'device-own');
  const isRevoked = device.revokedAtMs !== null;
  if (isRevoked !== (body.step === 'restore'))
    throw new AppError('CONFLICT', isRevoked ? 'device-is-revoked' : 'device-is-not-revoked');
  await db
    .updateTable('device')
    .set({ revokedAtMs: body.step === 'revoke' ? nowMs : null })
    .where('id', '=', body.deviceId)
    .execute();
  await db
    .insertInto('deviceChange')
    .values({
      ...{ id: context.newId(), deviceId: body.deviceId, step: body.step, reason: body.reason },
      ...{ changedAtMs: nowMs, changedBy: user.id, changedByName: user.name, commandId },
    })
    .execute();
  return { status: 'applied' };
}
