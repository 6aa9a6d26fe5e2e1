import { useTranslation } from 'react-i18next';
import type { RulesetWorkshop } from '../../../src-shared/contract/rules.contract.ts';
import { Button } from '../../ui/Button.tsx';
import { formatInstant } from '../../ui/format.ts';
import { Section } from '../../ui/Panel.tsx';

/** All versions with the day they count from, and who changed what when. */
export function VersionsPane({ workshop, onDrop }: { workshop: RulesetWorkshop; onDrop: (() => void) | null }) {
  const { t } = useTranslation();
  return (
    <div className="scroll rules-side" data-testid="rules-versions">
      <Section title={t('rules.side.versions')}>
        <table className="plain-table rules-versions">
          <thead>
            <tr>
              {(['version', 'state', 'effectiveDate', 'publishedBy', 'note'] as const).map((name) => (
                <th key={name}>{t(`rules.${name}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {workshop.versions.map((one) => (
              <tr key={one.rulesetVersion} data-testid="rules-version">
                <td>{one.rulesetVersion}</td>
                <td>{t(`rulesetState.${stateOf(one, workshop)}`)}</td>
                <td>{one.effectiveDate ?? (one.status === 'PUBLISHED' ? t('rules.fromTheStart') : '')}</td>
                <td>
                  {one.publishedByName}{' '}
                  {one.publishedAtMs === null ? null : <span className="dim">{formatInstant(one.publishedAtMs)}</span>}
                </td>
                <td>{one.note}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {onDrop === null ? null : (
          <div className="rules-dates">
            <Button onClick={onDrop} testId="rules-drop">
              {t('rules.drop')}
            </Button>
          </div>
        )}
      </Section>
      <Section title={t('settings.changes')}>
        {workshop.changes.length === 0 ? <p className="dim">{t('settings.noChanges')}</p> : null}
        <ul className="rules-hits">
          {workshop.changes.map((change, index) => (
            <li key={index}>
              <span className="dim">{formatInstant(change.changedAtMs)}</span> {change.changedByName}{' '}
              {t(`rulesetAction.${change.action}`, { version: change.rulesetVersion, count: change.cells })}
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}

function stateOf(one: RulesetWorkshop['versions'][number], { inForceVersion }: RulesetWorkshop): string {
  if (one.status === 'DRAFT') return 'draft';
  if (one.rulesetVersion === inForceVersion) return 'inForce';
  return one.rulesetVersion > inForceVersion ? 'scheduled' : 'past';
}
