import { sql } from 'kysely';
import type { CentralDb } from '../../src-server/db/open-central.ts';

/** Two years of count sheets; the last of them are a year's end that waits for the ERP. */
export const SHEETS = 10_000;
export const WAITING = 2_000;
const LINES_PER_SHEET = 50;
/** Lines of a sheet that differ, each with its line of the adjustment. */
const DIFFERENT = 5;
export const ERP_LINES = 1_000_000;
export const PROMISES = 400_000;
/** The last promises are open; their days have not run out. */
const OPEN_PROMISES = 2_000;
const LINES_PER_ORDER = 4;
const IDENTITY = `1, 'r:1', (n % 1000)::bigint, (n % 256)::bigint`;
export const OPENED_AT_MS = Date.parse('2026-11-02T02:00:00Z');
const DAY_MS = 86_400_000;

/**
 * Beside the ledger of `fillStockWorld`: what two years of counting, of the ERP's documents and of promised goods leave behind, with
 * the work of one year's end still open. The feed's triggers stay silent.
 */
export async function fillOpenStockWork(db: CentralDb): Promise<void> {
  const rows = (most: number): string => `generate_series(0, ${String(most - 1)}) n`;
  const isWaiting = `n >= ${String(SHEETS - WAITING)}`;
  const statements = [
    `update warehouse set erp_plant = '1000', erp_sloc = code`,
    `insert into count_plan (id, _v, _scope, _k, _bucket, plan_no, name, type, warehouse_ids_json, scope_json, mode,
       planned_from_date, planned_to_date, status, owner_user_id)
     values ('CP', 1, 'g', 0, 0, 'PJ-1', '年终', 'FULL', '[]', '{}', 'ROLL', '2026-10-31', '2026-10-31', 'OPEN', 'U')`,
    `insert into count_sheet (id, _v, _scope, _k, _bucket, sheet_no, plan_id, warehouse_id, status)
     select 'CS' || n, ${IDENTITY}, 'PD-' || n, 'CP', 'W' || n % 185, case when ${isWaiting} then 'POSTED' else 'CLOSED' end
       from ${rows(SHEETS)}`,
    `insert into count_line (id, _v, _scope, _k, _bucket, sheet_id, line_no, warehouse_id, part_id, owner, condition, origin, state)
     select 'CL' || n, ${IDENTITY}, 'CS' || n / ${String(LINES_PER_SHEET)}, 1 + n % ${String(LINES_PER_SHEET)},
            'W' || (n / ${String(LINES_PER_SHEET)}) % 185, 'P' || n % 50000, 'HQ', 'NEW', 'PLANNED', 'POSTED'
       from ${rows(SHEETS * LINES_PER_SHEET)}`,
    `insert into count_adjustment (id, _v, _scope, _k, _bucket, adj_no, plan_id, warehouse_id, sheet_id, status)
     select 'CA' || n, ${IDENTITY}, 'PY-' || n, 'CP', 'W' || n % 185, 'CS' || n, 'POSTED' from ${rows(SHEETS)}`,
    `insert into count_adjustment_line (id, _v, _scope, _k, _bucket, adjustment_id, line_id, qty_milli, value_fen)
     select 'CX' || n, ${IDENTITY}, 'CA' || n / ${String(DIFFERENT)},
            'CL' || (n / ${String(DIFFERENT)}) * ${String(LINES_PER_SHEET)} + n % ${String(DIFFERENT)}, 1000, 100
       from ${rows(SHEETS * DIFFERENT)}`,
    erpLines('others', `'GI', 'RK-' || n, 1000`, rows(ERP_LINES)),
    erpLines('closed', adjustmentOf('n'), rows((SHEETS - WAITING) * DIFFERENT)),
    `insert into stock_reservation (id, _v, _scope, _k, _bucket, warehouse_id, part_id, qty_milli, doc_type, doc_no, state, expires_at_ms)
     select 'H' || n, ${IDENTITY}, 'W' || n % 185, 'P' || n % 50000, 1000, 'SALE', 'XS-' || n / ${String(LINES_PER_ORDER)},
            case when n >= ${String(PROMISES - OPEN_PROMISES)} then 'HELD' else 'CONSUMED' end,
            ${String(OPENED_AT_MS)} + (n - ${String(PROMISES - OPEN_PROMISES)})::bigint * 60000 + ${String(DAY_MS)}
       from ${rows(PROMISES)}`,
    `insert into goods_order (id, _v, _scope, _k, _bucket, order_no, kind, status, from_warehouse_id, region_id, since_ms,
       requested_by, requested_by_name, requested_at_ms, changed_by_name, changed_at_ms)
     select 'O' || n, ${IDENTITY}, 'XS-' || n, 'SALE', 'APPROVED', 'W' || n % 185, 'R1', 0, 'U', 'U', 0, 'U', 0
       from ${rows(PROMISES / LINES_PER_ORDER)}`,
    `insert into goods_order_line (id, _v, _scope, _k, _bucket, order_id, line_no, part_id, qty_req_milli, reservation_id)
     select 'OL' || n, ${IDENTITY}, 'O' || n / ${String(LINES_PER_ORDER)}, 1 + n % ${String(LINES_PER_ORDER)}, 'P' || n % 50000,
            1000, 'H' || n
       from ${rows(PROMISES)}`,
  ];
  await silently(db, statements);
  for (const table of [...TABLES, 'warehouse']) await sql.raw(`vacuum analyze ${table}`).execute(db);
}

const TABLES = [
  ...['count_sheet', 'count_line', 'count_adjustment', 'count_adjustment_line', 'erp_document_line'],
  ...['stock_reservation', 'goods_order', 'goods_order_line'],
];

/** The ERP answers: it has every line of the first `sheets` adjustments that wait. */
export async function answerOfTheErp(db: CentralDb, sheets: number): Promise<void> {
  const first = (SHEETS - WAITING) * DIFFERENT;
  const rows = `generate_series(${String(first)}, ${String(first + sheets * DIFFERENT - 1)}) n`;
  await silently(db, [erpLines('answer', adjustmentOf('n'), rows)]);
}

/** The part number of a line, its text that names the adjustment among other words, and what it moved. */
const adjustmentOf = (n: string): string => `'MB', '盘点 PY-' || ${n} / ${String(DIFFERENT)} || '，年终', 1000`;

function erpLines(name: 'others' | 'closed' | 'answer', figures: string, rows: string): string {
  const partAt = `((n / ${String(DIFFERENT)}) * ${String(LINES_PER_SHEET)} + n % ${String(DIFFERENT)}) % 50000`;
  return `insert into erp_document_line (id, _v, _scope, _k, _bucket, erp_system, doc_type, doc_no, line_no, part_no, plant,
      posting_date, our_doc_no, qty_milli)
    select '${name}' || n, ${IDENTITY}, 'SAP', f.doc_type, '${name}' || n / ${String(DIFFERENT)}, (n % ${String(DIFFERENT)})::text,
           lpad((${partAt})::text, 6, '0'), '1000', '2026-10-31', f.our_doc_no, f.qty_milli
      from ${rows} cross join lateral (select ${figures}) f (doc_type, our_doc_no, qty_milli)`;
}

async function silently(db: CentralDb, statements: readonly string[]): Promise<void> {
  await db.connection().execute(async (one) => {
    for (const text of [
      'set session_replication_role = replica',
      ...statements,
      'set session_replication_role = origin',
    ])
      await sql.raw(text).execute(one);
  });
}
