import type { GridColumnSource } from '../db/grid-filter.ts';

const text = (name: string): GridColumnSource => ({ sql: `s.${name}`, kind: 'text' });
const number = (name: string): GridColumnSource => ({ sql: `s.${name}`, kind: 'number' });

/** The allow-list for balances: keys are the fields of `BalanceRow`. */
export const BALANCE_COLUMNS: Readonly<Record<string, GridColumnSource>> = {
  id: text('id'),
  warehouseCode: text('warehouseCode'),
  warehouseName: text('warehouseName'),
  binCode: text('binCode'),
  partNo: text('partNo'),
  drawingNo: text('drawingNo'),
  partName: text('partName'),
  uom: text('uom'),
  condition: text('condition'),
  owner: text('owner'),
  abcClass: text('abcClass'),
  qtyMilli: number('qtyMilli'),
  reservedMilli: number('reservedMilli'),
  availableMilli: number('availableMilli'),
  valueFen: number('valueFen'),
  averageFen: number('averageFen'),
  lastMoveAtMs: number('lastMoveAtMs'),
  lastCountAtMs: number('lastCountAtMs'),
};

/** What the quick search of balances looks through. */
export const BALANCE_TEXT_CONDITION = `(s.partNo like @contains escape '\\' or s.drawingNo like @contains escape '\\'
  or s.partName like @contains escape '\\' or s.binCode like @starts escape '\\'
  or (@isLetters and name_initials(s.partName) like @contains))`;

/** Balances as the list shows them; where a quantity is withheld nothing is worked out from it. */
export const BALANCES = `(select b.id, w.code as warehouseCode, w.name as warehouseName, n.code as binCode, p.id as partId,
    p.part_no as partNo, p.drawing_no as drawingNo, p.name as partName, p.uom, b.condition, b.owner, g.abc_class as abcClass,
    b.qty_milli as qtyMilli, coalesce(r.milli, 0) as reservedMilli,
    (select case when count(*) = count(o.qty_milli) then sum(o.qty_milli) end from stock_balance o
      where o.part_id = b.part_id and o.warehouse_id = b.warehouse_id and o.condition in ('NEW', 'WARRANTY'))
      - coalesce(r.milli, 0) as availableMilli,
    b.value_fen as valueFen,
    case when b.qty_milli > 0 then cast(round(b.value_fen * 1000.0 / b.qty_milli) as integer) end as averageFen,
    b.last_move_at_ms as lastMoveAtMs, b.last_count_at_ms as lastCountAtMs
  from stock_balance b join part p on p.id = b.part_id join warehouse w on w.id = b.warehouse_id
       left join warehouse_bin n on n.id = b.bin_id
       left join part_warehouse_setting g on g.part_id = b.part_id and g.warehouse_id = b.warehouse_id
       left join (select part_id, warehouse_id, sum(qty_milli) as milli from stock_reservation
                   where state in ('HELD', 'PICKED') group by part_id, warehouse_id) r
         on r.part_id = b.part_id and r.warehouse_id = b.warehouse_id) s`;
