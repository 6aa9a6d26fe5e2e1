import type { Database } from 'better-sqlite3';
import type { StockReportRow } from '../../../src-shared/contract/stock-reports.ts';
import { SERVED_STATIONS } from './logistics-reports.ts';

/** The stations and days asked for; `cutoff` is how far of them time has come. */
export interface OldPartParams {
  warehouseId: string | null;
  fromDate: string;
  toDate: string;
  /** The instants the days begin and end at. */
  from: number;
  to: number;
  cutoff: number;
  asOfDate: string;
}

const ARRIVED = `('RECEIVED', 'INSPECTED_OK', 'INSPECTED_BAD', 'TO_SUPPLIER', 'SCRAPPED', 'IN_LAB', 'RETURNED_TO_STATION')`;
const NOT_SENT = `('DUE', 'TAGGED', 'BOXED', 'HELD')`;

/** What became of a part that was looked at, where nobody wrote it down: its state says it. */
const DISPOSITION = `coalesce(o.disposition, case o.status when 'TO_SUPPLIER' then 'SUPPLIER' when 'SCRAPPED' then 'SCRAP'
    when 'IN_LAB' then 'LAB' when 'RETURNED_TO_STATION' then 'RETURN_TO_STATION' end)`;

/** What a station paid for old parts that did not come back; what was given back for late ones comes off. */
const DEDUCTED = `a.kind = 'OLD_PART_MISSING' and a.status <> 'CANCELLED' and a.created_at_ms <= @cutoff`;

/** Kept at the station until somebody calls it in (claims §3.4): such a part owes no return before it is in a box. */
const TO_COME_BACK = `o.policy = 'RETURN' or (o.policy = 'HOLD' and o.box_id is not null)`;

const HERE = `(@warehouseId is null or coalesce(box_warehouse_id = @warehouseId, station_id in ${SERVED_STATIONS}))`;

/**
 * Every old part that is due to come back in the days, as far as time has come; a deduction stands with the first part of its claim,
 * one without such a part on a line of its own, in the month it was made.
 */
const ROWS = `
  with returnable as (
    select o.*, substr(o.due_date, 1, 7) as period, b.no as box_no, b.waybill, b.shipped_at_ms, b.warehouse_id as box_warehouse_id,
           case when o.status in ${ARRIVED} then coalesce(b.received_at_ms, o.inspected_at_ms, 0) end as arrived_at_ms,
           case when o.inspect_result is not null then coalesce(o.inspected_at_ms, 0) end as judged_at_ms,
           row_number() over (partition by o.claim_id order by o.due_date, o.tag_no) as of_claim
      from old_part o left join old_part_box b on b.id = o.box_id
     where ${TO_COME_BACK}),
  known as (
    select o.*, coalesce(o.arrived_at_ms <= @cutoff, 0) as is_here, coalesce(o.judged_at_ms <= @cutoff, 0) as is_judged,
           coalesce(o.status not in ${NOT_SENT} and coalesce(o.shipped_at_ms, o.arrived_at_ms,
             case when o.status = 'SHIPPED' then 0 end) <= @cutoff, 0) as is_sent,
           coalesce(o.received_qty_milli, o.qty_milli) as came_milli
      from returnable o where o.due_date between @fromDate and @toDate and ${HERE}),
  tags as (
    select o.station_id, o.period, o.tag_no as tagNo, coalesce(c.no, f.app_no) as sourceNo, o.part_id, o.due_date as dueDate,
           o.box_no as boxNo, o.waybill, o.status, case when o.is_sent = 1 then o.shipped_at_ms end as shippedAtMs,
           case when o.is_here = 1 then nullif(o.arrived_at_ms, 0) end as receivedAtMs,
           case when o.is_judged = 1 then o.inspect_result end as inspectResult,
           case when o.is_here = 1 then ${DISPOSITION} end as disposition,
           o.qty_milli as dueMilli, case when o.is_sent = 1 then o.qty_milli else 0 end as sentMilli,
           case when o.is_here = 1 then o.came_milli else 0 end as receivedMilli,
           case when o.is_judged = 1 and o.inspect_result = 'OK' then min(o.came_milli, o.qty_milli) else 0 end as okMilli,
           o.is_judged, case when o.is_here = 0 and o.due_date < @asOfDate then o.qty_milli else 0 end as overdueMilli,
           case when o.of_claim = 1 then (select -sum(a.amount_fen) from statement_adjustment a
             where a.ref_claim_id = o.claim_id and ${DEDUCTED}) end as deductFen
      from known o left join claim c on c.id = o.claim_id
           left join parts_application_line l on l.id = o.application_line_id
           left join parts_application f on f.id = l.application_id),
  deductions as (
    select a.station_id, strftime('%Y-%m', a.created_at_ms / 1000, 'unixepoch', '+8 hours') as period, c.no as sourceNo, -a.amount_fen as deductFen,
           null as box_warehouse_id
      from statement_adjustment a left join claim c on c.id = a.ref_claim_id
     where ${DEDUCTED} and a.created_at_ms between @from and @to
       and not exists (select 1 from returnable o where o.claim_id = a.ref_claim_id))
  select t.code as stationCode, t.name as stationName, t.code || ' ' || t.name as place, x.*, p.part_no as partNo, p.name as partName,
         p.uom, case when x.is_judged = 1 then x.dueMilli - x.okMilli else 0 end as badMilli,
         cast(round(x.overdueMilli * p.issue_price_fen / 1000.0) as integer) as overdueFen,
         case when x.overdueMilli > 0 then cast(julianday(@asOfDate) - julianday(x.dueDate) as integer) end as overdueDays
    from (select * from tags
           union all
          select station_id, period, null, sourceNo, null, null, null, null, null, null, null, null, null, 0, 0, 0, 0, 0, 0, deductFen
            from deductions where ${HERE}) x
         join station t on t.id = x.station_id left join part p on p.id = x.part_id
   order by t.code, x.period, x.tagNo is null, x.dueDate, x.tagNo`;

