import { useTranslation } from 'react-i18next';
import type { ClaimDetail } from '../../src-shared/contract/claims.contract.ts';
import { formatFen } from '../ui/format.ts';
import { Section } from '../ui/Panel.tsx';
import { Tag } from '../ui/Tag.tsx';
import { useReasonText } from './ReasonDialog.tsx';
import { reckoning, standingFen } from './MoneyTable.tsx';

const DECISION_TONES = { PENDING: 'wait', APPROVE: 'ok', REDUCE: 'warn', REJECT: 'bad' } as const;

/** Every line with its shares; any amount opens its "why". */
export function LineTable({ detail, onWhy }: { detail: ClaimDetail; onWhy: (seq: number | null) => void }) {
  const { t } = useTranslation();
  const reasonText = useReasonText();
  return (
    <Section title={t('claims.lines')} testId="claim-lines">
      <table className="plain-table">
        <thead>
          <tr>
            <th>{t('claims.line')}</th>
            <th className="num">{t('claims.claimed')}</th>
            <th className="num">{t('step.standard')}</th>
            <th className="num">{t('claims.mfrShare')}</th>
            <th className="num">{t('claims.standing')}</th>
            <th>{t('claims.decision')}</th>
          </tr>
        </thead>
        <tbody>
          {detail.lines.map((line) => (
            <tr key={line.id}>
              <td>
                {line.description} <span className="mono dim">{line.itemCode ?? ''}</span>
                <br />
                <span className="dim">{reckoning(t, line)}</span>
              </td>
              <td className="num">{formatFen(line.claimedFen)}</td>
              <td className="num">{formatFen(line.stdFen)}</td>
              <td className="num">{formatFen(line.mfrFen)}</td>
              <td className="num">
                <button type="button" className="btn link" onClick={() => onWhy(line.seq)}>
                  {formatFen(standingFen(line))}
                </button>
              </td>
              <td>
                <Tag tone={DECISION_TONES[line.decision]}>{t(`lineDecision.${line.decision}`)}</Tag>{' '}
                {line.reasonCode === null ? '' : reasonText(line.reasonCode)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
