/** The seed list of audit reasons (claims §6.4): rows of table `reason_code` without their keys. */
export interface ReasonCodeSeed {
  code: string;
  textZh: string;
  textEn: string;
  evidenceKind: string | null;
  defaultAction: 'REJECT' | 'REDUCE' | 'RETURN' | 'HOLD';
  appealable: 0 | 1;
  countsAsFraud: 0 | 1;
  x12Codes: string | null;
  /** 1–5 = one of the five always offered; null = found by searching. */
  suggestedRank: number | null;
  /** 0 = known for what was decided, not offered any more. */
  isOffered: 0 | 1;
}

type Row = readonly [
  code: string,
  textZh: string,
  textEn: string,
  defaultAction: ReasonCodeSeed['defaultAction'],
  x12Codes: string | null,
  evidenceKind: string | null,
];

const ROWS: readonly Row[] = [
  ['R01', 'VIN 无效', 'VIN invalid', 'RETURN', 'IV', 'VIN_PLATE'],
  ['R02', '非本公司产品', 'Not our product', 'REJECT', 'NOP', 'VIN_PLATE'],
  ['R03', '超出质保期(时间)', 'Out of warranty by date', 'REJECT', 'EW', null],
  ['R04', '超出质保期(里程)', 'Out of warranty by mileage', 'REJECT', 'EW', 'ODOMETER'],
  ['R05', '零件不在质保范围或为易损件', 'Part not covered, or a wear part', 'REJECT', 'NEW', 'FAULT_PART'],
  ['R06', '重复索赔', 'Duplicate claim', 'REJECT', 'DC', null],
  ['R07', '工时超定额', 'Hours above the standard', 'REDUCE', 'ELH,A1', null],
  ['R08', '工时重叠', 'Overlapping labour', 'REDUCE', 'LO', null],
  ['R09', '工时单价不符', 'Wrong labour rate', 'REDUCE', 'ELR,IL', null],
  ['R10', '配件价格超出', 'Part price above the list', 'REDUCE', 'EPC', 'INVOICE'],
  ['R11', '配件与维修或车型不符', 'Part does not belong to this repair or model', 'REJECT', 'PNP', 'FAULT_PART'],
  ['R12', '数量超出', 'Quantity too high', 'REDUCE', null, null],
  ['R13', '维修与故障不符', 'Repair does not match the fault', 'RETURN', 'RDP', 'FAULT_PART'],
  ['R14', '客户人为损坏', 'Damage done by the customer', 'REJECT', 'CDR', 'FAULT_PART'],
  ['R15', '使用操作不当', 'Improper operation', 'REJECT', 'DI', null],
  ['R16', '服务站维修责任(返修)', 'Fault of the repair facility, rework', 'REJECT', 'RDR', null],
  ['R17', '服务站未授权或合同失效', 'Station not authorised or contract not valid', 'REJECT', 'URF', null],
  ['R18', '无预授权或超出授权金额', 'No prior approval, or above the approved amount', 'REJECT', 'UR,AC', null],
  ['R19', '提交超期', 'Submitted too late', 'REDUCE', 'CS,SUB', null],
  ['R20', '旧件未按期返回', 'Old part not returned in time', 'HOLD', 'PNR', 'OLD_TAG'],
  ['R21', '旧件包装不当损坏', 'Old part damaged by its packing', 'REDUCE', 'PRD', 'OLD_TAG'],
  ['R22', '检测无故障', 'No defect found', 'REJECT', 'NDF', null],
  ['R23', '里程低于以往记录', 'Mileage below an earlier reading', 'RETURN', 'MRA', 'ODOMETER'],
  ['R24', '里程与单据不符', 'Mileage differs from the document', 'RETURN', 'MC', 'ODOMETER'],
  ['R25', '日期与单据不符', 'Date differs from the document', 'RETURN', 'A2', 'FORM'],
  ['R26', '资料不全', 'Information is incomplete', 'RETURN', 'IIS', null],
  ['R27', '外出里程或费用超出', 'Travel above the allowed distance or cost', 'REDUCE', null, 'TOLL'],
  ['R28', '不在技改/召回范围', 'Not in the campaign', 'REJECT', 'NRI,NSB', null],
  ['R29', '该活动已执行过', 'Campaign already done', 'REJECT', null, null],
  ['R30', '应由供应商承担', 'For the supplier to bear; claim there', 'REJECT', 'FC', null],
  ['R31', '等待供应商答复', 'Waiting for the supplier', 'HOLD', 'CP', null],
  ['R32', '照片重复使用', 'Photo used before', 'REJECT', null, 'FAULT_PART'],
  ['R33', '回访客户否认', 'Customer denied it when called', 'REJECT', null, null],
  ['R34', '虚假报修', 'False repair report', 'REJECT', null, null],
  ['R35', '保外转保内', 'Out of warranty passed as in warranty', 'REJECT', null, null],
  ['R36', '申请方撤回', 'Withdrawn by the claimant', 'REJECT', 'CC', null],
  ['R37', '部分认可', 'Partly approved', 'REDUCE', 'PWA', null],
  ['R38', '外委费用超出', 'Sublet cost too high', 'REDUCE', 'ESC', 'INVOICE'],
  ['R39', '缺配件编号', 'Part number missing', 'RETURN', 'A4', null],
  ['R40', '缺总成序列号', 'Serial number of a major component missing', 'RETURN', 'A5', 'NEW_PART'],
];

/** The two accusations of deceit; they count in the false-claim rate and need two persons (claims §6.4). */
/** What accuses the claimant of deceit: false repair report, out of warranty passed as in (claims §6.4). */
export const FRAUD_REASONS: readonly string[] = ['R34', 'R35'];
const FRAUD = new Set(FRAUD_REASONS);
const SUGGESTED = ['R26', 'R07', 'R06', 'R03', 'R13'];

/** R01–R40 with both texts, the X12 element 1172 codes where one fits, and what they usually lead to. */
export const REASON_CODES: readonly ReasonCodeSeed[] = ROWS.map(
  ([code, textZh, textEn, defaultAction, x12Codes, evidenceKind]) => ({
    code,
    textZh,
    textEn,
    evidenceKind,
    defaultAction,
    appealable: code === 'R36' ? 0 : 1,
    countsAsFraud: FRAUD.has(code) ? 1 : 0,
    x12Codes,
    isOffered: 1,
    suggestedRank: SUGGESTED.includes(code) ? SUGGESTED.indexOf(code) + 1 : null,
  }),
);

/** True when the reason accuses the claimant of deceit, so that one person alone may not settle it. */
export function needsTwoPersons(reasonCode: string | null): boolean {
  return reasonCode !== null && FRAUD.has(reasonCode);
}
