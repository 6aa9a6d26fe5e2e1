/** Why a decision on a claim or its undo is refused, and what to do. */
export const claimsErrors = {
  'decision-not-allowed': '这张索赔单现在的状态不能做这个决定（可能别人刚处理过）。请刷新后再看。',
  'decision-not-your-role': '您的角色不能在这个状态下做这个决定。请交给有权限的同事。',
  'decision-own-claim': '这张索赔单是您自己录入的，不能由本人审批。请交给另一位审核员。',
  'decision-same-person': '上一个决定是您做的，复核必须换一个人。请交给另一位主管。',
  'decision-needs-reason': '驳回和退回必须有原因。请选一个原因码。',
  'decision-needs-hold-reason': '挂起必须写明在等什么。请选等待原因。',
  'decision-needs-remark': '退回必须写明请服务站补什么。请填写备注。',
  'decision-returned-too-often':
    '这张索赔单已退回 {{returnCount}} 次（最多 {{maxReturns}} 次），不能再退回。请直接判定，或交给主管。',
  'decision-line-unknown': '第 {{seq}} 行已不在这张索赔单上。请刷新后重新调整。',
  'decision-line-needs-reason': '第 {{seq}} 行被扣减或驳回，但没有原因。请为这一行选原因码。',
  'decision-above-payable':
    '第 {{seq}} 行核定 {{approvedFen, fen}} 高于规则算出的应付 {{limitFen, fen}}。审核员只能往下调；要调高请交给主管。',
  'decision-above-claimed':
    '第 {{seq}} 行核定 {{approvedFen, fen}} 高于申报的 {{limitFen, fen}}。核定不能超过申报，请改小。',
  'decision-below-zero': '第 {{seq}} 行核定 {{approvedFen, fen}} 是负数。请改为零或正数。',
  'decision-override-needs-note': '有拦截规则命中（{{ruleIds}}），通过它必须写明理由。请填写备注，单据会转主管复核。',
  'decision-over-limit':
    '核定 {{approvedFen, fen}} 超过您的权限 {{limitFen, fen}}。请交给权限更高的主管，或减少核定金额。',
  'undo-nothing-to-undo': '没有可以撤销的决定。',
  'undo-on-statement': '这张索赔单已在结算单上，不能撤销。请先从结算单移出，再由主管重开。',
  'undo-changed-since': '这个决定之后单据又有变动，不能再撤销。请刷新后再看。',
  'undo-not-allowed': '这个状态下没有可撤销的决定。请刷新后再看。',
  'undo-not-yours': '这个决定不是您做的，只有本人能撤销。请联系做决定的人，或由主管重开。',
  'undo-too-late': '已超过 {{undoSeconds}} 秒，不能再撤销。需要更改请由主管重开。',
  'picture-not-kept': '这张照片没有存档，服务站可能没有上传内容。请向服务站索要原件。',
  'picture-damaged': '收到的照片与它的指纹不符，没有保存。请稍后再看；若一再出现请联系支持。',
  'paper-not-here': '这台电脑上没有这张单据（可能在历史里，还在下载）。请稍后再看。',
  'thumbnail-no-picture': '缩略图不是 JPEG 图片或太大，没有保存。',
} as const;
