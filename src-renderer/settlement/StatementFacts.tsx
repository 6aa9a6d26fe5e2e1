import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { StatementDetail } from '../../src-shared/contract/settlement.contract.ts';
import { formatFen, formatInstant } from '../ui/format.ts';
import { Panel, Section } from '../ui/Panel.tsx';
import { reckoningOf } from './reckoning.ts';

type Detail = z.infer<typeof StatementDetail>;

/** Who is paid, how the amount comes about, and what happened so far. */
export function StatementFacts({ detail }: { detail: Detail }) {
  const { t } = useTranslation();
  return (
    <Panel testId="statement-facts">
      <div className="scroll" tabIndex={0}>
        <Section title={t('settlement.words')}>
          <div className="words" data-testid="amount-in-words">
            {detail.payableInWords}
          </div>
        </Section>
        <Reckoning detail={detail} />
        <Section title={t('settlement.party')}>
          <dl className="facts">
            <Fact label={t('settlement.grade')} text={detail.grade} />
            <Fact
              label={t('settlement.taxpayer')}
              text={
                detail.taxpayerType === null
                  ? null
                  : t(`taxpayer.${detail.taxpayerType}`, { defaultValue: detail.taxpayerType })
              }
            />
            <Fact label={t('settlement.taxNo')} text={detail.taxNo} mono />
            <Fact label={t('settlement.bank')} text={detail.bankName} />
            <Fact label={t('settlement.account')} text={detail.bankAccount} mono />
            <Fact label={t('settlement.taxDate')} text={detail.taxDate} />
          </dl>
        </Section>
        <Adjustments detail={detail} />
        <Section title={t('settlement.history')}>
          {detail.history.map((entry) => (
            <div
              className="entry"
              key={entry.event + String(entry.atMs) + (entry.note ?? '')}
              data-testid="statement-event"
            >
              {t([`statementEvent.${entry.event}`, 'ui.verbatim'], {
                value: entry.event,
              })}
              {entry.note === null ? null : <> · {entry.note}</>}
              <small>
                {entry.byName ?? t('settlement.system')} · {formatInstant(entry.atMs)}
              </small>
            </div>
          ))}
        </Section>
      </div>
    </Panel>
  );
}

function Fact({ label, text, mono = false }: { label: string; text: string | null; mono?: boolean }) {
  return (
    <>
      <dt>{label}</dt>
      <dd className={mono ? 'mono' : ''}>{text ?? '–'}</dd>
    </>
  );
}

/** From the claims' sum to what is paid, tax by rate; ⇧W says what each of them is made of. */
function Reckoning({ detail }: { detail: Detail }) {
  const { t } = useTranslation();
  return (
    <Section title={t('settlement.reckoning')} testId="statement-reckoning">
      <table className="money">
        <tbody>
          {reckoningOf(detail, t).map(({ label, fen, isSum }) => (
            <tr key={label} className={isSum === true ? 'sum' : ''}>
              <td>{label}</td>
              <td className={fen < 0 ? 'num cut' : 'num'}>{formatFen(fen)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function Adjustments({ detail }: { detail: Detail }) {
  const { t } = useTranslation();
  const { adjustments, invoices, payments } = detail;
  if (adjustments.length + invoices.length + payments.length === 0) return null;
  return (
    <Section title={t('settlement.adjustments')}>
      {adjustments.map((adjustment) => (
        <div className="entry" key={adjustment.id}>
          {t([`adjustment.${adjustment.kind}`, 'ui.verbatim'], { value: adjustment.kind })}{' '}
          <span className={adjustment.amountFen < 0 ? 'cut' : ''}>{formatFen(adjustment.amountFen)}</span>
          <small>
            {t(`stage.${adjustment.stage}`)} {adjustment.refClaimNo ?? ''} {adjustment.note ?? ''}
          </small>
        </div>
      ))}
      {invoices.map((invoice) => (
        <div className="entry" key={invoice.id}>
          {t('settlement.invoice', { invoiceNo: invoice.invoiceNo })} {formatFen(invoice.grossFen)}
          <small>
            {t([`invoiceStatus.${invoice.status}`, 'ui.verbatim'], { value: invoice.status })} ·{' '}
            {invoice.issueDate ?? '–'}
          </small>
        </div>
      ))}
      {payments.map((payment) => (
        <div className="entry" key={payment.id}>
          {t('settlement.payment')} {formatFen(payment.amountFen)}
          <small>
            {formatInstant(payment.paidAtMs)} {payment.bankRef ?? ''}
          </small>
        </div>
      ))}
    </Section>
  );
}
