import { addWorkingDays } from '../../src-shared/domain/units/working-days.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import { loadSettings, type Db } from './settlement.repository.ts';
import { moveStatement, SYSTEM_USER } from './statement-events.ts';

const AT_ONCE = 500;

/**
 * Confirms statements to which the station has kept silent for the configured working days (setting `stationSilenceDays`,
 * claims §3.3). Returns how many; run again it finds none. Statements somebody is working on are left for the next time.
 */
export async function confirmSilent(
  db: Db,
  moment: { nowMs: number; today: string; newId(): string },
): Promise<number> {
  const { stationSilenceDays } = await loadSettings(db);
  const calendar = await db.selectFrom('calendarDay').select(['dayDate', 'kind']).execute();
  const waiting = await db
    .selectFrom('statement')
    .selectAll()
    .where('status', '=', 'WAIT_STATION')
    .where('sentAtMs', 'is not', null)
    .orderBy('sentAtMs')
    .limit(AT_ONCE)
    .forUpdate()
    .skipLocked()
    .execute();
  const due = waiting.filter(({ sentAtMs }) => {
    const sentDate = businessDateOf(sentAtMs ?? moment.nowMs);
    return moment.today > addWorkingDays(sentDate, stationSilenceDays, calendar);
  });
  for (const statement of due) {
    const step = { action: 'silence', to: 'CONFIRMED', note: '' } as const;
    await moveStatement({ ...moment, db, user: SYSTEM_USER }, statement, step);
  }
  return due.length;
}
