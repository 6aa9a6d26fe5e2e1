import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LIMIT_CHANGE_KINDS, type LimitChangeKind } from '../../../src-shared/domain/logistics/limit-change.ts';
import { api } from '../../api/client.ts';
import { problemOf } from '../../api/problem.ts';
import { useOrder } from '../../api/use-api.ts';
import { DateInput } from '../../ui/DateInput.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { dayOfInstant } from '../../ui/format.ts';
import { Notice } from '../../ui/Tag.tsx';
import { showToast } from '../../ui/toasts.ts';
import { useProblemText } from '../../ui/use-problem-text.ts';
import { fenOf } from '../application-draft.ts';
import { Choice, Field, Text } from '../FormFields.tsx';

interface RequestDialogProps {
  stationId: string;
  onDone: () => Promise<void>;
  onClose: () => void;
}

/** Another limit for a station, or a temporary one: as it shall be, with the reason; others decide. */
export function RequestDialog({ stationId, onDone, onClose }: RequestDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const [kind, setKind] = useState<LimitChangeKind>('LIMIT_SET');
  const [amount, setAmount] = useState('');
  const [until, setUntil] = useState(dayOfInstant(Date.now()));
  const [reason, setReason] = useState('');
  const order = useOrder(api.logistics.requestLimit, async ({ status }) => {
    showToast({ text: t(`limit.asked.${status}`) });
    await onDone();
  });
  const amountFen = fenOf(amount);
  const isTemporary = kind === 'TEMP_LIMIT';
  const untilDate = isTemporary ? until : null;
  return (
    <ConfirmDialog
      title={t('limit.request')}
      confirmText={t('limit.ask')}
      onConfirm={() =>
        amountFen === null ? undefined : order.mutate({ stationId, kind, amountFen, untilDate, reason })
      }
      onClose={onClose}
      busy={order.isPending}
      disabled={amountFen === null || reason.trim() === '' || untilDate === ''}
      testId="limit-request-dialog"
    >
      {order.error === null ? null : (
        <Notice tone="bad" testId="limit-refused">
          {text(problemOf(order.error))}
        </Notice>
      )}
      <p className="dim">{t('limit.requestText')}</p>
      <Field label={t('limit.kind')}>
        <Choice
          value={kind}
          onChange={(value) => setKind(LIMIT_CHANGE_KINDS.find((each) => each === value) ?? 'LIMIT_SET')}
          choices={LIMIT_CHANGE_KINDS.map((each) => [each, t(`limitEntry.${each}`)])}
          testId="request-kind"
        />
      </Field>
      <Field label={t('limit.newLimit')}>
        <Text value={amount} onChange={setAmount} testId="request-amount" mono />
      </Field>
      {isTemporary ? (
        <Field label={t('limit.until')}>
          <DateInput value={until} label={t('limit.until')} onChange={setUntil} testId="request-until" />
        </Field>
      ) : null}
      <Field label={t('limit.reason')}>
        <Text value={reason} onChange={setReason} testId="request-reason" />
      </Field>
    </ConfirmDialog>
  );
}
