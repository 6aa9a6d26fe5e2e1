import type { LimitChangeAsked, LimitDetail, LimitRow } from '../../src-shared/contract/limits.contract.ts';
import type { ListOrder } from '../../src-shared/contract/query.ts';
import { logisticsSettingsOf, type LogisticsSettings } from '../../src-shared/domain/logistics/first-logistics.ts';
import { allowedLimitSteps } from '../../src-shared/domain/logistics/limit-change.ts';
import { availableFen, limitSums, NO_LIMITS, type LimitEntry } from '../../src-shared/domain/logistics/limit-ledger.ts';
import { OWED_OLD_PART_STATUSES } from '../../src-shared/domain/logistics/owed-old-parts.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { ReadStores } from '../db/stores.ts';
import { columnsOf, listOrder, listPage, type RoomSource, type OrderAsked, type PageAsked } from '../db/room-list.ts';

/** Today in Shanghai, as business dates are written. */
const TODAY = `date('now', '+8 hours')`;
const TEMP = `case when a.temp_until_date >= ${TODAY} then a.temp_limit_fen else 0 end`;
const money = (column: string): string => `coalesce(a.${column}, 0)`;

/** What old parts past their day are worth by station; one that was charged is paid for (0351). */
const OLD_PARTS = `(select o.station_id, sum(cast(round(o.qty_milli * p.issue_price_fen / 1000.0) as integer)) as fen
    from old_part o join part p on p.id = o.part_id
   where o.due_date < ${TODAY} and o.status in (${OWED_OLD_PART_STATUSES.map((status) => `'${status}'`).join(', ')})
     and (o.policy = 'RETURN' or (o.policy = 'HOLD' and o.box_id is not null))
     and (o.claim_id is null or o.claim_id not in (select c.ref_claim_id from statement_adjustment c
       where c.kind = 'OLD_PART_MISSING' and c.status <> 'CANCELLED' and c.ref_claim_id is not null))
   group by o.station_id)`;

function source({ creditTermDays, creditOldPartsBp }: LogisticsSettings): RoomSource {
  const oldPartsFen = `cast(round(coalesce(x.fen, 0) * ${String(creditOldPartsBp)} / 10000.0) as integer)`;
  return {
    from: `(select t.id, t.code as stationCode, t.name as stationName, r.name as regionName, a.price_level as priceLevel,
        ${money('credit_limit_fen')} as creditLimitFen, coalesce(${TEMP}, 0) as tempLimitFen,
        a.temp_until_date as tempUntilDate, ${money('cash_fen')} as cashFen, ${money('cash_held_fen')} as cashHeldFen,
        ${money('used_fen')} as usedFen, ${money('held_fen')} as heldFen, ${oldPartsFen} as oldPartsFen,
        coalesce(case when a.is_blocked = 1 then 0 else max(a.cash_fen - a.cash_held_fen, 0) + a.credit_limit_fen + ${TEMP}
          - a.used_fen - a.held_fen - ${oldPartsFen} end, 0) as availableFen,
        coalesce(max(0, cast(julianday(${TODAY}) - julianday(a.oldest_open_date) as integer) - ${String(creditTermDays)}), 0)
          as overdueDays,
        (select count(*) from limit_change c where c.account_id = a.id and c.status in ('REQUESTED', 'RM_OK'))
          as openChanges,
        (select count(*) from limit_entry e where e.account_id = a.id) as entryCount, a.changed_at_ms as changedAtMs
      from station t join region r on r.id = t.region_id left join limit_account a on a.station_id = t.id
           left join ${OLD_PARTS} x on x.station_id = t.id
     where t.status = 'ACTIVE' or a.id is not null) s`,
    columns: columnsOf(
      'id stationCode stationName regionName tempUntilDate',
      `priceLevel creditLimitFen tempLimitFen cashFen cashHeldFen usedFen heldFen oldPartsFen availableFen overdueDays openChanges entryCount
       changedAtMs`,
    ),
    textCondition: `(s.stationCode like @contains escape '\\' or s.stationName like @contains escape '\\'
      or (@isLetters and name_initials(s.stationName) like @contains))`,
    firstOrder: ['s.openChanges = 0', 's.overdueDays desc', 's.entryCount = 0', 's.availableFen', 's.stationCode'],
    totals: `coalesce(sum(s.usedFen), 0) as usedFen, coalesce(sum(s.heldFen + s.cashHeldFen), 0) as heldFen,
      coalesce(sum(s.overdueDays > 0), 0) as overdue`,
  };
}

function sourceOf({ replicaFile }: ReadStores): RoomSource {
  const rows = replicaFile.prepare('select setting_key as settingKey, value_json as valueJson from setting').all();
  return source(logisticsSettingsOf(rows as { settingKey: string; valueJson: string }[]));
}

