import { PLANNING, SHORT_AT } from '../planning-query.ts';
import { MOVEMENT } from './ledger-key.ts';
import { PLACE } from './report-place.ts';

/** A sum that is known only where nothing of it is withheld: a blind counter gets no quantity by adding up. */
const known = (sum: string): string => `case when count(*) = count(m.qty_milli) then ${sum} end`;
const COUNTED = `m.type in ('COUNT_ADJ', 'COUNT_REANCHOR')`;
const NAMED = `('RECEIPT', 'OPENING', 'TRANSFER_IN', 'RETURN_NEW', 'ISSUE_SALE', 'ISSUE_WARRANTY', 'TRANSFER_OUT', 'DAMAGE',
    'SCRAP', 'COUNT_ADJ', 'COUNT_REANCHOR')`;

const BEFORE = `m.effective_at_ms < @from`;
const during = (condition: string): string => `m.effective_at_ms >= @from and ${condition}`;

/** The figures of the ledger: which movements each takes, and what of them. */
const FIGURES: readonly (readonly [key: string, condition: string, amount: string])[] = [
  ['openMilli', BEFORE, 'm.qty_milli'],
  ['openFen', BEFORE, 'm.value_fen'],
  ['receiptMilli', during(`m.type in ('RECEIPT', 'OPENING')`), 'm.qty_milli'],
  ['inMilli', during(`m.type = 'TRANSFER_IN'`), 'm.qty_milli'],
  ['backMilli', during(`m.type = 'RETURN_NEW'`), 'm.qty_milli'],
  ['foundMilli', during(`${COUNTED} and m.qty_milli > 0`), 'm.qty_milli'],
  ['issueMilli', during(`m.type in ('ISSUE_SALE', 'ISSUE_WARRANTY')`), '-m.qty_milli'],
  ['outMilli', during(`m.type = 'TRANSFER_OUT'`), '-m.qty_milli'],
  ['damageMilli', during(`m.type in ('DAMAGE', 'SCRAP')`), '-m.qty_milli'],
  ['lostMilli', during(`${COUNTED} and m.qty_milli < 0`), '-m.qty_milli'],
  ['otherMilli', during(`m.type not in ${NAMED}`), 'm.qty_milli'],
  ['closeMilli', '1', 'm.qty_milli'],
  ['closeFen', '1', 'm.value_fen'],
];
const sums = FIGURES.map(
  ([key, condition, amount]) => `${known(`coalesce(sum(case when ${condition} then ${amount} end), 0)`)} as ${key}`,
).join(',\n           ');
const OF_THE_DAYS = `m.effective_at_ms <= @to and (@warehouseId is null or m.warehouse_id = @warehouseId)`;

/** 6. What lay there, what came, what went and what lies there, of every key that has moved; the check is 0 when nothing is missing. */
export const STOCK_LEDGER = `
  select s.*, s.openMilli + s.receiptMilli + s.inMilli + s.backMilli + s.foundMilli - s.issueMilli - s.outMilli
           - s.damageMilli - s.lostMilli + s.otherMilli - s.closeMilli as checkMilli,
         case when s.closeMilli > 0 then cast(round(s.closeFen * 1000.0 / s.closeMilli) as integer) end as averageFen
    from (select ${PLACE}, w.name as warehouseName, p.part_no as partNo, p.name as partName, p.uom,
           ${sums}
      from stock_movement m join warehouse w on w.id = m.warehouse_id join part p on p.id = m.part_id
     where ${OF_THE_DAYS}
     group by m.warehouse_id, m.part_id) s
   order by s.place, s.partNo`;

/** 6.1. The movements of a row of report 6, each in the column it is counted in. */
export const LEDGER_ROWS = `
  select ${PLACE}, p.part_no as partNo, ${MOVEMENT},
         ${FIGURES.map(([key, condition, amount]) => `case when ${condition} then ${amount} end as ${key}`).join(',\n         ')}
    from stock_movement m join warehouse w on w.id = m.warehouse_id join part p on p.id = m.part_id
   where ${OF_THE_DAYS} order by m.effective_at_ms, m.seq`;

/** 7. What planning has computed, what is worked with, the position, the proposal, and why the figures are what they are. */
export const PLANNING_REPORT = `
  select s.*, s.computedMethod as method, json_extract(s.explainJson, '$.sdWeekMilli') as weekSdMilli,
         json_extract(s.explainJson, '$.leadTimeDays') as leadDays, s.serviceLevelBp as levelPctCenti,
         cast(round(s.weekMeanMilli / 7.0) as integer) as dayMeanMilli,
         case when s.explainJson is not null then json_object('key', coalesce(s.computedMethod, 'MANUAL'),
           'days', json_extract(s.explainJson, '$.historyDays'), 'level', json_extract(s.explainJson, '$.serviceLevelBp'),
           'lead', json_extract(s.explainJson, '$.leadTimeDays'), 'mean', json_extract(s.explainJson, '$.meanWeekMilli'),
           'sd', json_extract(s.explainJson, '$.sdWeekMilli'), 'safety', coalesce(s.computedSafetyMilli, 0),
           'reorder', coalesce(s.computedReorderMilli, 0), 'max', coalesce(s.computedMaxMilli, 0),
           'exact', coalesce(json_extract(s.explainJson, '$.safetyExactMilli'), 0),
           'cover', coalesce(json_extract(s.explainJson, '$.coverBp'), 0)) end as why
    from ${PLANNING} where @warehouseId is null or s.warehouseId = @warehouseId order by s.place, s.partNo`;

/** 8. How the stock turns, what is slow or obsolete, and where it is short. */
export const TURNOVER_REPORT = `
  select s.*, s.daysTenths * 10 as daysCenti, ${SHORT_AT} as shortAt,
         cast((s.computedAtMs - s.firstMoveAtMs) / 2629800000 as integer) as ageMonths
    from ${PLANNING} where (@warehouseId is null or s.warehouseId = @warehouseId) and s.onHandMilli is not null
   order by s.place, s.partNo`;
