import { FIRST_PLANNING_SETTINGS } from '../../../src-shared/domain/parts/first-planning.ts';
import { MOVEMENT } from './ledger-key.ts';
import { PLACE } from './report-place.ts';

const GOOD = `condition in ('NEW', 'WARRANTY')`;
/** What takes good stock out for somebody, and what comes back of it (stock §4.4). */
const DEMAND = `m.type in ('ISSUE_SALE', 'ISSUE_WARRANTY', 'TRANSFER_OUT', 'RETURN_NEW') and m.${GOOD}`;
/** The end of the day before the figures were computed, and the moment they were: what was booked later is not in them. */
const AS_OF = `(unixepoch(date(g.computed_at_ms / 1000, 'unixepoch', '+8 hours'), '-8 hours') * 1000 - 1)`;
const YEAR_AGO = `(unixepoch(date(g.computed_at_ms / 1000, 'unixepoch', '+8 hours', '-12 months', 'floor'), '-8 hours') * 1000 - 1)`;
const WEEKS = `coalesce((select cast(value_json as integer) from setting where setting_key = 'planHistoryWeeks'),
    ${String(FIRST_PLANNING_SETTINGS.planHistoryWeeks)})`;

/** Every key that is planned, by the warehouse and the part its row stands under. */
const KEYS = `(select g.*, ${PLACE}, p.part_no as partNo from part_warehouse_setting g join warehouse w on w.id = g.warehouse_id
    join part p on p.id = g.part_id where @warehouseId is null or g.warehouse_id = @warehouseId) g`;
const PART_OF = (table: string): string => `${table}.part_id = g.part_id and ${table}.warehouse_id = g.warehouse_id`;
const BALANCES = `${KEYS} join stock_balance b on ${PART_OF('b')} left join warehouse_bin n on n.id = b.bin_id`;
const issuedSince = (since: string): string => `${KEYS} join stock_movement m on ${PART_OF('m')} and ${DEMAND}
     and m.effective_at_ms <= ${AS_OF} and m.effective_at_ms > ${since} and m.posted_at_ms <= g.computed_at_ms`;
const THERE = `(select coalesce(sum(b.qty_milli), 0) from stock_balance b where ${PART_OF('b')} and b.${GOOD})`;

/**
 * 7.1. What a row of report 7 stands on: what lies there, what is promised of it in the order it was promised, what is on the way and
 * on order; and the demand its mean and its spread are reckoned from. What is promised beyond what lies there is not filled.
 */
export const PLANNING_ROWS = `
  select g.place, g.partNo, 'ON_HAND' as source, b.last_move_at_ms as atMs, null as type, null as docNo, n.code as binCode,
         b.qty_milli as availableMilli, null as inTransitMilli, null as onOrderMilli, null as backlogMilli, b.qty_milli as positionMilli,
         null as demandMilli
    from ${BALANCES} where b.${GOOD}
  union all
  select place, partNo, 'PROMISED', null, null, docNo, null, backlog - qty, null, null, backlog, -qty, null
    from (select place, partNo, docNo, qty, min(qty, max(upTo - there, 0)) as backlog
            from (select g.place, g.partNo, r.doc_no as docNo, r.qty_milli as qty, ${THERE} as there,
                         sum(r.qty_milli) over (partition by r.part_id, r.warehouse_id order by r.id) as upTo
                    from ${KEYS} join stock_reservation r on ${PART_OF('r')} where r.state in ('HELD', 'PICKED')))
  union all
  select g.place, g.partNo, 'IN_TRANSIT', b.last_move_at_ms, null, null, n.code, null, b.qty_milli, null, null, b.qty_milli, null
    from ${BALANCES} where b.condition = 'IN_TRANSIT'
  union all
  select g.place, g.partNo, 'ON_ORDER', null, null, e.doc_no || coalesce('/' || nullif(e.line_no, ''), ''), null, null, null,
         e.qty_milli - e.received_milli, null, e.qty_milli - e.received_milli, null
    from ${KEYS} join warehouse h on h.id = g.warehouse_id join erp_document_line e on e.part_no = g.partNo and h.erp_plant = e.plant
     and coalesce(h.erp_sloc, '') = coalesce(e.sloc, '')
   where e.received_milli is not null and e.qty_milli > e.received_milli
     and upper(coalesce(e.status, '')) not in ('CANCELLED', 'CANCELED', 'VOID', 'CLOSED')
  union all
  select place, partNo, 'DEMAND', atMs, type, docNo, null, null, null, null, null, null, demand
    from (select g.place, g.partNo, ${MOVEMENT}, -m.qty_milli as demand from ${issuedSince(`${AS_OF} - ${WEEKS} * 604800000`)})`;

/** 8.1. The balances of a row of report 8, and what went out in the twelve months before it was computed. */
export const TURNOVER_ROWS = `
  select g.place, g.partNo, 'ON_HAND' as source, b.last_move_at_ms as atMs, null as type, null as docNo, n.code as binCode,
         b.qty_milli as onHandMilli, b.value_fen as valueFen, null as issuedMilli
    from ${BALANCES} where b.${GOOD}
  union all
  select place, partNo, 'DEMAND', atMs, type, docNo, null, null, null, issued
    from (select g.place, g.partNo, ${MOVEMENT}, -m.qty_milli as issued from ${issuedSince(YEAR_AGO)})`;
