import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { RuleRecord } from '../../../src-shared/contract/rules.contract.ts';
import { valueText } from '../../../src-shared/domain/claims/rulesets/parameter-text.ts';
import { formatInteger } from '../../ui/format.ts';
import { Section } from '../../ui/Panel.tsx';
import { EmptyState } from '../../ui/States.tsx';
import { useReasonText } from '../ReasonDialog.tsx';
import { ruleTitle } from '../rule-text.ts';
import { parameterLabels } from './parameter-labels.ts';
import type { Draft } from './use-draft.ts';
import type { Content } from './workshop-sheets.ts';

interface RulePaneProps {
  ruleId: string | null;
  draft: Draft;
  published: Content;
  record: RuleRecord | undefined;
}

/** The rule the keyboard stands on, in words: what a clerk reads, what it does, its thresholds as they are and would be. */
export function RulePane({ ruleId, draft, published, record }: RulePaneProps) {
  const { t, i18n } = useTranslation();
  const reasonText = useReasonText();
  const row = draft.content.rules.find(({ id }) => id === ruleId);
  const before = published.rules.find(({ id }) => id === ruleId);
  if (row === undefined || before === undefined) return <EmptyState title={t('rules.noRule')} />;
  const key = `rule.${row.id}.sentence`;
  const names = Object.keys(row.parameters);
  return (
    <div className="scroll rules-side" data-testid="rule-pane" data-rule={row.id}>
      <Section title={`${row.id} ${ruleTitle(t, row.id)}`} aside={t('rules.ruleVersion', { version: before.version })}>
        {i18n.exists(key) ? <p>{sentenceOf(t, key)}</p> : null}
        <p className="dim">
          {t(`ruleModeText.${row.mode}`)}{' '}
          {t('rules.reasonOf', { code: `${row.reasonCode} ${reasonText(row.reasonCode)}` })}
        </p>
        {row.classes.length === 0 ? null : (
          <ul className="rules-classes">
            {row.classes.map((one) => (
              <li key={one}>{t(`ruleClass.${one}`)}</li>
            ))}
          </ul>
        )}
        {row.mode === 'OFF' && row.offReason !== undefined ? <p>{t(`rule.off.${row.offReason}`)}</p> : null}
      </Section>
      <Section title={t('rules.parameters')}>
        {names.length === 0 ? (
          <p className="dim">{t('rules.noParameters')}</p>
        ) : (
          <table className="plain-table" data-testid="rule-parameters">
            <thead>
              <tr>
                <th>{t('rules.parameter')}</th>
                <th>{t('rules.publishedValue')}</th>
                <th>{t('rules.draftValue')}</th>
              </tr>
            </thead>
            <tbody>
              {names.map((name) => {
                const [was, now] = [before.parameters[name], row.parameters[name]].map((value) =>
                  value === undefined ? '' : valueText(name, value, parameterLabels(t).wordsOf(name)),
                );
                return (
                  <tr key={name}>
                    <td>{parameterLabels(t).labelOf(name)}</td>
                    <td>{was}</td>
                    <td className={was === now ? '' : 'rule-changed'}>{now}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        )}
      </Section>
      <Section title={t('rules.record')}>
        <p>
          {record === undefined
            ? t('rules.noRecord')
            : t('rules.recordText', {
                hits: formatInteger(record.hits),
                upheld: formatInteger(record.upheld),
                overridden: formatInteger(record.overridden),
              })}
        </p>
      </Section>
    </div>
  );
}

/** The sentence a clerk reads; where a claim has its facts stand their names, as far as they have one, or dots. */
function sentenceOf(t: TFunction, key: string): string {
  return t(key, { skipInterpolation: true }).replace(
    /\{\{\s*(\w+)[^}]*\}\}/gu,
    (_whole, name: string) => `‹${t([`fact.${name}`, 'ui.verbatim'], { value: '…' })}›`,
  );
}
