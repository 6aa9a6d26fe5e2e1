import {
  field,
  finding,
  isFilled,
  kind,
  KEY,
  LONG_TEXT,
  OPTIONAL_KEY,
  PER_ROW,
  REQUIRED,
  type ThingFinding,
} from '../field-definition.ts';

function vehicleNamed(values: Readonly<Record<string, unknown>>): ThingFinding[] {
  const named = isFilled(values['vin']) || (isFilled(values['plateNo']) && isFilled(values['modelName']));
  return named ? [] : [finding({ field: 'vin' }, null, 'vehicle-not-named')];
}

const THE_ONE = [
  ['isMain', 'LABOUR'],
  ['isCausal', 'MATERIAL'],
] as const;

function linesOf(values: Readonly<Record<string, unknown>>): Record<string, unknown>[] {
  const lines = values['lines'];
  return Array.isArray(lines) ? (lines as Record<string, unknown>[]) : [];
}

/** The main operation is one line of labour, the part that failed one of material. */
function oneOfEach(values: Readonly<Record<string, unknown>>): ThingFinding[] {
  return THE_ONE.flatMap(([key, costType]) => {
    const marked = linesOf(values).filter((line) => line[key] === true);
    const wrong = marked.find((line, index) => index > 0 || line['costType'] !== costType);
    return wrong === undefined
      ? []
      : [finding({ rowNo: Number(wrong['rowNo']), field: key }, null, 'not-the-one-line')];
  });
}

/** The start before the finish, the way out before the way back. */
function timesInOrder(values: Readonly<Record<string, unknown>>): ThingFinding[] {
  const isBack = (early: unknown, late: unknown) =>
    typeof early === 'number' && typeof late === 'number' && late < early;
  const ofTrips = linesOf(values).flatMap((line) =>
    isBack(line['departAtMs'], line['returnAtMs'])
      ? [finding({ rowNo: Number(line['rowNo']), field: 'returnAtMs' }, null, 'time-before-start')]
      : [],
  );
  const isWrong = isBack(values['startAtMs'], values['finishAtMs']);
  return isWrong ? [finding({ field: 'finishAtMs' }, null, 'time-before-start'), ...ofTrips] : ofTrips;
}

