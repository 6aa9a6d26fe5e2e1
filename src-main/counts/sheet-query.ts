import type { GridColumnSource } from '../db/grid-filter.ts';

const text = (name: string): GridColumnSource => ({ sql: `s.${name}`, kind: 'text' });
const number = (name: string): GridColumnSource => ({ sql: `s.${name}`, kind: 'number' });

/** The allow-list for count sheets: keys are the fields of `CountSheetRow`. */
export const SHEET_COLUMNS: Readonly<Record<string, GridColumnSource>> = {
  id: text('id'),
  sheetNo: text('sheetNo'),
  status: text('status'),
  type: text('type'),
  planName: text('planName'),
  isBlind: number('isBlind'),
  round: number('round'),
  warehouseCode: text('warehouseCode'),
  warehouseName: text('warehouseName'),
  zone: text('zone'),
  counterName: text('counterName'),
  recounterName: text('recounterName'),
  lineCount: number('lineCount'),
  leftCount: number('leftCount'),
  varianceCount: number('varianceCount'),
  gainFen: number('gainFen'),
  lossFen: number('lossFen'),
  plannedDate: text('plannedDate'),
  snapAtMs: number('snapAtMs'),
};

/** What the quick search of sheets looks through. */
export const SHEET_TEXT_CONDITION = `(s.sheetNo like @contains escape '\\' or s.planName like @contains escape '\\'
  or s.warehouseName like @contains escape '\\' or s.counterName like @contains escape '\\'
  or (@isLetters and name_initials(s.warehouseName) like @contains))`;

const OF_LINES = (what: string): string => `(select ${what} from count_line l where l.sheet_id = c.id)`;

/** Sheets as the list shows them; figures of differences are missing where they are withheld. */
export const SHEETS = `(select c.id, c._v as version, c.sheet_no as sheetNo, c.status, p.type, p.name as planName,
    p.blind as isBlind, c.round, w.code as warehouseCode, w.name as warehouseName, c.zone, u.name as counterName,
    r.name as recounterName, c.line_count as lineCount,
    case when c.status in ('RELEASED', 'COUNTING', 'RECOUNT') then
      ${OF_LINES(`count(*) filter (where l.round = c.round and not exists (
        select 1 from count_entry e where e.line_id = l.id and e.round = c.round and e.kind <> 'WITHDRAWN'))`)}
      when c.status = 'DRAFT' then c.line_count else 0 end as leftCount,
    ${OF_LINES('sum(l.variance_milli <> 0)')} as varianceCount,
    ${OF_LINES('sum(max(0, l.variance_fen))')} as gainFen,
    ${OF_LINES('sum(max(0, -l.variance_fen))')} as lossFen,
    p.planned_from_date as plannedDate, c.snap_at_ms as snapAtMs
  from count_sheet c join count_plan p on p.id = c.plan_id join warehouse w on w.id = c.warehouse_id
       left join app_user u on u.id = c.counter_user_id left join app_user r on r.id = c.recounter_user_id) s`;
