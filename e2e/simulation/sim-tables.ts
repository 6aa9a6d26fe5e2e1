/** The tables of the feed here: the others are empty and would only be asked about again and again. */
export const REPLICATED: ReadonlySet<string> = new Set([
  ...['region', 'app_user', 'user_role', 'setting', 'reason_code', 'rule_hit', 'sample_case'],
  ...['claim', 'claim_line', 'audit_decision'],
]);
/** The replicated tables a run can change. */
export const CHANGING: readonly string[] = ['claim', 'claim_line', 'audit_decision'];
