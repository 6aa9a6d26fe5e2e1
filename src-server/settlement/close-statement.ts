import { AppError } from '../../src-shared/errors.ts';
import { updateRows } from '../db/bulk-rows.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import type { Db, StatementRow } from './settlement.repository.ts';

/** A closed period takes no posting (design §8, Periods). */
export async function refuseClosedPeriod(db: Db, date: string): Promise<void> {
  const closed = await db
    .selectFrom('period')
    .select('periodCode')
    .where('room', '=', 'claims')
    .where('status', '=', 'CLOSED')
    .where('fromDate', '<=', date)
    .where('toDate', '>=', date)
    .executeTakeFirst();
  if (closed !== undefined) throw new AppError('RULE_BROKEN', 'period-closed', { periodCode: closed.periodCode });
}

/** The claims of a closed statement are posted: from now on they stay as they are. Claims §3.2 "statement closed". */
export async function postClaims({ db, today }: CommandContext, statement: StatementRow): Promise<void> {
  await changeClaims(db, [statement.id], { from: 'STATED', to: 'POSTED', closedDate: today });
}

/** The claims of paid statements are paid. */
export async function payClaims(db: Db, statementIds: readonly string[]): Promise<void> {
  await changeClaims(db, statementIds, { from: 'POSTED', to: 'PAID' });
}

async function changeClaims(
  db: Db,
  statementIds: readonly string[],
  change: { from: string; to: string; closedDate?: string },
): Promise<void> {
  const claims = await db
    .selectFrom('claim')
    .select('id')
    .where('statementId', 'in', statementIds)
    .where('status', '=', change.from)
    .orderBy('id')
    .execute();
  const columns = change.closedDate === undefined ? {} : { closedDate: change.closedDate };
  await updateRows(
    db,
    'claim',
    claims.map(({ id }) => ({ id, status: change.to, queue: 'NONE', ...columns })),
  );
}
