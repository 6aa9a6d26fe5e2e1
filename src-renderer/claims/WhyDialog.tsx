import { useTranslation } from 'react-i18next';
import type { ClaimDetail, ClaimLineDetail } from '../../src-shared/contract/claims.contract.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { factLabel, factText } from '../ui/FactList.tsx';
import { formatFen } from '../ui/format.ts';
import { ruleTitle } from './rule-text.ts';

interface WhyDialogProps {
  detail: ClaimDetail;
  /** One line, or null for the whole claim. */
  seq: number | null;
  onClose: () => void;
}

/** Why this fen: claimed → standard → share → payable → approved, with the rule and its version at each step (design §9). */
export function WhyDialog({ detail, seq, onClose }: WhyDialogProps) {
  const { t } = useTranslation();
  const lines = detail.lines.filter((line) => seq === null || line.seq === seq);
  return (
    <Dialog
      title={t('claims.whyTitle', { no: detail.claim.no ?? '' })}
      onClose={onClose}
      width={760}
      testId="why-dialog"
      foot={
        <Button onClick={onClose} keyName="Esc">
          {t('ui.close')}
        </Button>
      }
    >
      <div className="scroll-dialog" tabIndex={0}>
        {lines.map((line) => (
          <LineTrace key={line.id} line={line} />
        ))}
      </div>
    </Dialog>
  );
}

function LineTrace({ line }: { line: ClaimLineDetail }) {
  const { t } = useTranslation();
  return (
    <section className="dialog-body">
      <h3 className="sec-title">
        <span>
          {t('claims.lineNo', { seq: line.seq })} · {t(`costType.${line.costType}`)} · {line.description}{' '}
          <span className="mono">{line.itemCode ?? ''}</span>
        </span>
      </h3>
      <table className="trace">
        <thead>
          <tr>
            <th>{t('claims.step')}</th>
            <th className="num">{t('claims.amount')}</th>
            <th>{t('claims.because')}</th>
          </tr>
        </thead>
        <tbody>
          {line.trace.map((step, index) => (
            <tr
              key={step.step + String(index)}
              className={index === line.trace.length - 1 ? 'last' : ''}
              data-testid="trace-step"
            >
              <td>{t(`step.${step.step}`)}</td>
              <td className="num">{formatFen(step.amountFen)}</td>
              <td>
                {step.ruleId === null ? null : (
                  <>
                    {ruleTitle(t, step.ruleId)}{' '}
                    <small>
                      {step.ruleId}
                      {step.rulesetVersion === null
                        ? ''
                        : ` · ${t('claims.version', { version: step.rulesetVersion })}`}
                    </small>{' '}
                  </>
                )}
                <small>
                  {Object.entries(step.facts)
                    .filter(([, value]) => value !== null && value !== false)
                    .map(([name, value]) => `${factLabel(t, name)} ${factText(t, name, value)}`)
                    .join(' · ')}
                </small>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