export const CLAIMS = kind(
  [
    field('stationCode', 'code', 'station stationcode plant 服务站 服务站代码 服务站编码 站号', {
      isKey: true,
      references: 'station',
    }),
    field('jobCardNo', 'code', 'jobcard jobcardno workorder workorderno 工单号 维修单号 任务单号 站内单号', KEY),
    field('vin', 'code', 'vin 车架号 底盘号'),
    field('plateNo', 'code', 'plate plateno vehicleno registration 车牌 车牌号'),
    field('customerName', 'text', 'customer customername owner businesspartnername partner 客户 客户名称 用户 车主'),
    field('modelName', 'text', 'model modelname vehiclemodel 车型 车型名称'),
    field(
      'finishDate',
      'date',
      'finishdate finish repairdate jobcarddate 竣工日期 完工日期 修理完成日期 维修日期',
      REQUIRED,
    ),
    field('failureDate', 'date', 'failuredate failed 故障日期'),
    field('submittedDate', 'date', 'submitted submitteddate claimdate invoicedate 提交日期 申报日期 开票日期'),
    field('mileageKm', 'integer', 'mileage km mileagekm currentkmreading odometer 里程 行驶里程 公里数', {
      ...{ required: true, least: 0, most: 3_000_000 },
    }),
    field('type', 'choice', 'type claimtype 类型 索赔类型', {
      choices: ['WARRANTY', 'GOODWILL', 'CAMPAIGN', 'PDI', 'FIRST_SERVICE', 'SEASON_CHECK'],
    }),
    field('responsibility', 'choice', 'responsibility 责任 责任方', {
      choices: ['MAKER', 'SUPPLIER', 'STATION', 'CUSTOMER', 'UNKNOWN'],
    }),
    field('complaintText', 'text', 'complaint complainttext symptom 故障现象 故障描述'),
    field('complaintCode', 'code', 'complaintcode faultcode 故障代码 故障现象代码'),
    field('causeCode', 'code', 'causecode 故障原因代码 原因代码'),
    field('actionCode', 'code', 'actioncode 处理方式代码 处理代码'),
    field('preauthNo', 'code', 'preauth preauthno approvalno 预授权 预授权号'),
    field('campaignCode', 'code', 'campaign campaigncode 活动代码 技改编号'),
    field('place', 'choice', 'place 维修地点 地点', { choices: ['SHOP', 'FIELD'] }),
    field('startAtMs', 'dateTime', 'startat start started 开工时间'),
    field('finishAtMs', 'dateTime', 'finishat finished 完工时间 竣工时间'),
    field('costType', 'choice', 'costtype 费用类型', {
      perRow: true,
      choices: ['LABOUR', 'MATERIAL', 'HANDLING', 'TRAVEL', 'SUBLET', 'OTHER'],
    }),
    field('opCode', 'code', 'opcode operationcode 工时代码 项目代码', { perRow: true, references: 'operation' }),
    field('partNo', 'code', 'partno part partnumber 配件号 图号 零件号', PER_ROW),
    field('description', 'text', 'description text linetext invoicelinetext item 项目 维修项目 项目名称 内容', {
      perRow: true,
      required: true,
    }),
    field('hoursCenti', 'hoursCenti', 'hours 工时 申报工时', PER_ROW),
    field('qtyMilli', 'qtyMilli', 'qty quantity 数量', PER_ROW),
    field('unitFen', 'moneyFen', 'unitprice price 单价', PER_ROW),
    field('claimedFen', 'moneyFen', 'amount claimed claimedamount 金额 申报金额', PER_ROW),
    field('isMain', 'flag', 'main ismain 主修 主修项目', PER_ROW),
    field('isCausal', 'flag', 'causal iscausal 主损 主损件', PER_ROW),
    field('technician', 'text', 'technician mechanic 技师 维修工', PER_ROW),
    field('supplyMode', 'choice', 'supplymode supply 供件方式', {
      ...{ perRow: true, choices: ['FREE_ISSUE', 'STATION_STOCK', 'LOCAL_BUY'] },
    }),
    field('issueDoc', 'code', 'issuedoc 发料单 发料单号 领料单号', PER_ROW),
    field('oldSerial', 'code', 'oldserial 旧件序列号', PER_ROW),
    field('newSerial', 'code', 'newserial 新件序列号', PER_ROW),
    field('km', 'integer', 'travelkm tripkm 外出里程', { perRow: true, least: 0, most: 3_000_000 }),
    field('routeKm', 'integer', 'routekm route 路线里程', { perRow: true, least: 0, most: 3_000_000 }),
    field('departAtMs', 'dateTime', 'departat depart 出发时间', PER_ROW),
    field('returnAtMs', 'dateTime', 'returnat return 返回时间', PER_ROW),
    field('toLatMicro', 'decimal', 'lat latitude tolat 纬度', { perRow: true, least: -90_000_000, most: 90_000_000 }),
    field('toLngMicro', 'decimal', 'lng longitude tolng 经度', {
      ...{ perRow: true, least: -180_000_000, most: 180_000_000 },
    }),
    field('tollFen', 'moneyFen', 'toll 过路费 通行费', PER_ROW),
  ],
  {
    lines: {
      most: 200,
      reasons: { none: 'claim-without-lines', tooMany: 'claim-too-many-lines', disagree: 'rows-of-one-claim-disagree' },
      complete: (line) => {
        line['costType'] ??= (line['partNo'] ?? null) === null ? 'LABOUR' : 'MATERIAL';
      },
    },
    checks: [vehicleNamed, oneOfEach, timesInOrder],
    dateOrders: [
      ['failureDate', 'finishDate'],
      ['finishDate', 'submittedDate'],
    ],
    // Oldest first: the rules judge each claim by the claims that came before it.
    orderedBy: ['submittedDate', 'finishDate'],
  },
);

export const CAMPAIGNS = kind(
  [
    field('code', 'code', 'code campaign campaigncode nhtsaid 代码 活动代码 技改编号', KEY),
    field('title', 'text', 'title name 名称 活动名称 标题'),
    field('type', 'choice', 'type campaigntype 类型 活动类型', {
      required: true,
      choices: ['SAFETY', 'RETROFIT', 'SERVICE'],
    }),
    field('funding', 'choice', 'funding 费用承担', { required: true, choices: ['MAKER', 'SUPPLIER'] }),
    field('validFromDate', 'date', 'validfrom from startdate 开始日期 生效日期', REQUIRED),
    field('validToDate', 'date', 'validto to enddate 结束日期 失效日期'),
    field('supplierCode', 'code', 'supplier suppliercode 供应商 供应商代码', { references: 'supplier' }),
    field('fixedFeeFen', 'moneyFen', 'fixedfee fee 定额费用 固定费用'),
    field('documentName', 'text', 'documentname document file 文件 文件名', PER_ROW),
    field('make', 'text', 'make 品牌', PER_ROW),
    field('model', 'text', 'model 车型', PER_ROW),
    field('modelYear', 'code', 'modelyear year 年款', PER_ROW),
    field('summary', 'text', 'summary 摘要 说明', { perRow: true, ...LONG_TEXT }),
  ],
  {
    lines: {
      most: 5000,
      reasons: { none: 'document-without-lines', tooMany: 'too-many-lines', disagree: 'rows-of-one-thing-disagree' },
    },
    dateOrders: [['validFromDate', 'validToDate']],
  },
);

