import { INSPECT_RESULTS } from '../../service/old-part-transition.ts';
import { field, finding, isFilled, kind, KEY, REQUIRED, type ThingFinding } from '../field-definition.ts';

/** A customer who was reached has said whether the repair happened; one who was not has said nothing. */
function answersFit(values: Readonly<Record<string, unknown>>): ThingFinding[] {
  const isReached = values['reached'] === 'Y';
  if (isReached && !isFilled(values['repaired'])) return [finding({ field: 'repaired' }, null, 'value-missing')];
  const answers = ['repaired', 'paidAnything', 'travelHappened', 'mileageConfirmKm', 'satisfaction'];
  const told = isReached ? undefined : answers.find((key) => isFilled(values[key]));
  return told === undefined ? [] : [finding({ field: told }, values[told], 'answer-of-nobody')];
}

export const FOLLOW_UP_CALLS = kind(
  [
    field('docNo', 'code', 'docno claim claimno workorder workorderno 索赔单 索赔单号 工单 工单号 单号', KEY),
    field('phone', 'code', 'phone telephone mobile 电话 联系电话 手机'),
    field('calledAtMs', 'dateTime', 'calledat called time 回访时间 致电时间', REQUIRED),
    field('calledBy', 'text', 'calledby agent 回访人 坐席', REQUIRED),
    field('attemptCount', 'integer', 'attempt attempts attemptcount 次数 拨打次数', { least: 1, most: 100 }),
    field('reached', 'choice', 'reached 接通 是否接通', {
      required: true,
      choices: ['Y', 'N', 'WRONG_NO', 'REFUSED'],
    }),
    field('repaired', 'flag', 'repaired 是否维修 已维修'),
    field('paidAnything', 'flag', 'paid paidanything 是否付费 客户付费'),
    field('travelHappened', 'flag', 'travel travelhappened 是否外出 上门'),
    field('mileageConfirmKm', 'integer', 'mileage mileageconfirm 里程 核实里程', { least: 0, most: 3_000_000 }),
    field('satisfaction', 'integer', 'satisfaction 满意度', { least: 1, most: 5 }),
    field('note', 'text', 'note remark 备注 录音编号'),
  ],
  { checks: [answersFit], orderedBy: ['calledAtMs'] },
);

/** Whoever judged a part stands beside the judgement. */
function inspectionSigned(values: Readonly<Record<string, unknown>>): ThingFinding[] {
  const isUnsigned = isFilled(values['inspectResult']) && !isFilled(values['inspector']);
  return isUnsigned ? [finding({ field: 'inspector' }, null, 'value-missing')] : [];
}

export const OLD_PART_RECEIPTS = kind(
  [
    field('tagNo', 'code', 'tag tagno label 旧件标签 标签号 旧件编号', KEY),
    field('partNo', 'code', 'partno part partnumber 配件号 图号', { references: 'part' }),
    field('receivedQtyMilli', 'qtyMilli', 'qty quantity receivedqty 数量 实收数量'),
    field('serial', 'code', 'serial serialno 序列号'),
    field('inspectResult', 'choice', 'result inspectresult inspection 检验结果 鉴定结果', {
      choices: INSPECT_RESULTS,
    }),
    field('inspector', 'text', 'inspector 检验人 鉴定人'),
    field('inspectedAtMs', 'dateTime', 'inspectedat inspected 检验时间 鉴定时间'),
  ],
  { checks: [inspectionSigned] },
);

export const PREAUTHS = kind(
  [
    field('no', 'code', 'no preauth preauthno approvalno 预授权号 授权号', KEY),
    field('vin', 'code', 'vin 车架号 底盘号 vin码', REQUIRED),
    field('stationCode', 'code', 'station stationcode 服务站代码 站代码', { required: true, references: 'station' }),
    field('amountLimitFen', 'moneyFen', 'limit amount amountlimit 授权金额 金额', REQUIRED),
    field('validFromDate', 'date', 'validfrom from 生效日期 开始日期', REQUIRED),
    field('validToDate', 'date', 'validto to 失效日期 结束日期', REQUIRED),
    field('status', 'choice', 'status 授权状态 状态', {
      required: true,
      choices: ['REQUESTED', 'GRANTED', 'DECLINED', 'EXPIRED'],
    }),
  ],
  { dateOrders: [['validFromDate', 'validToDate']] },
);

/** Nobody accepts or arrives before he was sent, and who refused did neither. */
function stepsInOrder(values: Readonly<Record<string, unknown>>): ThingFinding[] {
  const steps = ['dispatchedAtMs', 'acceptedAtMs', 'arrivedAtMs'].filter((key) => typeof values[key] === 'number');
  const early = steps.find((key, at) => at > 0 && Number(values[key]) < Number(values[steps[at - 1] ?? '']));
  if (early !== undefined) return [finding({ field: early }, values[early], 'time-before-start')];
  return isFilled(values['refusedReason']) && isFilled(values['arrivedAtMs'])
    ? [finding({ field: 'refusedReason' }, values['refusedReason'], 'refused-and-arrived')]
    : [];
}

export const DISPATCHES = kind(
  [
    field('requestNo', 'code', 'request requestno 报修单 报修单号', KEY),
    field('stationCode', 'code', 'station stationcode 服务站代码 站代码', { isKey: true, references: 'station' }),
    field('dispatchedAtMs', 'dateTime', 'dispatchedat dispatched 派工时间', REQUIRED),
    field('dispatchedBy', 'text', 'dispatchedby dispatcher 派工人', REQUIRED),
    field('acceptedAtMs', 'dateTime', 'acceptedat accepted 接单时间'),
    field('arrivedAtMs', 'dateTime', 'arrivedat arrived 到达时间'),
    field('refusedReason', 'text', 'refused refusedreason 拒单原因'),
    field('routeKm', 'integer', 'routekm route 路线里程 往返里程', { least: 0, most: 10_000 }),
    field('arriveLatMicro', 'decimal', 'lat latitude 纬度', { signed: true, least: -90_000_000, most: 90_000_000 }),
    field('arriveLngMicro', 'decimal', 'lng longitude 经度', { signed: true, least: -180_000_000, most: 180_000_000 }),
  ],
  { checks: [stepsInOrder], orderedBy: ['dispatchedAtMs'] },
);