/** 10.1. The old parts report 10 is made of: every figure there is the sum of the same column here. */
export function oldPartRowsReport(file: Database, params: OldPartParams): StockReportRow[] {
  return file.prepare(ROWS).all(params) as StockReportRow[];
}

const FIGURES = ['dueMilli', 'sentMilli', 'receivedMilli', 'okMilli', 'badMilli', 'overdueMilli'] as const;
const MONEY = ['overdueFen', 'deductFen'] as const;

/** 10. What the stations owe of old parts by the month it is due in, how much of it came back, and what was done with it. */
export function oldPartsReport(file: Database, params: OldPartParams): StockReportRow[] {
  const groups = Map.groupBy(oldPartRowsReport(file, params), ({ stationCode, period }) =>
    JSON.stringify([stationCode, period]),
  );
  return [...groups.values()].map((rows) => {
    const sumOf = (key: string): number => rows.reduce((sum, row) => sum + Number(row[key] ?? 0), 0);
    const { stationCode = null, stationName = null, period = null, place = null } = rows[0] ?? {};
    const due = sumOf('dueMilli');
    return {
      ...{ stationCode, stationName, period, place },
      ...Object.fromEntries([...FIGURES, ...MONEY].map((key) => [key, sumOf(key)])),
      returnPctCenti: due === 0 ? null : Math.round((sumOf('receivedMilli') * 10_000) / due),
      disposition: dispositionsOf(rows),
    };
  });
}

/** How many pieces went which way, as the figures of one sentence; null where nothing was decided yet. */
function dispositionsOf(rows: readonly StockReportRow[]): string | null {
  const decided = rows.filter(({ disposition }) => disposition !== null);
  if (decided.length === 0) return null;
  const pieces = (wanted: string): number =>
    decided
      .filter(({ disposition }) => disposition === wanted)
      .reduce((sum, { receivedMilli }) => sum + Number(receivedMilli ?? 0), 0) / 1000;
  return JSON.stringify({
    ...{ key: 'all', supplier: pieces('SUPPLIER'), scrap: pieces('SCRAP') },
    ...{ lab: pieces('LAB'), station: pieces('RETURN_TO_STATION') },
  });
}
