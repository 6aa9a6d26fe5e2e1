import type { TFunction } from 'i18next';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClaimDetail, ClaimLineDetail } from '../../src-shared/contract/claims.contract.ts';
import { formatFen, formatHours, formatQty } from '../ui/format.ts';
import { Section } from '../ui/Panel.tsx';
import { KeyCap } from '../ui/KeyCap.tsx';
import { changingSteps } from './changing-steps.ts';

/** What stands for the line now: the decision once there is one, else what the rules found payable. */
export function standingFen(line: ClaimLineDetail): number {
  return line.decision === 'PENDING' ? line.payableFen : line.approvedFen;
}

/** The line's reckoning as a person would write it: 工时 2.50 h × 60.00. */
export function reckoning(t: TFunction, line: ClaimLineDetail): string {
  const head = t(`costType.${line.costType}`);
  if (line.costType === 'LABOUR' && line.hoursCenti !== null)
    return `${head} ${formatHours(line.hoursCenti)} h × ${formatFen(line.unitFen)}`;
  if (line.costType === 'TRAVEL' && line.km !== null) return `${head} ${line.km} km × ${formatFen(line.unitFen)}`;
  if (line.qtyMilli !== null && line.unitFen !== 0)
    return `${head} ${formatQty(line.qtyMilli)} × ${formatFen(line.unitFen)}`;
  return head;
}

interface MoneyTableProps {
  detail: ClaimDetail;
  onWhy: (seq: number | null) => void;
}

export function MoneyTable({ detail, onWhy }: MoneyTableProps) {
  const { t } = useTranslation();
  const { lines, claim } = detail;
  const standing = lines.reduce((sum, line) => sum + standingFen(line), 0);
  return (
    <Section
      title={t('claims.money')}
      aside={
        <>
          <KeyCap name="W" /> {t('claims.why')}
        </>
      }
      testId="money"
    >
      <table className="money">
        <colgroup>
          <col />
          <col style={{ width: 78 }} />
          <col style={{ width: 78 }} />
          <col style={{ width: 74 }} />
        </colgroup>
        <thead>
          <tr>
            <th />
            <th className="num">{t('claims.claimed')}</th>
            <th className="num">{t('claims.standing')}</th>
            <th className="num">{t('claims.difference')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Fragment key={line.id}>
              <tr data-testid="money-line">
                <td className="label" title={line.itemCode ?? ''}>
                  {line.description === '' ? t(`costType.${line.costType}`) : line.description}
                  <small>{reckoning(t, line)}</small>
                </td>
                <td className="num">{formatFen(line.claimedFen)}</td>
                <td className="num">
                  <button type="button" onClick={() => onWhy(line.seq)} title={t('claims.why')}>
                    {formatFen(standingFen(line))}
                  </button>
                </td>
                <Difference fen={standingFen(line) - line.claimedFen} />
              </tr>
              <StepRows line={line} />
            </Fragment>
          ))}
          <tr className="sum">
            <td>{t(claim.decidedAtMs === null ? 'claims.payable' : 'claims.approved')}</td>
            <td className="num">{formatFen(claim.claimedFen)}</td>
            <td className="num" data-testid="money-sum">
              <button type="button" onClick={() => onWhy(null)} title={t('claims.why')}>
                {formatFen(standing)}
              </button>
            </td>
            <Difference fen={standing - claim.claimedFen} />
          </tr>
        </tbody>
      </table>
    </Section>
  );
}

/** The steps of a line that changed its amount, each with its rule and version. Claims §6.3 item 7. */
function StepRows({ line }: { line: ClaimLineDetail }) {
  const { t } = useTranslation();
  return changingSteps(line.trace).map(({ step, byFen }, index) => (
    <tr key={step.step + String(index)} className="step" data-testid="money-step">
      <td colSpan={2}>
        {t(`step.${step.step}`)}
        {step.ruleId === null ? null : ` · ${step.ruleId}`}
        {step.rulesetVersion === null ? null : ` · ${t('claims.version', { version: step.rulesetVersion })}`}
      </td>
      <td className="num">{formatFen(step.amountFen)}</td>
      <Difference fen={byFen} />
    </tr>
  ));
}

function Difference({ fen }: { fen: number }) {
  return <td className={fen < 0 ? 'num cut' : 'num faint'}>{fen === 0 ? '–' : formatFen(fen)}</td>;
}
