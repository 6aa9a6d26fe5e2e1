import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleProposal } from '../../../src-shared/contract/rules.contract.ts';
import { Button } from '../../ui/Button.tsx';
import { formatInteger, formatPercent } from '../../ui/format.ts';
import { Section } from '../../ui/Panel.tsx';
import { EmptyState } from '../../ui/States.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { ruleTitle } from '../rule-text.ts';
import type { Draft } from './use-draft.ts';

interface ProposalsPaneProps {
  draft: Draft;
  proposals: readonly RuleProposal[];
  minHits: number;
  days: number;
}

/** Rules whose figures speak for another mode; a person puts one into the draft, nothing changes by itself (claims §5). */
export function ProposalsPane({ draft, proposals, minHits, days }: ProposalsPaneProps) {
  const { t } = useTranslation();
  const sheet = draft.sheets.rules;
  const { rows } = useSyncExternalStore(sheet.state.subscribe, sheet.state.read);
  const take = ({ ruleId, to }: RuleProposal): void => {
    const row = rows.find(({ id }) => id === ruleId);
    if (row === undefined) return;
    sheet.apply({ cells: [{ rowId: ruleId, key: 'mode', before: row.mode, after: to }], added: [], removed: [] });
  };
  return (
    <div className="scroll rules-side" data-testid="rules-proposals" data-count={proposals.length}>
      <p className="dim">{t('rules.proposalsText', { days, minHits })}</p>
      {proposals.length === 0 ? <EmptyState title={t('rules.noProposals')} /> : null}
      {proposals.map((proposal) => {
        const { ruleId, from, to, hits, counted, shareBp, thresholdBp } = proposal;
        const isTaken = rows.find(({ id }) => id === ruleId)?.mode === to;
        return (
          <Section
            key={ruleId}
            title={`${ruleId} ${ruleTitle(t, ruleId)}`}
            aside={`${t(`ruleMode.${from}`)} → ${t(`ruleMode.${to}`)}`}
          >
            <p>
              {t(`rules.proposal.${to}`, {
                hits: formatInteger(hits),
                counted: formatInteger(counted),
                share: formatPercent(shareBp),
                threshold: formatPercent(thresholdBp),
              })}
            </p>
            {isTaken ? (
              <Tag tone="ok">{t('rules.inDraft')}</Tag>
            ) : (
              <Button onClick={() => take(proposal)} testId={`rules-propose-${ruleId}`}>
                {t('rules.intoDraft')}
              </Button>
            )}
          </Section>
        );
      })}
    </div>
  );
}
