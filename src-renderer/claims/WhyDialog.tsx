import { useTranslation } from 'react-i18next';
import type { ClaimLineDetail } from '../../src-shared/contract/claims.contract.ts';
import type { PaperKind, PaperLink } from '../../src-shared/contract/paper.contract.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { factLabel, factText } from '../ui/FactList.tsx';
import { formatFen } from '../ui/format.ts';
import type { WhyRequest } from '../ui/why-request.ts';
import { openPaper } from './open-paper.ts';
import { ruleTitle } from './rule-text.ts';
import { useClaimDetail } from './use-claim-detail.ts';

/** Where an amount goes on to, each with a digit of its own. */
const ONWARD: readonly PaperKind[] = [
  ...(['oldPart', 'supplierClaim', 'statement', 'invoice', 'payment', 'preauth', 'campaign', 'adjustment'] as const),
];
const MOST_ONWARD = 9;

interface WhyDialogProps {
  request: WhyRequest;
  onClose: () => void;
}

/**
 * Why this fen: claimed → standard → share → payable → approved, with the rule and its version at each step, and one key on to the
 * old part, the supplier's share, the bill and the bank's line (design §9).
 */
export function WhyDialog({ request: { claimId, seq }, onClose }: WhyDialogProps) {
  const { t } = useTranslation();
  const { data } = useClaimDetail(claimId);
  const papers = useCall(['claims', 'paper', 'claim', claimId], () => api.claims.paper({ kind: 'claim', id: claimId }));
  const onward = (papers.data?.links ?? []).filter(({ kind }) => ONWARD.includes(kind)).slice(0, MOST_ONWARD);
  const open = (link: PaperLink | undefined): void => {
    if (link === undefined) return;
    onClose();
    openPaper(link);
  };
  return (
    <Dialog
      title={t('claims.whyTitle', { no: data?.claim.no ?? '' })}
      onClose={onClose}
      width={760}
      testId="why-dialog"
      onKeyDown={({ code }) => {
        const digit = /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1];
        if (digit !== undefined) open(onward[Number(digit) - 1]);
      }}
      foot={
        <Button onClick={onClose} keyName="Esc">
          {t('ui.close')}
        </Button>
      }
    >
      <div className="scroll-dialog" tabIndex={0}>
        {data?.lines
          .filter((line) => seq === null || line.seq === seq)
          .map((line) => (
            <LineTrace key={line.id} line={line} />
          ))}
      </div>
      {onward.length === 0 ? null : (
        <div className="why-onward">
          {onward.map((link, index) => (
            <Button key={link.kind + link.id} onClick={() => open(link)} testId={`why-${link.kind}`}>
              <kbd>{index + 1}</kbd> {t(`paper.kind.${link.kind}`)} <span className="mono">{link.no}</span>{' '}
              {link.amountFen === null ? null : formatFen(link.amountFen)}
            </Button>
          ))}
        </div>
      )}
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
