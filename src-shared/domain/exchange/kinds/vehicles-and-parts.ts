import {
  field,
  finding,
  kind,
  KEY,
  OPTIONAL_KEY,
  PRODUCT_LINES,
  REQUIRED,
  type ThingFinding,
} from '../field-definition.ts';

const VIN = /^[0-9A-HJ-NPR-Z]{17}$/;
const MOST_KM = { least: 0, most: 3_000_000 };

function vinWellFormed({ vin }: Readonly<Record<string, unknown>>): ThingFinding[] {
  if (typeof vin !== 'string' || vin === '' || VIN.test(vin)) return [];
  return [finding({ field: 'vin' }, vin, 'vin-malformed')];
}

export const VEHICLES = kind(
  [
    field('vin', 'code', 'vin 车架号 底盘号 车辆识别代号 vin码', KEY),
    field('plateNo', 'code', 'plate plateno vehicleno registration 车牌 车牌号 牌照号'),
    field(
      'customerName',
      'text',
      'customer customername owner businesspartnername partner 客户 客户名称 用户 车主 最终用户',
    ),
    field('modelName', 'text', 'model modelname vehiclemodel modelcode 车型 车型名称 车型代码', REQUIRED),
    field('productLine', 'choice', 'productline 产品线', { required: true, choices: PRODUCT_LINES }),
    field('engineNo', 'code', 'engine engineno 发动机号'),
    field('mfgDate', 'date', 'mfgdate built manufactured 出厂日期 生产日期'),
    field('saleDate', 'date', 'saledate sold 销售日期'),
    field('invoiceDate', 'date', 'invoicedate 购车发票日期 开票日期'),
    field('inServiceDate', 'date', 'inservicedate inservice 投运日 投运日期 保修起算日'),
    field(
      'lastMileageKm',
      'integer',
      'mileage lastmileage km lastmileagekm currentkmreading 里程 最近里程 公里数',
      MOST_KM,
    ),
    field('status', 'choice', 'status 状态', { choices: ['STOCK', 'SOLD', 'SCRAPPED', 'EXPORTED', 'STOLEN'] }),
  ],
  {
    checks: [vinWellFormed],
    dateOrders: [
      ['mfgDate', 'saleDate'],
      ['mfgDate', 'inServiceDate'],
    ],
  },
);

export const PARTS = kind([
  field(
    'partNo',
    'code',
    'partno partcode partnumber part stockcode productnumber itemrefno 配件编码 配件号 配件代码 零件号 编码',
    KEY,
  ),
  field('name', 'text', 'name partname description productname 名称 配件名称', REQUIRED),
  field('uom', 'code', 'uom unit 单位 计量单位', REQUIRED),
  field('spec', 'text', 'spec specification size 规格 规格型号'),
  field('drawingNo', 'code', 'drawing drawingno 图号'),
  field('oemCode', 'code', 'oem oemcode 车厂编码'),
  field('brand', 'text', 'brand 品牌'),
  field('origin', 'text', 'origin 产地'),
  field('supplierCode', 'code', 'supplier suppliercode 供应商 供应商代码', { references: 'supplier' }),
  field('issuePriceFen', 'moneyFen', 'issueprice price listprice unitprice itemprice prices 出库价 结算价 单价'),
  field('supplyPriceFen', 'moneyFen', 'supplyprice 供货价 采购价'),
  field('stdCostFen', 'moneyFen', 'stdcost standardcost cost 标准成本 成本'),
  field('priceL1Fen', 'moneyFen', 'pricel1 一级价'),
  field('priceL2Fen', 'moneyFen', 'pricel2 二级价'),
  field('priceL3Fen', 'moneyFen', 'pricel3 三级价'),
  field('uomWhole', 'flag', 'wholeunit 整数单位'),
  field('isWear', 'flag', 'wear 易损件'),
  field('isSafety', 'flag', 'safety 安全件'),
  field('serialised', 'flag', 'serialised serialized 序列号管理'),
  field('oldPartPolicy', 'choice', 'oldpartpolicy 旧件处理 旧件政策', {
    choices: ['RETURN', 'HOLD', 'SCRAP_LOCAL', 'NONE'],
  }),
  field('returnDays', 'integer', 'returndays 返件天数'),
  field('weightG', 'integer', 'weight weightg 重量'),
  field('warrantyMonths', 'integer', 'warrantymonths 质保月数'),
  field('warrantyKm', 'integer', 'warrantykm 质保里程', MOST_KM),
  field('critical', 'choice', 'critical 关键等级', { choices: ['A', 'B', 'C'] }),
  field('status', 'choice', 'status 状态', { choices: ['ACTIVE', 'CLOSED'] }),
]);

