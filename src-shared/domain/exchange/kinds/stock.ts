import { MOVEMENT_TYPES, STOCK_CONDITIONS, STOCK_OWNERS } from '../../parts/movement-types.ts';
import { field, kind, KEY, OPTIONAL_KEY, REQUIRED } from '../field-definition.ts';

const WAREHOUSE = 'warehouse warehousecode wh 仓库 仓库代码 库房';
const PART = 'partno partcode part stockcode sku 配件编码 配件号 零件号 编码';
const OWNER = { isKey: true, required: false, choices: STOCK_OWNERS } as const;
const CONDITION = { isKey: true, required: false, choices: STOCK_CONDITIONS } as const;

/** Set by its key: the same opening again changes nothing; another quantity is refused, because a ledger is corrected by movements. */
export const OPENING_STOCK = kind([
  field('warehouseCode', 'code', WAREHOUSE, { isKey: true, references: 'warehouse' }),
  field('binCode', 'code', 'bin bincode 货位 仓位', OPTIONAL_KEY),
  field('partNo', 'code', PART, { isKey: true, references: 'part' }),
  field('owner', 'choice', 'owner 货权 所有者', OWNER),
  field('condition', 'choice', 'condition 状态 库存状态', CONDITION),
  field('batchNo', 'code', 'batch batchno 批次 批号', OPTIONAL_KEY),
  field('qtyMilli', 'qtyMilli', 'qty quantity onhand 数量 期初数量 库存数量', REQUIRED),
  field('unitFen', 'moneyFen', 'unitcost cost price 单价 成本单价'),
  field('valueFen', 'moneyFen', 'value amount 金额 期初金额'),
  field('effectiveDate', 'date', 'date asof 日期 期初日期'),
]);

export const STOCK_MOVEMENTS = kind(
  [
    field('warehouseCode', 'code', WAREHOUSE, { required: true, references: 'warehouse' }),
    field('binCode', 'code', 'bin bincode 货位 仓位'),
    field('partNo', 'code', PART, { required: true, references: 'part' }),
    field('owner', 'choice', 'owner 货权 所有者', { choices: STOCK_OWNERS }),
    field('condition', 'choice', 'condition 库存状态', { choices: STOCK_CONDITIONS }),
    field('batchNo', 'code', 'batch batchno 批次 批号'),
    field('type', 'choice', 'type movementtype 类型 移动类型 业务类型', {
      required: true,
      choices: MOVEMENT_TYPES.filter((type) => type !== 'OPENING' && type !== 'REVERSAL'),
    }),
    field('qtyMilli', 'qtyMilli', 'qty quantity 数量', { required: true, signed: true }),
    field('unitFen', 'moneyFen', 'unitprice unitcost price 单价'),
    field('valueFen', 'moneyFen', 'value amount 金额', { signed: true }),
    field('effectiveAtMs', 'dateTime', 'date time invoicedate postingdate effectiveat 日期 时间 业务时间', REQUIRED),
    field('docType', 'code', 'doctype 单据类型'),
    field('docNo', 'code', 'docno invoiceno documentno 单号 单据号'),
    field('erpDocNo', 'code', 'erpdocno erp单号'),
    field('erpLine', 'code', 'erpline erp行号'),
    field('note', 'text', 'note description remark 备注 说明'),
  ],
  { mode: 'append' },
);

/**
 * What counters wrote: the line is named by its hidden key, so that sorting and added columns do no harm; without one it is an
 * item that was found, named by its bin and its part (stock §5.3).
 */
export const COUNT_SHEETS = kind([
  field('sheetNo', 'code', 'sheetno sheet 盘点表号 盘点单号', KEY),
  field('lineUid', 'code', 'lineuid 行标识', OPTIONAL_KEY),
  field('exportRev', 'integer', 'exportrev 导出版本'),
  field('rowCheck', 'code', 'rowcheck 校验'),
  field('binCode', 'code', 'bin bincode 货位 仓位', OPTIONAL_KEY),
  field('partNo', 'code', PART, OPTIONAL_KEY),
  field('qtyMilli', 'qtyMilli', 'counted qty quantity 实盘数 实盘数量 实盘'),
  field('uom', 'code', 'uom unit 单位 实盘单位'),
  field('countedBy', 'code', 'countedby counter 盘点人'),
  field('countedAtMs', 'dateTime', 'countedat 盘点时间'),
  field('note', 'text', 'note remark 备注'),
]);
