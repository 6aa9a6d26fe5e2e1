import type { BenchServer } from '../bench-server.ts';

export const RECON_CUTOFF = '2026-10-31';
export const KEYS = 50_000;
const WAREHOUSES = 5;
/** On each side; both together are the documents of the run. */
const PER_KEY = 5;
export const DOCUMENTS = KEYS * PER_KEY * 2;
/** Every fourth key has a document the ERP does not know and one with another quantity there. */
export const DIFFERENT_KEYS = KEYS / 4;
/** Of the keys that agree on paper, those of which one piece is not on the shelf. */
export const PHYSICAL_KEYS = KEYS / 50;

const CUTOFF_AT_MS = Date.parse(`${RECON_CUTOFF}T15:59:59.999Z`);
const DAY_MS = 86_400_000;
const OPENING_AT_MS = CUTOFF_AT_MS - 300 * DAY_MS;

/** 1 to 40 pieces. */
const QTY = `(1 + n % 40) * 1000`;
const AGE_DAYS = `(n * 7) % 28`;
const KEY_OF = `join bench_key k on k.at = n / ${String(PER_KEY)}`;
const IDENTITY = `1, 'g', 0, 0`;

/**
 * Gives five warehouses 10,000 keys each, a ledger, an ERP and a count of every key, and returns their ids. Of the documents
 * a third names the ERP's number, a third is named by the ERP, a third is found by its quantity and day; one in twenty is not
 * in the ERP and one in twenty has another quantity there. The feed's triggers stay silent, as for the rest of the world.
 */
export async function fillReconWorld(server: BenchServer): Promise<string[]> {
  await server.query(
    [
      'set session_replication_role = replica',
      `create table bench_key as select row_number() over (order by w.code, p.part_no) - 1 as at, w.id as warehouse_id,
         w.code as sloc, p.id as part_id, p.part_no
         from (select id, code from warehouse order by code limit ${String(WAREHOUSES)}) w
         cross join (select id, part_no from part order by part_no limit ${String(KEYS / WAREHOUSES)}) p`,
      `update warehouse set erp_plant = '1000', erp_sloc = code`,
      'create table bench_seq as select coalesce(max(seq), 0) as seq from stock_movement',
      // what the world holds for these keys would be differences of its own
      'truncate recon_item, recon_run, erp_balance, erp_document_line, count_entry, count_line, count_sheet, count_plan cascade',
      'alter table stock_movement disable trigger user',
      'delete from stock_movement',
      movements(
        `'BO' || at, bench_seq.seq + 1 + at`,
        `100000, ${String(OPENING_AT_MS)}`,
        `'OPENING', 'QC-1', null`,
        'bench_key k',
      ),
      movements(
        `'BM' || n, bench_seq.seq + ${String(KEYS)} + 1 + n`,
        `${QTY}, ${String(CUTOFF_AT_MS - 12 * 3_600_000)} - ${AGE_DAYS} * ${String(DAY_MS)}::bigint`,
        `'RECEIPT', 'RK-' || n, case when n % 3 = 0 then '49' || n end`,
        `generate_series(0, ${String(KEYS * PER_KEY - 1)}) n ${KEY_OF}`,
      ),
      'alter table stock_movement enable trigger user',
      `insert into document_sequence (sequence_key, last_value) select 'stockMovement', max(seq) from stock_movement
         on conflict (sequence_key) do update set last_value = excluded.last_value`,
      `insert into erp_document_line (id, _v, _scope, _k, _bucket, erp_system, doc_type, doc_no, line_no, part_no, plant, sloc,
         qty_milli, posting_date, our_doc_no)
         select 'BE' || n, ${IDENTITY}, 'SAP', 'WE', '49' || n, '1', k.part_no, '1000', k.sloc,
                ${QTY} + case when n % 20 = 2 then 1000 else 0 end,
                to_char(date '${RECON_CUTOFF}' - ${AGE_DAYS}, 'YYYY-MM-DD'), case when n % 3 = 1 then 'RK-' || n end
           from generate_series(0, ${String(KEYS * PER_KEY - 1)}) n ${KEY_OF} where n % 20 <> 1`,
      `insert into erp_balance (id, _v, _scope, _k, _bucket, erp_system, extract_date, plant, sloc, part_no, qty_milli)
         select 'BB' || at, ${IDENTITY}, 'SAP', '${RECON_CUTOFF}', '1000', k.sloc, k.part_no,
                100000 + (select sum(${QTY} + case when n % 20 = 2 then 1000 else 0 end)
                            from generate_series(k.at * ${String(PER_KEY)}, k.at * ${String(PER_KEY)} + ${String(PER_KEY - 1)}) n
                           where n % 20 <> 1)
           from bench_key k`,
      ...countOfEveryKey(),
      'drop table bench_seq',
      'analyze stock_movement, erp_document_line, erp_balance, count_line, count_sheet',
    ].join(';\n'),
  );
  const rows = await server.query<{ id: string }>('select distinct warehouse_id as id from bench_key order by 1');
  return rows.map(({ id }) => id);
}

function movements(identity: string, figures: string, document: string, from: string): string {
  return `insert into stock_movement (id, _v, _scope, _k, _bucket, seq, warehouse_id, part_id, owner, condition, value_fen,
      posted_at_ms, leg, idem_key, user_id, device_id, qty_milli, effective_at_ms, type, doc_no, erp_doc_no)
    select m.id, ${IDENTITY}, m.seq, m.warehouse_id, m.part_id, 'HQ', 'NEW', 0, m.effective_at_ms, 'IN', m.id, 'bench', 'bench',
           m.qty_milli, m.effective_at_ms, m.type, m.doc_no, m.erp_doc_no
      from (select ${identity}, k.warehouse_id, k.part_id, ${figures}, ${document} from bench_seq, ${from})
        m (id, seq, warehouse_id, part_id, qty_milli, effective_at_ms, type, doc_no, erp_doc_no)`;
}

/** One posted sheet per warehouse, counted two days before the cut-off; of every fiftieth key one piece is missing. */
function countOfEveryKey(): string[] {
  const countedAtMs = CUTOFF_AT_MS - 2 * DAY_MS;
  return [
    `insert into count_plan (id, _v, _scope, _k, _bucket, plan_no, name, type, warehouse_ids_json, scope_json, blind, mode,
       planned_from_date, planned_to_date, status, owner_user_id)
       values ('BP', ${IDENTITY}, 'BP', 'BP', 'FULL', '[]', '{}', 0, 'ROLL', '${RECON_CUTOFF}', '${RECON_CUTOFF}', 'OPEN', 'bench')`,
    `insert into count_sheet (id, _v, _scope, _k, _bucket, sheet_no, plan_id, warehouse_id, status)
       select 'BS' || w.warehouse_id, ${IDENTITY}, 'BS' || w.warehouse_id, 'BP', w.warehouse_id, 'POSTED'
         from (select distinct warehouse_id from bench_key) w`,
    `insert into count_line (id, _v, _scope, _k, _bucket, sheet_id, line_no, warehouse_id, part_id, owner, condition, origin, state,
       counted_at_ms, final_milli)
       select 'BL' || k.at, ${IDENTITY}, 'BS' || k.warehouse_id, k.at + 1, k.warehouse_id, k.part_id, 'HQ', 'NEW', 'PLANNED',
              'POSTED', ${String(countedAtMs)},
              (select sum(m.qty_milli) from stock_movement m where m.warehouse_id = k.warehouse_id and m.part_id = k.part_id
                  and m.effective_at_ms <= ${String(countedAtMs)}) - case when k.at % 50 = 1 then 1000 else 0 end
         from bench_key k`,
  ];
}
