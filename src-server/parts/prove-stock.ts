import { sql } from 'kysely';
import { planningSettingsOf } from '../../src-shared/domain/parts/first-planning.ts';
import { startOfBusinessDate } from '../../src-shared/domain/units/business-date.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { DueStep } from '../due/due-steps.ts';
import { unbalancedKeys } from './post-movements.ts';

const HOUR_MS = 3_600_000;
/** So many keys are named; whoever has more has to look at the ledger itself. */
const MOST_NAMED = 50;

/**
 * Once a night, from the hour that is set, every balance is proved against its movements, and what was found is written down; nothing is
 * put right by itself. `onWrong` is the alarm. Gives 1 when it was done, 0 when it is not due or done already. Stock §2.2 (0293).
 */
export function proveStock({ onWrong }: { onWrong: (wrongCount: number) => void }): DueStep {
  return async (db, { nowMs, today, newId }) => {
    const settings = planningSettingsOf(await db.selectFrom('setting').select(['settingKey', 'valueJson']).execute());
    if (nowMs < startOfBusinessDate(today) + settings.stockProofHour * HOUR_MS) return 0;
    const done = await db.selectFrom('stockProof').select('id').where('provedDate', '=', today).executeTakeFirst();
    if (done !== undefined) return 0;
    const wrong = await unbalancedKeys({ db });
    const { rows } = await sql<{ seq: number; keys: number }>`
      select coalesce((select max(seq) from stock_movement), 0) as seq, (select count(*)::int from stock_balance) as keys`.execute(
      db,
    );
    const named = await db
      .selectFrom('part')
      .select('partNo')
      .where('id', 'in', ['', ...new Set(wrong.map(({ partId }) => partId))].slice(0, MOST_NAMED + 1))
      .orderBy('partNo')
      .execute();
    const { numInsertedOrUpdatedRows = 0n } = await db
      .insertInto('stockProof')
      .values({
        ...{ ...rowIdentity(newId(), 'g'), provedDate: today, provedAtMs: nowMs },
        ...{ ledgerSeq: Number(rows[0]?.seq ?? 0), keyCount: rows[0]?.keys ?? 0, wrongCount: wrong.length },
        wrongJson: JSON.stringify(named.map(({ partNo }) => partNo)),
      })
      .onConflict((conflict) => conflict.column('provedDate').doNothing())
      .executeTakeFirst();
    // another server was quicker
    if (numInsertedOrUpdatedRows === 0n) return 0;
    if (wrong.length > 0) onWrong(wrong.length);
    return 1;
  };
}
