import { useTranslation } from 'react-i18next';
import type { LimitChangeAsked } from '../../../src-shared/contract/limits.contract.ts';
import { formatFen, formatInstant } from '../../ui/format.ts';
import { Section } from '../../ui/Panel.tsx';
import { Tag, type Tone } from '../../ui/Tag.tsx';

const TONES: Readonly<Record<LimitChangeAsked['status'], Tone>> = {
  REQUESTED: 'warn',
  RM_OK: 'info',
  EFFECTIVE: 'ok',
  REJECTED: 'bad',
  EXPIRED: 'done',
};

/** Who asked for which limit, why, and who decided. */
export function LimitChanges({ changes }: { changes: readonly LimitChangeAsked[] }) {
  const { t } = useTranslation();
  return (
    <Section title={t('limit.changes')} aside={changes.length} testId="limit-changes">
      {changes.length === 0 ? <span className="dim">{t('limit.noChanges')}</span> : null}
      {changes.map((change) => (
        <div className="entry" key={change.id}>
          <b>{t(`limitEntry.${change.kind}`)}</b> {formatFen(change.amountFen)}{' '}
          {change.untilDate === null ? '' : `→ ${change.untilDate} `}
          <Tag tone={TONES[change.status]} testId={`change-${change.status}`}>
            {t(`limitChangeStatus.${change.status}`)}
          </Tag>
          <div>{change.reason}</div>
          <div className="dim">
            {[change.requestedByName, change.regionApprovedByName, change.decidedByName]
              .filter((name) => name !== null)
              .join(' → ')}{' '}
            · {formatInstant(change.requestedAtMs)}
          </div>
          {change.note === null ? null : <div className="dim">{change.note}</div>}
        </div>
      ))}
    </Section>
  );
}
