import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Comparison } from '../../../src-shared/contract/server/rules.contract.ts';
import type { RulesetWorkshop } from '../../../src-shared/contract/rules.contract.ts';
import { api } from '../../api/client.ts';
import { useCall } from '../../api/use-api.ts';
import { formatFen, formatInteger } from '../../ui/format.ts';
import type { Draft } from './use-draft.ts';

/** How soon another window's or the server's progress is seen. */
const LOOK_EVERY_MS = 1_000;

/** The last comparison, and whether it is of the draft and the published version as they stand. */
export function useComparison(draft: Draft, workshop: RulesetWorkshop) {
  const [isRunning, setIsRunning] = useState(false);
  const asked = useCall(['rules', 'comparison'], () => api.rules.comparison({}), {
    keep: true,
    ...(isRunning ? { refetchEveryMs: LOOK_EVERY_MS } : {}),
  });
  const comparison = asked.data?.comparison ?? null;
  useEffect(() => setIsRunning(comparison?.status === 'RUNNING'), [comparison?.status]);
  const isCurrent =
    comparison !== null &&
    draft.unsaved === 0 &&
    comparison.draftVersion === draft.standing.version &&
    comparison.baseRulesetVersion === workshop.published.rulesetVersion;
  return { asked, comparison, isCurrent };
}

/** What would change, in figures: claims, decisions, money. */
export function ComparisonFigures({ comparison }: { comparison: Comparison }) {
  const { t } = useTranslation();
  const { totals, fromDate, toDate, baseRulesetVersion } = comparison;
  if (totals === null) return null;
  const rows: [string, string][] = [
    ['claims', formatInteger(totals.claims)],
    ['decisionsChanged', formatInteger(totals.decisionsChanged)],
    ['toPerson', formatInteger(totals.toPerson)],
    ['toRules', formatInteger(totals.toRules)],
    ['levelsChanged', formatInteger(totals.levelsChanged)],
    ['amountsChanged', formatInteger(totals.amountsChanged)],
    ['payableUpFen', `+${formatFen(totals.payableUpFen)}`],
    ['payableDownFen', `−${formatFen(totals.payableDownFen)}`],
    ['netFen', formatFen(totals.payableUpFen - totals.payableDownFen)],
  ];
  return (
    <div data-testid="rules-figures" data-changed={totals.changed} data-decisions={totals.decisionsChanged}>
      <p className="dim">{t('rules.comparedText', { fromDate, toDate, version: baseRulesetVersion })}</p>
      <dl className="rules-figures">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`rules.figure.${name}`)}</dt>
            <dd data-testid={`rules-figure-${name}`}>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