const AMOUNTS = ['netFen', 'taxFen', 'grossFen'] as const;

function totalsTieOut(values: Readonly<Record<string, unknown>>): ThingFinding[] {
  const [netFen, taxFen, grossFen] = AMOUNTS.map((key) => values[key]);
  if (typeof netFen !== 'number' || typeof taxFen !== 'number' || typeof grossFen !== 'number') return [];
  return netFen + taxFen === grossFen ? [] : [finding({ field: 'grossFen' }, grossFen, 'invoice-does-not-add-up')];
}

const SIGNED_REQUIRED = { required: true, signed: true } as const;

export const INVOICES = kind(
  [
    field('invoiceNo', 'code', 'invoice invoiceno number 发票号码 发票号', KEY),
    field('statementNo', 'code', 'statement statementno 结算单号', KEY),
    field('invoiceCode', 'code', 'invoicecode 发票代码'),
    field('issueDate', 'date', 'issuedate date invoicedate 开票日期', REQUIRED),
    field('sellerTaxNo', 'code', 'sellertaxno 销方税号 销售方纳税人识别号'),
    field('buyerTaxNo', 'code', 'buyertaxno 购方税号 购买方纳税人识别号'),
    field('netFen', 'moneyFen', 'net amount 金额 不含税金额', SIGNED_REQUIRED),
    field('taxRateBp', 'moneyFen', 'taxrate rate 税率', { required: true, most: 10_000 }),
    field('taxFen', 'moneyFen', 'tax 税额', SIGNED_REQUIRED),
    field('grossFen', 'moneyFen', 'gross total 价税合计', SIGNED_REQUIRED),
    field('kind', 'choice', 'kind type 发票种类', { required: true, choices: ['SPECIAL', 'NORMAL'] }),
  ],
  { checks: [totalsTieOut] },
);

const SYSTEM_KEY = field('erpSystem', 'code', 'erp system erpsystem 系统 erp系统', KEY);
const SIGNED = { signed: true } as const;

export const ERP_BALANCES = kind([
  SYSTEM_KEY,
  field('extractDate', 'date', 'extractdate date 截止日期 余额日期 日期', KEY),
  field('plant', 'code', 'plant 工厂', KEY),
  field('sloc', 'code', 'sloc storagelocation locationid 库存地点 库位', OPTIONAL_KEY),
  field('bin', 'code', 'bin shelf 货位 仓位', OPTIONAL_KEY),
  field('partNo', 'code', 'partno material productid 物料 物料号 配件编码', KEY),
  field('qtyMilli', 'qtyMilli', 'qty quantity stock 数量 库存数量', SIGNED_REQUIRED),
  field('valueMicro', 'decimal', 'value amount 金额 库存金额', SIGNED),
]);

export const ERP_DOCUMENTS = kind([
  SYSTEM_KEY,
  field('docType', 'code', 'doctype documenttype 单据类型 凭证类型', KEY),
  field('docNo', 'code', 'docno documentno purchaseorderid 单号 凭证号 凭证编号', KEY),
  field('lineNo', 'code', 'lineno line item detailid 行号 行项目', OPTIONAL_KEY),
  field('docYear', 'code', 'year docyear 年度 会计年度', OPTIONAL_KEY),
  field('partNo', 'code', 'partno material productid 物料 物料号 配件编码'),
  field('partnerCode', 'code', 'vendor vendorid partner customer 供应商 客户 往来单位'),
  field('plant', 'code', 'plant 工厂'),
  field('sloc', 'code', 'sloc storagelocation 库存地点'),
  field('qtyMilli', 'qtyMilli', 'qty quantity orderqty 数量', SIGNED),
  field('receivedMilli', 'qtyMilli', 'receivedqty 收货数量', SIGNED),
  field('rejectedMilli', 'qtyMilli', 'rejectedqty 拒收数量', SIGNED),
  field('unitPriceMicro', 'decimal', 'unitprice price 单价', SIGNED),
  field('amountMicro', 'decimal', 'amount linetotal subtotal 金额', SIGNED),
  field('taxMicro', 'decimal', 'tax taxamt 税额', SIGNED),
  field('freightMicro', 'decimal', 'freight 运费', SIGNED),
  field('totalMicro', 'decimal', 'total totaldue 合计 总额', SIGNED),
  field('postingDate', 'date', 'postingdate orderdate 过账日期 单据日期'),
  field('dueDate', 'date', 'duedate shipdate 到期日期 交货日期'),
  field('status', 'code', 'status 状态'),
  field('ourDocNo', 'text', 'ourdocno reference headertext text 我方单号 参考单号 抬头文本 文本'),
  field('vin', 'code', 'vin 车架号 底盘号 vin码'),
  field('serialNo', 'code', 'serialno serial serialnumber 序列号 出厂编号'),
]);
