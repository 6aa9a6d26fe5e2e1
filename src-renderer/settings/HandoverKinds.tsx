import { useTranslation } from 'react-i18next';
import type { HandoverSummary } from '../../src-shared/contract/handover.contract.ts';
import type { HandoverKind } from '../../src-shared/domain/settings/handover.ts';
import { formatFen, formatInteger } from '../ui/format.ts';
import { Notice } from '../ui/Tag.tsx';
import { useProblemText } from '../ui/use-problem-text.ts';

interface HandoverKindsProps {
  kinds: readonly HandoverSummary[];
  /** Kinds that stay where they are. */
  left: ReadonlySet<HandoverKind>;
  onLeave: (kind: HandoverKind) => void;
}

/** What somebody has in hand, kind by kind, with sums; Space leaves one out. What cannot go says why. */
export function HandoverKinds({ kinds, left, onLeave }: HandoverKindsProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  return (
    <>
      <table className="plain-table handover-kinds" data-testid="handover-kinds">
        <thead>
          <tr>
            <th>{t('handover.kind')}</th>
            <th className="num">{t('handover.count')}</th>
            <th className="num">{t('handover.amount')}</th>
            <th className="num">{t('handover.number')}</th>
          </tr>
        </thead>
        <tbody>
          {kinds.map(({ kind, count, amountFen, number }) => (
            <tr key={kind} data-testid={`handover-${kind}`} className={count === 0 ? 'dim' : ''}>
              <td>
                <label>
                  <input
                    type="checkbox"
                    checked={count > 0 && !left.has(kind)}
                    disabled={count === 0}
                    data-testid={`handover-${kind}-on`}
                    onChange={() => onLeave(kind)}
                  />{' '}
                  {t(`handoverKind.${kind}`)}
                </label>
              </td>
              <td className="num">{formatInteger(count)}</td>
              <td className="num">{amountFen === null ? '' : formatFen(amountFen)}</td>
              <td className="num">{number === null ? '' : t(`handoverNumber.${kind}`, { count: number })}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {kinds
        .filter(({ kind, refusedCount }) => refusedCount > 0 && !left.has(kind))
        .map(({ kind, refusedCount, refused }) => (
          <Notice key={kind} tone="bad" testId={`handover-${kind}-refused`}>
            {t('handover.refused', { kind: t(`handoverKind.${kind}`), number: formatInteger(refusedCount) })}{' '}
            {refused.map(({ no, reason, details }) => `${no}: ${text({ reason, details })}`).join(' ')}
          </Notice>
        ))}
    </>
  );
}
