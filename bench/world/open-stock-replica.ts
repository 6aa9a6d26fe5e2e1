import type Database from 'better-sqlite3';

const SHEETS = 10_000;
/** The last sheets: posted without a document of the ERP, and of these the last in review. */
export const UNBOOKED = 2_000;
export const IN_REVIEW = 200;
const LINES_PER_SHEET = 50;
const DIFFERENT = 5;
const ORDERS = 100_000;
/** The last orders are on the road for too long; of the others some lost what was promised to them and wait still. */
export const ON_THE_ROAD = 1_000;
export const PROMISES_ENDED = 500;
const LINES_PER_ORDER = 4;
const EVENTS_PER_ORDER = 5;
/** Lines of the ERP; every fifth is of a supplier, and came long ago. */
const ERP_LINES = 500_000;
const RECON_ITEMS = 50_000;
export const RECON_WITHOUT_OURS = RECON_ITEMS / 50;
const DAY_MS = 86_400_000;

type Columns = Readonly<Record<string, string>>;

/**
 * Beside the ledger of a replica: two years of counting, orders and documents of the ERP, and what of them is still open at
 * `nowMs`. Expressions in SQL over `n` from 0.
 */
export function fillOpenStockReplica(database: Database.Database, nowMs: number): void {
  const make = (table: string, most: number, columns: Columns): void => {
    const whole = { ...emptyOf(database, table), ...columns };
    database.exec(
      `with recursive row (n) as (select 0 union all select n + 1 from row where n < ${String(most - 1)})
       insert into ${table} (${Object.keys(whole).join()}) select ${Object.values(whole).join()} from row`,
    );
  };
  const daysAgo = (days: number): string => String(nowMs - days * DAY_MS);
  database.exec('begin');
  database.exec(`update warehouse set erp_plant = '1000', erp_sloc = code`);
  make('region', 1, { id: `'R'`, code: `'R'`, name: `'华东'` });
  make('count_plan', 1, { id: `'CP'`, plan_no: `'PJ-1'`, name: `'年终'`, planned_to_date: `'2026-10-31'` });
  const sheetStatus = `case when n >= ${String(SHEETS - IN_REVIEW)} then 'REVIEW'
    when n >= ${String(SHEETS - IN_REVIEW - UNBOOKED)} then 'POSTED' else 'CLOSED' end`;
  const sheet = { plan_id: `'CP'`, warehouse_id: `'W' || (n % 185)`, status: sheetStatus };
  make('count_sheet', SHEETS, { id: `'CS' || n`, sheet_no: `'PD-' || n`, snap_at_ms: '1', ...sheet });
  const posted = SHEETS - IN_REVIEW;
  make('count_adjustment', posted, {
    id: `'CA' || n`,
    adj_no: `'PY-' || n`,
    sheet_id: `'CS' || n`,
    status: `'POSTED'`,
  });
  make('count_adjustment_line', posted * DIFFERENT, {
    ...{ id: `'CX' || n`, adjustment_id: `'CA' || (n / ${String(DIFFERENT)})`, value_fen: '-100', qty_milli: '-1000' },
    line_id: `'CL' || (n / ${String(DIFFERENT)} * ${String(LINES_PER_SHEET)} + n % ${String(DIFFERENT)})`,
  });
  const ofSheet = `(n / ${String(LINES_PER_SHEET)})`;
  make('count_line', SHEETS * LINES_PER_SHEET, {
    ...{ id: `'CL' || n`, sheet_id: `'CS' || ${ofSheet}`, line_no: `n % ${String(LINES_PER_SHEET)}` },
    ...{ warehouse_id: `'W' || (${ofSheet} % 185)`, part_id: `printf('P%05d', n % 50000)`, variance_fen: 'n % 7 - 3' },
  });
  make('count_entry', SHEETS * LINES_PER_SHEET, {
    ...{ id: `'CE' || n`, line_id: `'CL' || n`, idem_key: `'CE' || n`, counted_at_ms: daysAgo(9) },
    ...{ clock_offset_ms: 'case when n % 20 = 0 then 900000 else 0 end', device_id: `'D' || (n % 40)`, round: '1' },
  });
  for (const action of ['release', 'submit', 'approve'])
    make('count_event', SHEETS, {
      ...{ id: `'CV${action}' || n`, sheet_id: `'CS' || n`, action: `'${action}'`, done_at_ms: daysAgo(9) },
    });
  fillOrders(make, daysAgo);
  make('supplier', 500, { id: `'U' || n`, code: `'G' || n`, name: `'供应商' || n` });
  make('erp_document_line', ERP_LINES, {
    ...{ id: `'EL' || n`, doc_no: `'45' || (n / 3)`, line_no: 'n % 3', doc_type: `'PO'`, posting_date: `'2026-05-01'` },
    ...{ partner_code: `case when n % 5 = 0 then 'G' || (n % 500) end`, qty_milli: '1000' },
    ...{ part_no: `(select part_no from part where id = printf('P%05d', n % 50000))` },
  });
  make('goods_receipt', ERP_LINES / 5, { id: `'GR' || n`, source: `'PURCHASE'`, source_doc_no: `'45' || (n * 5 / 3)` });
  make('goods_receipt_line', ERP_LINES / 5, {
    ...{ id: `'GL' || n`, receipt_id: `'GR' || n`, part_id: `printf('P%05d', n * 5 % 50000)`, qty_ok_milli: '1000' },
  });
  make('stock_refusal', 5_000, {
    ...{ id: `'SR' || n`, warehouse_id: `'W' || (n % 185)`, part_id: `printf('P%05d', n)`, qty_milli: '1000' },
    refused_at_ms: `${daysAgo(0)} - n * 3600000`,
  });
  make('stock_proof', 730, {
    id: `'SP' || n`,
    proved_date: `date('2026-11-02', '-' || n || ' days')`,
    wrong_json: `'[]'`,
  });
  make('recon_run', 24, {
    ...{ id: `'RR' || n`, run_no: `'DZ-' || n`, status: `case when n = 23 then 'WORKING' else 'SIGNED' end` },
  });
  const alone = `json('[{"ours":[],"erp":[{"id":"E","docNo":"4900","qtyMilli":-1000,"atMs":5}]}]')`;
  make('recon_item', RECON_ITEMS, {
    ...{ id: `'RI' || n`, run_id: `'RR23'`, warehouse_id: `'W' || (n % 185)`, part_id: `printf('P%05d', n)` },
    ...{ verdict: `case when n % 50 = 0 then 'ERP_SIDE' else 'AGREE' end` },
    documents_json: `case when n % 50 = 0 then ${alone} else '[{"ours":[{"id":"O"}],"erp":[{"id":"E"}]}]' end`,
  });
  database.exec('commit');
  database.exec('analyze');
}

