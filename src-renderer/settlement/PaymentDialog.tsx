import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { StatementDetail } from '../../src-shared/contract/settlement.contract.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useOrder } from '../api/use-api.ts';
import { parseYuan } from '../grid/filters.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { DateInput } from '../ui/DateInput.tsx';
import { dayOfInstant, formatScaled } from '../ui/format.ts';
import { Notice } from '../ui/Tag.tsx';
import { showToast } from '../ui/toasts.ts';
import { useProblemText } from '../ui/use-problem-text.ts';
import { Field, TextBox } from './InvoiceDialog.tsx';
import { openToPay } from './statement-open.ts';

interface PaymentDialogProps {
  detail: z.infer<typeof StatementDetail>;
  onDone: () => void;
  onClose: () => void;
}

/** One payment of a closed statement; the open amount is proposed. */
export function PaymentDialog({ detail, onDone, onClose }: PaymentDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const { statement } = detail;
  const openFen = openToPay(detail);
  const [amount, setAmount] = useState(formatScaled(openFen, 2));
  const [paidDate, setPaidDate] = useState(dayOfInstant(Date.now()));
  const [bankRef, setBankRef] = useState('');
  const [erpDoc, setErpDoc] = useState('');
  const order = useOrder(api.settlement.addPayment, (outcome) => {
    if (outcome.outcome !== 'applied') return;
    showToast({ text: t('settlement.paymentStored') });
    onDone();
  });
  const amountFen = parseYuan(amount);
  const wrong = [
    ...(typeof amountFen === 'number' && amountFen > 0 ? [] : [t('settlement.paymentAmount')]),
    ...(paidDate === '' ? [t('settlement.paymentDate')] : []),
  ];
  const refused = order.data !== undefined && order.data.outcome !== 'applied' ? order.data : null;
  return (
    <ConfirmDialog
      title={t('settlement.paymentTitle', { no: statement.no })}
      confirmText={t('settlement.paymentConfirm')}
      onConfirm={() =>
        order.mutate({
          ...{ statementId: statement.id, version: statement.version },
          payment: { amountFen: amountFen ?? 0, paidDate, bankRef: orNull(bankRef), erpDoc: orNull(erpDoc) },
        })
      }
      onClose={onClose}
      busy={order.isPending}
      disabled={wrong.length > 0}
      testId="payment-dialog"
    >
      <Notice tone="info">{t('settlement.paymentOpen', { openFen })}</Notice>
      <Field label={t('settlement.paymentAmount')}>
        <TextBox value={amount} onChange={setAmount} testId="payment-amount" autoFocus isNumber />
      </Field>
      <Field label={t('settlement.paymentDate')}>
        <DateInput value={paidDate} label={t('settlement.paymentDate')} onChange={setPaidDate} testId="payment-date" />
      </Field>
      <Field label={t('settlement.bankRef')}>
        <TextBox value={bankRef} onChange={setBankRef} testId="payment-bank" />
      </Field>
      <Field label={t('settlement.erpDoc')}>
        <TextBox value={erpDoc} onChange={setErpDoc} testId="payment-erp" />
      </Field>
      {wrong.length === 0 ? null : (
        <Notice tone="wait">{t('settlement.notFilled', { fields: wrong.join(', ') })}</Notice>
      )}
      {order.error === null ? null : <Notice tone="bad">{text(problemOf(order.error))}</Notice>}
      {refused === null ? null : (
        <Notice tone="bad">{text({ reason: refused.reason ?? 'unexpected', details: refused.details })}</Notice>
      )}
    </ConfirmDialog>
  );
}

const orNull = (value: string): string | null => (value.trim() === '' ? null : value.trim());
