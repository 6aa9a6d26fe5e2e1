import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { rejected } from './application.repository.ts';
import { appendEntries, lockAccount, openAccount } from './limit.repository.ts';

/** New stations pay the third price until somebody gives them another level. */
const FIRST_PRICE_LEVEL = 3;

/** One entry somebody writes into a station's ledger; its account is opened by the first. Limits are kept as their change. Stock §2.4. */
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
  await appendEntries(context, account, [
    { type, amountFen: changeFen, untilDate: type === 'TEMP_LIMIT' ? untilDate : null, note },
  ]);
  return { status: 'applied', output: { stationId } };
}