/** Sales of two years: shipped and paid, some of them on the road for too long, some approved without their goods. */
function fillOrders(
  make: (table: string, most: number, columns: Columns) => void,
  daysAgo: (days: number) => string,
): void {
  const isEnded = (order: string): string =>
    `${order} >= ${String(ORDERS - ON_THE_ROAD - PROMISES_ENDED)} and ${order} < ${String(ORDERS - ON_THE_ROAD)}`;
  make('goods_order', ORDERS, {
    ...{
      id: `'O' || n`,
      order_no: `'XS-' || n`,
      kind: `'SALE'`,
      from_warehouse_id: `'W' || (n % 5)`,
      amount_fen: '100',
    },
    status: `case when n >= ${String(ORDERS - ON_THE_ROAD)} then 'SHIPPED' when ${isEnded('n')} then 'APPROVED' else 'PAID' end`,
    shipped_at_ms: daysAgo(60),
  });
  const order = (each: number): string => `(n / ${String(each)})`;
  make('goods_order_line', ORDERS * LINES_PER_ORDER, {
    ...{ id: `'OL' || n`, order_id: `'O' || ${order(LINES_PER_ORDER)}`, line_no: `n % ${String(LINES_PER_ORDER)} + 1` },
    ...{ part_id: `printf('P%05d', n % 50000)`, qty_req_milli: '1000', qty_appr_milli: '1000', qty_out_milli: '1000' },
  });
  make('goods_order_event', ORDERS * EVENTS_PER_ORDER, {
    ...{ id: `'OE' || n`, order_id: `'O' || ${order(EVENTS_PER_ORDER)}`, note: `'1, 2'`, done_at_ms: daysAgo(30) },
    action: `case when n % ${String(EVENTS_PER_ORDER)} = 0 and ${isEnded(order(EVENTS_PER_ORDER))} then 'promiseEnds' else 'step' end`,
  });
  make('parts_application', ORDERS, {
    ...{ id: `'A' || n`, app_no: `'PJ-' || n`, kind: `'WARRANTY'`, urgency: `'NORMAL'`, status: `'CLOSED'` },
  });
  make('parts_application_event', ORDERS * EVENTS_PER_ORDER, {
    ...{ id: `'AE' || n`, application_id: `'A' || ${order(EVENTS_PER_ORDER)}`, action: `'step'` },
  });
}

/** Columns that must have a value and get none, with an empty one. */
function emptyOf(database: Database.Database, table: string): Columns {
  const columns = database.pragma(`table_info(${table})`) as {
    name: string;
    type: string;
    notnull: number;
    dflt_value: string | null;
  }[];
  const required = columns.filter(({ notnull, dflt_value }) => notnull === 1 && dflt_value === null);
  return {
    ...Object.fromEntries(required.map(({ name, type }) => [name, type === 'INTEGER' ? '0' : `''`])),
    ...{ _v: '1', _scope: `'g'`, _k: '0', _bucket: '0' },
  };
}
