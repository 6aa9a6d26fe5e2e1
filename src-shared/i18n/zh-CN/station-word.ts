/** What is entered on a station's behalf. */
export const stationWordTexts = {
  'command.station.word': '代服务站录入',
  'action.WITHDRAW': '撤回索赔',
  'claims.overrideSameNote': '不写则同上一条说明',
  'claims.blockState': '规则在这里怎么看',
  'claims.blockOverridden': '规则在这里不适用（计入推翻率）',
  'claims.blockExplained': '规则说得对，情况已说明',
  'key.forStation': '代服务站录入',
  'stationWord.button': '代站录入',
  'stationWord.title': '代服务站录入 {{no}}',
  'stationWord.what': '办理事项',
  'stationWord.words': '服务站的说明',
  'stationWord.proof': '凭证图片',
  'stationWord.proofOf': '凭证 {{fileName}}',
  'stationWord.step.answer': '答复退回',
  'stationWord.step.appeal': '提出申诉',
  'stationWord.step.withdraw': '撤回索赔单',
  'stationWord.text.answer': '{{claimantName}} 对退回作出答复；明细不变，单据回到待判定。',
  'stationWord.text.appeal': '{{claimantName}} 不同意判定；每张单只能申诉一次，由另一位主管处理。',
  'stationWord.text.withdraw': '{{claimantName}} 撤回这张索赔单；撤回后不能恢复，同一工单可以重新索赔。',
  'stationWord.did.answer': '{{no}} 的答复已录入',
  'stationWord.did.appeal': '{{no}} 的申诉已录入',
  'stationWord.did.withdraw': '{{no}} 已撤回',
};

/** What the server refuses of it. */
export const stationWordErrors = {
  'decision-block-not-named': '请对每条拦截规则分别说明：{{ruleIds}}。',
  'decision-own-word': '这份申诉是您代服务站录入的，须由另一位主管处理。',
};
