import { field, finding, isFilled, kind, KEY, REQUIRED } from '../field-definition.ts';

export const STATIONS = kind(
  [
    field(
      'code',
      'code',
      'code stationcode station plant plantcode 代码 编码 服务站代码 服务站编码 站点编码 站号',
      KEY,
    ),
    field('name', 'text', 'name stationname name1 名称 服务站名称 站名 单位名称', REQUIRED),
    field('shortCode', 'code', 'shortcode short 简码 短码 简称码'),
    field('regionCode', 'code', 'region regioncode 大区 大区代码 区域 区域代码', {
      required: true,
      references: 'region',
    }),
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
    field('latMicro', 'decimal', 'lat latitude 纬度', { signed: true, least: -90_000_000, most: 90_000_000 }),
    field('lngMicro', 'decimal', 'lng lon longitude 经度', { signed: true, least: -180_000_000, most: 180_000_000 }),
    field('serviceRadiusKm', 'integer', 'radius serviceradius 服务半径'),
    field('status', 'choice', 'status 状态', { choices: ['ACTIVE', 'SUSPENDED', 'TERMINATED'] }),
  ],
  { dateOrders: [['contractFromDate', 'contractToDate']] },
);

export const CUSTOMERS = kind([
  field('code', 'code', 'code customercode customerno 代码 编码 客户代码 客户编码', KEY),
  field('name', 'text', 'name customername customer 名称 客户名称 客户 单位名称', REQUIRED),
  field('type', 'choice', 'type customertype 类型 客户类型', {
    required: true,
    choices: ['BUS_CO', 'TOUR', 'TRANSIT', 'LOGISTICS', 'PERSON'],
  }),
  field('regionCode', 'code', 'region regioncode 大区 大区代码 区域代码', { references: 'region' }),
  field('phone', 'code', 'phone tel mobile 电话 手机 联系电话'),
  field('address', 'text', 'address street 地址 详细地址'),
  field('status', 'choice', 'status 状态', { choices: ['ACTIVE', 'CLOSED'] }),
]);

export const SUPPLIERS = kind([
  field('code', 'code', 'code suppliercode vendor vendorcode accountnumber 代码 编码 供应商代码 供应商编码', KEY),
  field('name', 'text', 'name suppliername vendorname 名称 供应商名称 供应商 单位名称', REQUIRED),
  field('taxNo', 'code', 'taxno taxnumber 税号 纳税人识别号 统一社会信用代码'),
  field('contact', 'text', 'contact 联系人'),
  field('phone', 'code', 'phone tel mobile 电话 手机 联系电话'),
  field('bankName', 'text', 'bank bankname 开户行 开户银行'),
  field('bankAccount', 'code', 'account bankaccount 账号 银行账号'),
  field('address', 'text', 'address street 地址'),
  field('status', 'choice', 'status activeflag 状态', { choices: ['ACTIVE', 'CLOSED'] }),
]);

const LEVEL_BY_DIGITS: Readonly<Record<number, string>> = { 2: 'PROVINCE', 4: 'CITY', 6: 'AREA' };

/** A division without a level must show it by the length of its code: 2, 4 or 6 digits (GB/T 2260). */
function levelKnown(values: Readonly<Record<string, unknown>>) {
  const known = isFilled(values['level']) || divisionLevel(String(values['code'] ?? '')) !== null;
  return known ? [] : [finding({ field: 'code' }, values['code'], 'division-level-unknown')];
}

/** PROVINCE, CITY or AREA by the length of the code, or null. */
export function divisionLevel(code: string): string | null {
  return /^\d+$/.test(code) ? (LEVEL_BY_DIGITS[code.length] ?? null) : null;
}

export const DIVISIONS = kind(
  [
    field('code', 'code', 'code 代码 区划代码 行政区划代码', KEY),
    field('name', 'text', 'name 名称 区划名称', REQUIRED),
    field('level', 'choice', 'level 级别', { choices: ['PROVINCE', 'CITY', 'AREA'] }),
    field('parentCode', 'code', 'citycode provincecode parentcode 上级代码'),
  ],
  { checks: [levelKnown] },
);

export const NAME_LISTS = kind([
  field('listCode', 'code', 'list listcode 名单 名单代码', KEY),
  field('name', 'text', 'name nameb names 名称 姓氏 简称 公司简称', KEY),
  field('weightMicro', 'decimal', 'weight tf frequency 权重 频次'),
]);
