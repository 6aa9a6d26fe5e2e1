import { shareBp } from '../audit-figures.ts';
import type { ClaimSettings } from '../first-rates.ts';
import type { RuleMode, RuleRow } from '../ruleset-types.ts';

/** What became of a rule's hits in one mode on the claims decided within a period. */
export interface RuleHitRecord {
  ruleId: string;
  mode: string;
  hits: number;
  upheld: number;
  overridden: number;
}

/** A change of mode that the figures speak for; a person puts it into a draft, nothing applies it by itself. */
export interface RuleProposal {
  ruleId: string;
  from: RuleMode;
  to: RuleMode;
  hits: number;
  /** What the share is of: hits upheld for a promotion, hits overridden for a demotion. */
  counted: number;
  shareBp: number;
  /** The share it is held against, of the settings. */
  thresholdBp: number;
}

export type ProposalSettings = Pick<
  ClaimSettings,
  'ruleProposalMinHits' | 'rulePromotePrecisionBp' | 'ruleDemoteOverriddenBp'
>;

/**
 * Rules in shadow whose hits were upheld often enough to become live, and live ones that were overridden too often (claims
 * §5, "overridden > 40 % of the time over 50 hits"); only hits of the mode a rule has now count. Most hits first.
 */
export function ruleProposals(
  rules: readonly Pick<RuleRow, 'id' | 'mode'>[],
  records: readonly RuleHitRecord[],
  settings: ProposalSettings,
): RuleProposal[] {
  const known = new Map(records.map((record) => [`${record.mode} ${record.ruleId}`, record]));
  return rules
    .flatMap(({ id: ruleId, mode }): RuleProposal[] => {
      const record = known.get(`${mode} ${ruleId}`);
      if (record === undefined || record.hits < settings.ruleProposalMinHits) return [];
      const { hits, upheld, overridden } = record;
      if (mode === 'SHADOW') {
        const [share, thresholdBp] = [shareBp(upheld, hits) ?? 0, settings.rulePromotePrecisionBp];
        return share >= thresholdBp
          ? [{ ...{ ruleId, from: mode, to: 'LIVE', hits, counted: upheld }, shareBp: share, thresholdBp }]
          : [];
      }
      const [share, thresholdBp] = [shareBp(overridden, hits) ?? 0, settings.ruleDemoteOverriddenBp];
      return mode === 'LIVE' && share > thresholdBp
        ? [{ ...{ ruleId, from: mode, to: 'SHADOW', hits, counted: overridden }, shareBp: share, thresholdBp }]
        : [];
    })
    .sort((a, b) => b.hits - a.hits || (a.ruleId < b.ruleId ? -1 : 1));
}
