import { MOST_FROZEN } from '../../src-shared/contract/list-limits.ts';
import type { BalanceRow, LedgerRow, PartCard } from '../../src-shared/contract/parts.contract.ts';
import type { GridQuery, ListOrder } from '../../src-shared/contract/query.ts';
import { AppError } from '../../src-shared/errors.ts';
import { columnSql, queryCondition } from '../db/grid-filter.ts';
import type { ReadStores } from '../db/stores.ts';
import { BALANCE_COLUMNS, BALANCE_TEXT_CONDITION, BALANCES } from './balance-query.ts';
import type { OrderAsked, PageAsked } from '../db/room-list.ts';

interface BalanceTotals {
  valueFen: number;
  withheld: number;
}

/** One page of balances with their value over everything the query finds. */
export function balancePage(
  stores: ReadStores,
  { query, offset, limit }: PageAsked,
): { rows: BalanceRow[]; total: number; totals: BalanceTotals } {
  const condition = queryCondition(BALANCE_COLUMNS, BALANCE_TEXT_CONDITION, query);
  const rows = stores.replicaFile
    .prepare(`select s.* from ${BALANCES} where ${condition.sql} order by ${orderOf(query)} limit ? offset ?`)
    .all(...condition.params, limit, offset) as BalanceRow[];
  const { total, ...totals } = stores.replicaFile
    .prepare(
      `select count(*) as total, coalesce(sum(s.valueFen), 0) as valueFen, coalesce(sum(s.qtyMilli is null), 0) as withheld
         from ${BALANCES} where ${condition.sql}`,
    )
    .get(...condition.params) as BalanceTotals & { total: number };
  return { rows, total, totals };
}

/** The ids of all balances the query finds, in its order. */
export function balanceOrder(stores: ReadStores, { query, anchorId }: OrderAsked): ListOrder {
  const condition = queryCondition(BALANCE_COLUMNS, BALANCE_TEXT_CONDITION, query);
  const ids = stores.replicaFile
    .prepare(`select s.id from ${BALANCES} where ${condition.sql} order by ${orderOf(query)}`)
    .pluck()
    .all(...condition.params) as string[];
  const at = anchorId === null ? -1 : ids.indexOf(anchorId);
  return { ids: ids.length > MOST_FROZEN ? null : ids, total: ids.length, place: at < 0 ? null : at };
}

function orderOf(query: GridQuery): string {
  const keys = query.sort.map(({ column, direction }) => `${columnSql(BALANCE_COLUMNS, column).sql} ${direction}`);
  return [...(keys.length > 0 ? keys : ['s.warehouseCode', 's.binCode', 's.partNo']), 's.id'].join(', ');
}

/** One key with its whole ledger and the card of its part. */
export function balanceDetail(
  stores: ReadStores,
  { id }: { id: string },
): { row: BalanceRow; ledger: LedgerRow[]; part: PartCard } {
  const row = stores.replicaFile.prepare(`select s.* from ${BALANCES} where s.id = ?`).get(id) as
    BalanceRow | undefined;
  if (row === undefined) throw new AppError('NOT_FOUND', 'stock-key-unknown', { id });
  return { row, ledger: ledgerOf(stores, id), part: partCard(stores, row.partId) };
}

/** What lay there after each row is known only as far as no quantity before it is withheld. */
function ledgerOf(stores: ReadStores, id: string): LedgerRow[] {
  const known = (what: string): string =>
    `case when count(m.${what}) over w = count(*) over w then sum(m.${what}) over w end`;
  return stores.replicaFile
    .prepare(
      `select m.id, m.seq, m.type, m.doc_no as docNo, m.effective_at_ms as effectiveAtMs, m.posted_at_ms as postedAtMs,
              m.qty_milli as qtyMilli, m.value_fen as valueFen, ${known('qty_milli')} as afterMilli,
              ${known('value_fen')} as afterFen
         from stock_balance b join stock_movement m on m.part_id = b.part_id and m.warehouse_id = b.warehouse_id
          and coalesce(m.bin_id, '') = coalesce(b.bin_id, '') and m.owner = b.owner and m.condition = b.condition
          and m.batch_no = b.batch_no and m.serial_no = b.serial_no
        where b.id = ? window w as (order by m.seq) order by m.seq desc`,
    )
    .all(id) as LedgerRow[];
}

interface StoredPart extends Omit<
  PartCard,
  'isSafety' | 'isSerialised' | 'prices' | 'supersession' | 'models' | 'packs'
> {
  isSafety: number | null;
  isSerialised: number | null;
  packs: string | null;
  ISSUE: number | null;
  SUPPLY: number | null;
  L1: number | null;
  L2: number | null;
  L3: number | null;
  COST: number | null;
}

const PRICE_KINDS = ['COST', 'SUPPLY', 'L1', 'L2', 'L3', 'ISSUE'] as const;
const MOST_MODELS = 200;

function partCard(stores: ReadStores, partId: string): PartCard {
  const file = stores.replicaFile;
  const stored = file
    .prepare(
      `select p.part_no as partNo, p.drawing_no as drawingNo, p.oem_code as oemCode, p.name, p.spec, p.uom,
              (select group_concat(u.uom || ' = ' || case when u.den = 1 then u.num else u.num || '/' || u.den end
                 || ' ' || p.uom, ' · ') from uom_conversion u where u.part_id = p.id) as packs,
              s.name as supplierName, p.is_safety as isSafety, p.serialised as isSerialised,
              p.old_part_policy as oldPartPolicy, p.status, p.issue_price_fen as ISSUE, p.supply_price_fen as SUPPLY,
              p.price_l1_fen as L1, p.price_l2_fen as L2, p.price_l3_fen as L3, p.std_cost_fen as COST
         from part p left join supplier s on s.id = p.supplier_id where p.id = ?`,
    )
    .get(partId) as StoredPart;
  const { isSafety, isSerialised, packs, ISSUE, SUPPLY, L1, L2, L3, COST, ...card } = stored;
  const amounts = { ISSUE, SUPPLY, L1, L2, L3, COST };
  return {
    ...card,
    ...{ isSafety: isSafety === 1, isSerialised: isSerialised === 1, packs: packs ?? '' },
    prices: PRICE_KINDS.flatMap((kind) => {
      const amountFen = amounts[kind];
      return amountFen === null ? [] : [{ kind, amountFen }];
    }),
    supersession: file
      .prepare(
        `select 'REPLACED_BY' as direction, p.part_no as partNo, p.name, x.type from part_supersession x
           join part p on p.id = x.new_part_id where x.old_part_id = @partId
         union all
         select 'REPLACES', p.part_no, p.name, x.type from part_supersession x
           join part p on p.id = x.old_part_id where x.new_part_id = @partId`,
      )
      .all({ partId }) as PartCard['supersession'],
    models: file
      .prepare(
        `select distinct m.code, m.name from part_applicability a join product_model m on m.id = a.model_id
          where a.part_id = ? order by m.code limit ${String(MOST_MODELS)}`,
      )
      .all(partId) as PartCard['models'],
  };
}