export const PRICES = kind(
  [
    field('partNo', 'code', 'partno partcode partnumber part 配件编码 配件号 零件号 编码', {
      isKey: true,
      references: 'part',
    }),
    field('priceKind', 'choice', 'pricekind pricelevel level 价格类别 价格级别', {
      isKey: true,
      choices: ['ISSUE', 'SUPPLY', 'L1', 'L2', 'L3', 'COST'],
    }),
    field('amountFen', 'moneyFen', 'amount price unitprice 价格 单价 金额', REQUIRED),
    field('validFromDate', 'date', 'validfrom from startdate 生效日期 有效期起', KEY),
    field('validToDate', 'date', 'validto to enddate 失效日期 有效期止'),
  ],
  { dateOrders: [['validFromDate', 'validToDate']] },
);

export const APPLICABILITY = kind(
  [
    field('partNo', 'code', 'partno partcode partnumber part 配件编码 配件号 零件号', {
      isKey: true,
      references: 'part',
    }),
    field('modelCode', 'code', 'model modelcode 车型 车型代码 适用车型', KEY),
    field('chassisFrom', 'code', 'chassisfrom 底盘号起 起始底盘号', OPTIONAL_KEY),
    field('chassisTo', 'code', 'chassisto 底盘号止 终止底盘号', OPTIONAL_KEY),
    field('position', 'text', 'position 安装位置 位置', OPTIONAL_KEY),
    field('qtyPerVehicleMilli', 'qtyMilli', 'qtypervehicle qty quantity 单车用量 用量', { least: 1 }),
    field('validFromDate', 'date', 'validfrom from 生效日期 有效期起'),
    field('validToDate', 'date', 'validto to 失效日期 有效期止'),
  ],
  { dateOrders: [['validFromDate', 'validToDate']] },
);

export const LABOUR_OPERATIONS = kind(
  [
    field('opCode', 'code', 'opcode code operation operationcode 工时代码 项目代码 作业代码 代码 编码', KEY),
    field(
      'name',
      'text',
      'name opname operationname description invoicelinetext 名称 项目名称 工时名称 作业名称',
      REQUIRED,
    ),
    field('stdHoursCenti', 'hoursCenti', 'hours stdhours standardhours 工时 标准工时 定额 工时定额', REQUIRED),
    field('productLine', 'choice', 'productline 产品线', { choices: PRODUCT_LINES }),
    field('overlapGroup', 'code', 'overlapgroup 重叠组'),
    field('overlapDeductCenti', 'hoursCenti', 'overlap overlapdeduct 重叠工时'),
    field('maxPerClaim', 'integer', 'max maxperclaim 每单上限 最多次数'),
    field('repairOpCode', 'code', 'repairop repairopcode repairoperation 维修代码 维修项目代码 修复项目代码'),
    field('repairPartsFen', 'moneyFen', 'repairparts repairpartsprice 维修配件费 修复配件费'),
    field('validFromDate', 'date', 'validfrom from 生效日期 有效期起'),
    field('validToDate', 'date', 'validto to 失效日期 有效期止'),
  ],
  { dateOrders: [['validFromDate', 'validToDate']] },
);
