import { statementStep } from '../../src-shared/domain/settlement/statement-transition.ts';
import { isBusinessDate } from '../../src-shared/domain/units/dates.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { sumExact } from '../../src-shared/domain/units/rounding.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { payClaims } from './close-statement.ts';
import { lockStatement, type Db, type StatementRow } from './settlement.repository.ts';
import { moveStatement } from './statement-events.ts';
import { refusalOf, rejected, UNKNOWN_STATEMENT } from './statement-parts.ts';
import { statementActor } from './statement-actor.ts';

/** Noon in Shanghai: a payment is dated by the day. */
const NOON = 'T12:00:00+08:00';

/**
 * Takes in one payment of a closed statement; when the payments make up what is payable to the fen, the statement and its
 * claims are PAID, and with them earlier ones of the claimant whose amount was carried into this one. Claims §3.3.
 */
export async function addPayment(
  context: CommandContext,
  body: BodyOf<'statement.addPayment'>,
): Promise<CommandOutcome> {
  const { db, user } = context;
  const statement = await lockStatement(db, body.statementId);
  const refusal = refusalOf(context, statement, body.version);
  if (statement === undefined || refusal !== null) return refusal ?? UNKNOWN_STATEMENT;
  const { no, payableFen } = statement;
  const actor = statementActor(user);
  const step = statementStep({ statement, action: 'pay', actor, note: '', l2LimitFen: 0 });
  if (!step.ok) return rejected(step.reason, { statementNo: no, ...step.details });
  const { amountFen, paidDate, bankRef, erpDoc } = body.payment;
  if (!isBusinessDate(paidDate)) return rejected('payment-date-impossible', { field: 'paidDate', paidDate });
  const before = await db.selectFrom('payment').select('amountFen').where('statementId', '=', statement.id).execute();
  const sumFen = sumExact([...before.map((row) => row.amountFen), amountFen]);
  if (sumFen > payableFen) {
    const details = { statementNo: no, field: 'amountFen', payableFen, paidFen: sumFen - amountFen, amountFen };
    return rejected('payment-above-payable', details);
  }
  await db
    .insertInto('payment')
    .values({
      ...rowIdentity(context.newId(), statement._scope, statement.id),
      ...{ statementId: statement.id, amountFen, paidAtMs: Date.parse(paidDate + NOON), bankRef, erpDoc },
    })
    .execute();
  if (sumFen < payableFen) {
    await db.updateTable('statement').set({ status: statement.status }).where('id', '=', statement.id).execute();
    return { status: 'applied', output: { status: statement.status, openFen: payableFen - sumFen } };
  }
  const carried = await carriedInto(db, statement);
  for (const each of [statement, ...carried]) {
    await moveStatement(context, each, { action: 'pay', to: step.to, note: bankRef ?? '' });
  }
  await payClaims(db, [statement.id, ...carried.map(({ id }) => id)]);
  return { status: 'applied', output: { status: step.to, openFen: 0 } };
}

/** Closed statements before this one on which nothing was payable: their amount came into this one. */
async function carriedInto(db: Db, statement: StatementRow): Promise<StatementRow[]> {
  return db
    .selectFrom('statement')
    .selectAll()
    .where('claimantId', '=', statement.claimantId)
    .where('status', '=', 'CLOSED')
    .where('payableFen', '=', 0)
    .where('createdAtMs', '<', statement.createdAtMs)
    .orderBy('createdAtMs')
    .forUpdate()
    .execute();
}
