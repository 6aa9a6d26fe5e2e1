import { isBusinessDate } from '../../src-shared/domain/units/dates.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { BodyOf, CommandContext, CommandHandlers, CommandOutcome } from '../commands/command-handler.ts';
import { lockSubject } from '../commands/configuration.repository.ts';

type DeputyCommands = Pick<CommandHandlers, 'deputy.name' | 'deputy.end'>;

/** A person names who stands in from a day to a day, and takes it back (0156); nobody does it for another. */
export const deputyCommands: DeputyCommands = { 'deputy.name': nameDeputy, 'deputy.end': endDeputy };

async function nameDeputy(context: CommandContext, body: BodyOf<'deputy.name'>): Promise<CommandOutcome> {
  const { db, user, today } = context;
  const { deputyUserId, fromDate, toDate } = body;
  if (deputyUserId === user.id) throw new AppError('RULE_BROKEN', 'deputy-oneself');
  if (!isBusinessDate(fromDate) || !isBusinessDate(toDate) || toDate < fromDate || toDate < today)
    throw new AppError('RULE_BROKEN', 'deputy-dates', { fromDate, toDate });
  const deputy = await db
    .selectFrom('appUser')
    .select(['id', 'stationId', 'status', 'validFromDate', 'validToDate'])
    .where('id', '=', deputyUserId)
    .executeTakeFirst();
  const isThere =
    deputy?.status === 'ACTIVE' &&
    deputy.stationId === null &&
    deputy.validFromDate <= fromDate &&
    (deputy.validToDate === null || toDate <= deputy.validToDate);
  if (!isThere) throw new AppError('RULE_BROKEN', 'deputy-not-there', { fromDate, toDate });
  // of two windows of one person the second sees what the first has named
  await lockSubject(context, { subject: 'SETTING', subjectKey: `deputy ${user.id}` });
  const other = await db
    .selectFrom('userDeputy')
    .select(['validFromDate', 'validToDate'])
    .where('userId', '=', user.id)
    .where('validFromDate', '<=', toDate)
    .where('validToDate', '>=', fromDate)
    .executeTakeFirst();
  if (other !== undefined)
    throw new AppError('RULE_BROKEN', 'deputy-overlap', { fromDate: other.validFromDate, toDate: other.validToDate });
  const row = rowIdentity(context.newId(), 'g');
  await db
    .insertInto('userDeputy')
    .values({ ...row, userId: user.id, deputyUserId, validFromDate: fromDate, validToDate: toDate })
    .execute();
  return { status: 'applied', output: { id: row.id } };
}

/** Taken away at once; what was decided in the meantime keeps the name of whom it was decided for. */
async function endDeputy(context: CommandContext, body: BodyOf<'deputy.end'>): Promise<CommandOutcome> {
  const { db, user } = context;
  const row = await db
    .selectFrom('userDeputy')
    .select(['id', 'userId'])
    .where('id', '=', body.deputyId)
    .forUpdate()
    .executeTakeFirst();
  if (row?.userId !== user.id) throw new AppError('NOT_FOUND', 'deputy-not-found');
  await db.deleteFrom('userDeputy').where('id', '=', row.id).execute();
  return { status: 'applied', output: {} };
}
