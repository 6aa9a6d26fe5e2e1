/** Why the reconciliation refuses something. */
export const reconciliationErrors = {
  'recon-run-unknown': '服务器上没有这次对账。请刷新列表。',
  'recon-item-unknown': '本机没有这一项，可能已重新比对。请刷新。',
  'recon-not-yours': '您的角色不能做这一步。请交给配件经理。',
  'recon-locked': '对账 {{runNo}} 已签核或作废，不能再改。',
  'recon-needs-note': '作废必须写明原因。',
  'recon-no-extract': '没有 {{erpSystem}} 在 {{cutoffDate}} 的余额。请先导入这一天的 ERP 余额，或改选截止日。',
  'recon-control-rows': 'ERP 余额装载了 {{loaded}} 行，文件合计是 {{expected}} 行。请重新导入完整的文件。',
  'recon-control-qty': 'ERP 余额合计 {{loadedQty}}，文件合计是 {{expectedQty}}。请重新导入完整的文件。',
  'recon-cutoff-ahead': '截止日 {{cutoffDate}} 还没有过完，不能对账。',
  'recon-cutoff-signed': '{{cutoffDate}} 的对账 {{runNo}} 已存在。请选更晚的截止日。',
  'recon-run-open': '这个仓库的对账 {{runNo}} 还没有签核。请先签核或作废。',
  'recon-warehouse-unmapped': '仓库 {{warehouseCode}} 没有 ERP 工厂，无法对账。请先在仓库资料里填写。',
  'recon-other-region': '这个仓库不在您的片区。',
  'recon-residual-unowned': '还有 {{number}} 项未解释的差异没有责任人或期限。请用 E 填写后再签核。',
  'recon-owner-unknown': '责任人不在职。请另选一位。',
  'recon-not-suggested': '这一对已不在建议里，可能已重新比对。请刷新。',
};
