import type { ThingKind } from './things.ts';

/** How a cell is read; the same names as in the contract. `decimal` is kept in millionths. */
export type FieldType =
  'text' | 'code' | 'integer' | 'decimal' | 'moneyFen' | 'hoursCenti' | 'qtyMilli' | 'date' | 'choice' | 'flag';

export interface FieldDefinition {
  key: string;
  type: FieldType;
  required: boolean;
  /** Part of the row key. */
  isKey: boolean;
  choices: readonly string[];
  /** For claims: belongs to the row (a line), not to the whole claim. */
  perRow: boolean;
  /** Headers this field is known by, lower case without spaces and signs. */
  headers: readonly string[];
}

interface FieldOptions {
  required?: boolean;
  isKey?: boolean;
  perRow?: boolean;
  choices?: readonly string[];
}

function field(key: string, type: FieldType, headers: string, options: FieldOptions = {}): FieldDefinition {
  return {
    key,
    type,
    required: options.required ?? options.isKey ?? false,
    isKey: options.isKey ?? false,
    choices: options.choices ?? [],
    perRow: options.perRow ?? false,
    headers: headers.split(' '),
  };
}

const KEY = { isKey: true } as const;
const REQUIRED = { required: true } as const;
const PRODUCT_LINES = ['COACH', 'TRUCK'] as const;

const STATION_FIELDS: readonly FieldDefinition[] = [
  field('code', 'code', 'code stationcode station plant plantcode 代码 编码 服务站代码 服务站编码 站点编码 站号', KEY),
  field('name', 'text', 'name stationname name1 名称 服务站名称 站名 单位名称', REQUIRED),
  field('shortCode', 'code', 'shortcode short 简码 短码 简称码'),
  field('regionCode', 'code', 'region regioncode 大区 大区代码 区域 区域代码', REQUIRED),
  field('type', 'choice', 'type stationtype 类型 服务站类型 性质', {
    required: true,
    choices: ['OWN', 'EXTERNAL', 'CUSTOMER_HOSTED'],
  }),
  field('grade', 'choice', 'grade 等级 星级 级别', { required: true, choices: ['A', 'B', 'C', 'D'] }),
  field('taxpayerType', 'choice', 'taxpayer taxpayertype 纳税人 纳税人类型', {
    required: true,
    choices: ['GENERAL', 'SMALL'],
  }),
  field('taxNo', 'code', 'taxno taxnumber 税号 纳税人识别号 统一社会信用代码'),
  field('bankName', 'text', 'bank bankname 开户行 开户银行'),
  field('bankAccount', 'code', 'account bankaccount 账号 银行账号 帐号'),
  field('contractNo', 'code', 'contract contractno 合同号 合同编号'),
  field('contractFromDate', 'date', 'contractfrom contractstart 合同开始 合同起 合同开始日期'),
  field('contractToDate', 'date', 'contractto contractend 合同结束 合同止 合同结束日期'),
  field('termsFromDate', 'date', 'termsfrom validfrom 条款生效 生效日期'),
  field('openedDate', 'date', 'opened openeddate 开业日期 建站日期'),
  field('productLines', 'text', 'productline productlines 产品线 业务范围'),
  field('skillClass', 'code', 'skill skillclass 技术等级 资质'),
  field('electronicInvoice', 'flag', 'electronicinvoice einvoice 数电票 电子发票'),
  field('province', 'text', 'province state 省 省份'),
  field('city', 'text', 'city city1 市 城市'),
  field('address', 'text', 'address street housenumberandstreet 地址 详细地址'),
  field('phone', 'code', 'phone tel mobile 电话 手机 联系电话'),
  field('latMicro', 'decimal', 'lat latitude 纬度'),
  field('lngMicro', 'decimal', 'lng lon longitude 经度'),
  field('serviceRadiusKm', 'integer', 'radius serviceradius 服务半径'),
  field('status', 'choice', 'status 状态', { choices: ['ACTIVE', 'SUSPENDED', 'TERMINATED'] }),
];

const VEHICLE_FIELDS: readonly FieldDefinition[] = [
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
  field('lastMileageKm', 'integer', 'mileage lastmileage km lastmileagekm currentkmreading 里程 最近里程 公里数'),
  field('status', 'choice', 'status 状态', { choices: ['STOCK', 'SOLD', 'SCRAPPED', 'EXPORTED', 'STOLEN'] }),
];

