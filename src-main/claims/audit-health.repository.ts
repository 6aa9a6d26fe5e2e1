import { addDays } from '../../src-shared/domain/units/dates.ts';
import { businessDateOf, startOfBusinessDate } from '../../src-shared/domain/units/business-date.ts';
import { isWorkingDay } from '../../src-shared/domain/units/working-days.ts';
import type { ReadStores, WriteStores } from '../db/stores.ts';
import { BY_RULES, IS_DECIDED } from './claim-columns.ts';

interface AuditHealth {
  straightThroughBp: number;
  sampled: number;
  olderThanThreeDays: number;
  /** They wait since this day or an earlier one. */
  olderThanDate: string;
}

const DAYS_BACK = 30;
const WORKING_DAYS = 3;

/** The figures beside the queues on Today: straight-through share, unread samples, and what has waited too long. */
export function auditHealth({ replicaFile }: ReadStores | WriteStores, nowMs: number): AuditHealth {
  const today = businessDateOf(nowMs);
  const { decided, byRules } = replicaFile
    .prepare(
      `select count(*) as decided, coalesce(sum(${BY_RULES}), 0) as byRules
         from claim c where ${IS_DECIDED} and c.decided_at_ms >= ?`,
    )
    .get(startOfBusinessDate(addDays(today, -DAYS_BACK))) as { decided: number; byRules: number };
  const sampled = replicaFile.prepare('select count(*) from sample_case where reviewed_at_ms is null').pluck().get();
  const back = workingDaysBack({ replicaFile }, today);
  const older = replicaFile
    .prepare(`select count(*) from claim where queue = 'DECIDE' and coalesce(queued_at_ms, submitted_at_ms) < ?`)
    .pluck()
    .get(startOfBusinessDate(back));
  return {
    straightThroughBp: decided === 0 ? 0 : Math.floor((byRules * 10_000) / decided),
    sampled: Number(sampled),
    olderThanThreeDays: Number(older),
    olderThanDate: addDays(back, -1),
  };
}

/** The day three working days before; a day the calendar does not name is free on Saturday and Sunday. */
function workingDaysBack({ replicaFile }: Pick<ReadStores, 'replicaFile'>, today: string): string {
  const kinds = new Map(
    replicaFile
      .prepare('select day_date, kind from calendar_day where day_date between ? and ?')
      .raw()
      .all(addDays(today, -DAYS_BACK), today) as [string, string][],
  );
  let date = today;
  for (let left = WORKING_DAYS; left > 0;) {
    date = addDays(date, -1);
    if (isWorkingDay(date, kinds)) left -= 1;
  }
  return date;
}