/** One page of stations with their limits, what all of them use and hold, and how many are overdue. */
export function limitPage(
  stores: ReadStores,
  asked: PageAsked,
): { rows: LimitRow[]; total: number; totals: { usedFen: number; heldFen: number; overdue: number } } {
  return listPage(stores, sourceOf(stores), asked);
}

/** The ids of all stations the query finds, in its order. */
export function limitOrder(stores: ReadStores, asked: OrderAsked): ListOrder {
  return listOrder(stores, sourceOf(stores), asked);
}

type StoredEntry = LimitEntry & Omit<LimitDetail['entries'][number], keyof LimitEntry | 'availableFen'>;

interface Asker {
  userId: string;
  roles: readonly string[];
  nowMs: number;
}

/** The limits of a station with every change of them, the latest first, and what is asked to be changed. */
export function limitDetail(
  stores: ReadStores,
  { id, ...asker }: Asker & { id: string },
): Omit<LimitDetail, 'mayChange' | 'mayRequest'> {
  const { replicaFile: file } = stores;
  const row = file.prepare(`select s.* from ${sourceOf(stores).from} where s.id = ?`).get(id) as LimitRow | undefined;
  if (row === undefined) throw new AppError('NOT_FOUND', 'limit-station-unknown', { id });
  const entries = file
    .prepare(
      `select e.id, e.entry_no as entryNo, e.type, e.amount_fen as amountFen, e.cash_part_fen as cashPartFen,
              e.until_date as untilDate, e.doc_no as docNo, e.note, e.entry_date as entryDate,
              e.done_by_name as doneByName
         from limit_entry e join limit_account a on a.id = e.account_id where a.station_id = ? order by e.entry_no`,
    )
    .all(id) as StoredEntry[];
  let sums = NO_LIMITS;
  let tempUntilDate: string | null = null;
  const after = entries.map((entry) => {
    sums = limitSums([entry], sums);
    if (entry.type === 'TEMP_LIMIT') tempUntilDate = entry.untilDate;
    return { ...entry, availableFen: availableFen({ ...sums, tempUntilDate, isBlocked: false }, entry.entryDate) };
  });
  const releases = file
    .prepare(
      `select c.id, c.doc_no as docNo, c.amount_fen as amountFen, c.until_date as untilDate, c.reason,
              c.released_by_name as releasedByName, c.released_at_ms as releasedAtMs
         from credit_release c join limit_account a on a.id = c.account_id where a.station_id = ?
        order by c.released_at_ms desc`,
    )
    .all(id) as LimitDetail['releases'];
  return { row, entries: after.reverse(), releases, changes: changesOf(stores, id, asker) };
}

type StoredChange = Omit<LimitChangeAsked, 'allowedSteps' | 'status'> & {
  status: 'REQUESTED' | 'RM_OK' | 'EFFECTIVE' | 'REJECTED';
  requestedBy: string;
  regionApprovedBy: string | null;
};

/** What was asked for: what waits first, then the latest. */
function changesOf({ replicaFile: file }: ReadStores, stationId: string, asker: Asker): LimitChangeAsked[] {
  const settings = file.prepare('select setting_key as settingKey, value_json as valueJson from setting').all();
  const { limitSingleApprovalFen } = logisticsSettingsOf(settings as { settingKey: string; valueJson: string }[]);
  const stored = file
    .prepare(
      `select c.id, c._v as version, c.kind, c.status, c.amount_fen as amountFen, c.rise_fen as riseFen,
              c.until_date as untilDate, c.reason, c.note, c.requested_by as requestedBy,
              c.requested_by_name as requestedByName, c.requested_at_ms as requestedAtMs,
              c.region_approved_by as regionApprovedBy, c.region_approved_by_name as regionApprovedByName,
              c.decided_by_name as decidedByName
         from limit_change c join limit_account a on a.id = c.account_id where a.station_id = ?
        order by c.status not in ('REQUESTED', 'RM_OK'), c.requested_at_ms desc, c.id desc`,
    )
    .all(stationId) as StoredChange[];
  const today = businessDateOf(asker.nowMs);
  return stored.map(({ requestedBy, regionApprovedBy, ...row }) => {
    const state = { status: row.status, riseFen: row.riseFen, requestedBy, regionApprovedBy };
    const hasEnded = row.status === 'EFFECTIVE' && row.untilDate !== null && row.untilDate < today;
    return {
      ...row,
      status: hasEnded ? ('EXPIRED' as const) : row.status,
      allowedSteps: allowedLimitSteps(state, asker, limitSingleApprovalFen),
    };
  });
}