const LABOUR_OPERATION_FIELDS: readonly FieldDefinition[] = [
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
  field('validFromDate', 'date', 'validfrom from 生效日期 有效期起'),
  field('validToDate', 'date', 'validto to 失效日期 有效期止'),
];

const PER_ROW = { perRow: true } as const;
const CLAIM_FIELDS: readonly FieldDefinition[] = [
  field('stationCode', 'code', 'station stationcode plant 服务站 服务站代码 服务站编码 站号', KEY),
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
  field('mileageKm', 'integer', 'mileage km mileagekm currentkmreading odometer 里程 行驶里程 公里数', REQUIRED),
  field('type', 'choice', 'type claimtype 类型 索赔类型', {
    choices: ['WARRANTY', 'GOODWILL', 'CAMPAIGN', 'PDI', 'FIRST_SERVICE', 'SEASON_CHECK'],
  }),
  field('responsibility', 'choice', 'responsibility 责任 责任方', {
    choices: ['MAKER', 'SUPPLIER', 'STATION', 'CUSTOMER', 'UNKNOWN'],
  }),
  field('complaintText', 'text', 'complaint complainttext symptom 故障现象 故障描述'),
  field('costType', 'choice', 'costtype 费用类型', {
    perRow: true,
    choices: ['LABOUR', 'MATERIAL', 'HANDLING', 'TRAVEL', 'SUBLET', 'OTHER'],
  }),
  field('opCode', 'code', 'opcode operationcode 工时代码 项目代码', PER_ROW),
  field('partNo', 'code', 'partno part partnumber 配件号 图号 零件号', PER_ROW),
  field('description', 'text', 'description text linetext invoicelinetext item 项目 维修项目 项目名称 内容', {
    perRow: true,
    required: true,
  }),
  field('hoursCenti', 'hoursCenti', 'hours 工时 申报工时', PER_ROW),
  field('qtyMilli', 'qtyMilli', 'qty quantity 数量', PER_ROW),
  field('unitFen', 'moneyFen', 'unitprice price 单价', PER_ROW),
  field('claimedFen', 'moneyFen', 'amount claimed claimedamount 金额 申报金额', PER_ROW),
];

/** The fields of each kind of file, in the order the mapping screen shows them. */
export const IMPORT_KINDS: Record<ThingKind, readonly FieldDefinition[]> = {
  stations: STATION_FIELDS,
  vehicles: VEHICLE_FIELDS,
  labourOperations: LABOUR_OPERATION_FIELDS,
  claims: CLAIM_FIELDS,
};

/** Words of people for the codes of a choice, lower case; the codes themselves are always understood. */
export const CHOICE_WORDS: Readonly<Record<string, readonly string[]>> = {
  OWN: ['自建维修厂', '自建', 'own workshop'],
  EXTERNAL: ['外部特约站', '特约站', '外部', 'external station'],
  CUSTOMER_HOSTED: ['客户单位内建站', '内建站', 'hosted'],
  GENERAL: ['一般纳税人', '一般'],
  SMALL: ['小规模纳税人', '小规模'],
  ACTIVE: ['启用', '正常', '有效'],
  SUSPENDED: ['暂停', '停用'],
  TERMINATED: ['终止', '解约'],
  COACH: ['客车', 'bus'],
  TRUCK: ['卡车', '货车', '专用车'],
  STOCK: ['库存'],
  SOLD: ['已售'],
  SCRAPPED: ['报废'],
  EXPORTED: ['出口'],
  STOLEN: ['被盗'],
  WARRANTY: ['保内', '三包', '质保'],
  GOODWILL: ['优惠', '善意'],
  CAMPAIGN: ['技改', '召回'],
  FIRST_SERVICE: ['首保', '强保'],
  SEASON_CHECK: ['季节检查', '换季检查'],
  MAKER: ['制造厂', '厂家', '主机厂'],
  SUPPLIER: ['供应商', '配套厂'],
  STATION: ['服务站'],
  CUSTOMER: ['客户', '用户'],
  UNKNOWN: ['不明', '未知'],
  LABOUR: ['工时', '工时费', 'labor'],
  MATERIAL: ['材料', '配件', '材料费', '配件费', 'part', 'parts'],
  HANDLING: ['管理费'],
  TRAVEL: ['外出', '差旅', '外出费'],
  SUBLET: ['外协', '外委'],
  OTHER: ['其他', '其它'],
};
