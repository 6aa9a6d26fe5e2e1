import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { isSmallChange } from '../../src-shared/domain/logistics/limit-change.ts';
import { loadSettings, rejected } from './application.repository.ts';
import { appendEntries, lockAccount, openAccount, type Account } from './limit.repository.ts';

/** New stations pay the third price until somebody gives them another level. */
export const FIRST_PRICE_LEVEL = 3;

/**
 * One entry somebody writes into a station's ledger; its account is opened by the first. Limits are kept as their change; what
 * raises one above the configured amount is asked for and decided by others (0240). Stock §2.4.
 */
export async function changeLimit(context: CommandContext, body: BodyOf<'limit.change'>): Promise<CommandOutcome> {
  const { db, today } = context;
  const { stationId, type, amountFen, untilDate, note } = body;
  const station = await db.selectFrom('station').select('id').where('id', '=', stationId).executeTakeFirst();
  if (station === undefined) return rejected('limit-station-unknown', {});
  if (type === 'TEMP_LIMIT' && (untilDate === null || untilDate < today)) return rejected('limit-until-missing', {});
  const isLimit = type === 'LIMIT_SET' || type === 'TEMP_LIMIT';
  if (!isLimit && amountFen === 0) return rejected('limit-amount-missing', {});
  const account = (await lockAccount(db, stationId)) ?? (await openAccount(context, stationId, FIRST_PRICE_LEVEL));
  if (type === 'CASH_OUT' && amountFen > account.cashFen - account.cashHeldFen) return rejected('limit-cash-short', {});
  const before = { LIMIT_SET: account.creditLimitFen, TEMP_LIMIT: account.tempLimitFen };
  const changeFen = type === 'LIMIT_SET' || type === 'TEMP_LIMIT' ? amountFen - before[type] : amountFen;
  const riseFen = isLimit ? riseOf(body, account, today) : 0;
  const { limitSingleApprovalFen } = await loadSettings(db);
  if (!isSmallChange(riseFen, limitSingleApprovalFen)) return rejected('limit-ask-first', {});
  await appendEntries(context, account, [
    { type, amountFen: changeFen, untilDate: type === 'TEMP_LIMIT' ? untilDate : null, note },
  ]);
  return { status: 'applied', output: { stationId } };
}

/** By how much more the station could order, in fen; a temporary limit that has ended counts for nothing. Stock §4.12. */
export function riseOf(
  { type, amountFen }: { type: string; amountFen: number },
  account: Pick<Account, 'creditLimitFen' | 'tempLimitFen' | 'tempUntilDate'>,
  today: string,
): number {
  if (type === 'LIMIT_SET') return amountFen - account.creditLimitFen;
  const isValid = account.tempUntilDate !== null && today <= account.tempUntilDate;
  return amountFen - (isValid ? account.tempLimitFen : 0);
}
