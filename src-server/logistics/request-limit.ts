import type { Selectable } from 'kysely';
import {
  isSmallChange,
  limitChangeRefusal,
  type LimitChangeKind,
  type LimitChangeStatus,
} from '../../src-shared/domain/logistics/limit-change.ts';
import { businessMinuteOf } from '../../src-shared/domain/units/business-date.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import type { LimitChangeTable } from '../db/central-tables.generated.ts';
import { loadSettings, rejected, type Refused } from './application.repository.ts';
import { FIRST_PRICE_LEVEL, riseOf } from './change-limit.ts';
import { appendEntries, lockAccount, openAccount, type Account } from './limit.repository.ts';

type Change = Selectable<LimitChangeTable> & { kind: LimitChangeKind; status: LimitChangeStatus };

/** The account of a station somebody may speak for, locked; else why not. */
async function accountOf(context: CommandContext, stationId: string): Promise<Account | Refused> {
  const { db, user } = context;
  const station = await db.selectFrom('station').select('regionId').where('id', '=', stationId).executeTakeFirst();
  if (station === undefined) return rejected('limit-station-unknown', {});
  if (user.regionId !== null && user.regionId !== station.regionId) return rejected('limit-other-region', {});
  return (await lockAccount(db, stationId)) ?? (await openAccount(context, stationId, FIRST_PRICE_LEVEL));
}

/**
 * Asks for another limit. Finance alone decides on what raises it little; the rest waits for the region and for a person of
 * finance who has not asked for it. Stock §3.2.
 */
export async function requestLimit(
  context: CommandContext,
  { request }: BodyOf<'limit.request'>,
): Promise<CommandOutcome> {
  const { db, user, nowMs, newId, today } = context;
  const { kind, amountFen, stationId } = request;
  const reason = request.reason.trim();
  if (reason === '') return rejected('limit-needs-reason', {});
  const untilDate = kind === 'TEMP_LIMIT' ? request.untilDate : null;
  if (kind === 'TEMP_LIMIT' && (untilDate === null || untilDate < today)) return rejected('limit-until-missing', {});
  const account = await accountOf(context, stationId);
  if ('status' in account) return account;
  const riseFen = riseOf({ type: kind, amountFen }, account, today);
  const { limitSingleApprovalFen } = await loadSettings(db);
  const isDecided = user.roles.includes('finance') && isSmallChange(riseFen, limitSingleApprovalFen);
  const row = await db
    .insertInto('limitChange')
    .values({
      ...rowIdentity(newId(), account._scope, account.id),
      ...{ accountId: account.id, kind, status: isDecided ? 'EFFECTIVE' : 'REQUESTED', amountFen, riseFen, untilDate },
      ...{ reason, requestedBy: user.id, requestedByName: user.name, requestedAtMs: nowMs },
      ...(isDecided ? { decidedBy: user.id, decidedByName: user.name, decidedAtMs: nowMs } : {}),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const change = row as Change;
  if (isDecided) await takeEffect(context, account, change);
  return answer(change);
}

/** Written as the difference to what stands there now, whatever stood there when it was asked for. */
async function takeEffect(
  context: CommandContext,
  account: Account,
  { kind, amountFen, untilDate, reason }: Change,
): Promise<void> {
  const beforeFen = kind === 'LIMIT_SET' ? account.creditLimitFen : account.tempLimitFen;
  await appendEntries(context, account, [{ type: kind, amountFen: amountFen - beforeFen, untilDate, note: reason }]);
  // The same amount until a later day moves no sum, and is a change all the same.
  if (kind === 'TEMP_LIMIT' && amountFen === beforeFen)
    await context.db
      .updateTable('limitAccount')
      .set({ tempUntilDate: untilDate, changedByName: context.user.name, changedAtMs: context.nowMs })
      .where('id', '=', account.id)
      .execute();
}

/** Yes or no to a change somebody else has asked for, on the version its sender saw. Stock §3.2. */
export async function decideLimit(context: CommandContext, body: BodyOf<'limit.decide'>): Promise<CommandOutcome> {
  const { db, user, nowMs, today } = context;
  const found = await db
    .selectFrom('limitChange')
    .innerJoin('limitAccount', 'limitAccount.id', 'limitChange.accountId')
    .selectAll('limitChange')
    .select('limitAccount.stationId')
    .where('limitChange.id', '=', body.changeId)
    .forUpdate('limitChange')
    .executeTakeFirst();
  if (found === undefined) return rejected('limit-change-unknown', {});
  const { stationId, ...row } = found;
  const change = row as Change;
  if (change._v !== body.version) {
    const byName = change.decidedByName ?? change.regionApprovedByName ?? change.requestedByName;
    const details = { byName, at: businessMinuteOf(change.decidedAtMs ?? change.requestedAtMs) };
    return { status: 'conflict', reason: 'limit-change-changed', details, current: { version: change._v } };
  }
  const account = await accountOf(context, stationId);
  if ('status' in account) return account;
  const { limitSingleApprovalFen: singleApprovalFen } = await loadSettings(db);
  // What it would raise today decides who must agree, not what it would have raised when it was asked for.
  const riseFen = Math.max(change.riseFen, riseOf({ type: change.kind, amountFen: change.amountFen }, account, today));
  const actor = { userId: user.id, roles: user.roles };
  const reason = limitChangeRefusal({ ...change, riseFen }, body.step, { actor, singleApprovalFen, note: body.note });
  if (reason !== null) return rejected(reason, {});
  const isYes = body.step === 'financeApprove';
  if (isYes && change.kind === 'TEMP_LIMIT' && (change.untilDate ?? '') < today)
    return rejected('limit-until-missing', {});
  const decided = { decidedBy: user.id, decidedByName: user.name, decidedAtMs: nowMs };
  const columns = {
    regionApprove: { status: 'RM_OK', regionApprovedBy: user.id, regionApprovedByName: user.name },
    financeApprove: { status: 'EFFECTIVE', ...decided },
    refuse: { status: 'REJECTED', ...decided },
  }[body.step];
  const stepped = await db
    .updateTable('limitChange')
    .set({ ...columns, ...(body.note.trim() === '' ? {} : { note: body.note.trim() }) })
    .where('id', '=', change.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  if (isYes) await takeEffect(context, account, change);
  return answer(stepped as Change);
}

function answer({ id, status }: Change): CommandOutcome {
  return { status: 'applied', output: { changeId: id, status } };
}
