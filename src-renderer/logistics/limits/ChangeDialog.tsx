import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ENTERED_TYPES, type EnteredType } from '../../../src-shared/domain/logistics/limit-ledger.ts';
import { api } from '../../api/client.ts';
import { problemOf } from '../../api/problem.ts';
import { useOrder } from '../../api/use-api.ts';
import { DateInput } from '../../ui/DateInput.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { dayOfInstant } from '../../ui/format.ts';
import { Notice } from '../../ui/Tag.tsx';
import { useProblemText } from '../../ui/use-problem-text.ts';
import { fenOf } from '../application-draft.ts';
import { Choice, Field, Text } from '../FormFields.tsx';

interface ChangeDialogProps {
  stationId: string;
  onDone: () => Promise<void>;
  onClose: () => void;
}

/** A change of a station's limit or cash that finance enters at once. */
export function ChangeDialog({ stationId, onDone, onClose }: ChangeDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const [type, setType] = useState<EnteredType>('LIMIT_SET');
  const [amount, setAmount] = useState('');
  const [untilDate, setUntilDate] = useState(dayOfInstant(Date.now()));
  const [note, setNote] = useState('');
  const order = useOrder(api.logistics.changeLimit, onDone);
  const amountFen = fenOf(amount);
  const isTemporary = type === 'TEMP_LIMIT';
  return (
    <ConfirmDialog
      title={t('limit.change')}
      confirmText={t('limit.enter')}
      onConfirm={() =>
        order.mutate({ stationId, type, amountFen: amountFen ?? 0, untilDate: isTemporary ? untilDate : null, note })
      }
      onClose={onClose}
      busy={order.isPending}
      disabled={amountFen === null || note.trim() === ''}
      testId="limit-dialog"
    >
      {order.error === null ? null : (
        <Notice tone="bad" testId="limit-refused">
          {text(problemOf(order.error))}
        </Notice>
      )}
      <p className="dim">{t('limit.changeText')}</p>
      <Field label={t('limit.type')}>
        <Choice
          value={type}
          onChange={(value) => setType(value as EnteredType)}
          choices={ENTERED_TYPES.map((each) => [each, t(`limitEntry.${each}`)])}
          testId="limit-type"
        />
      </Field>
      <Field label={t('limit.amountYuan')}>
        <Text value={amount} onChange={setAmount} testId="limit-amount" mono />
      </Field>
      {isTemporary ? (
        <Field label={t('limit.until')}>
          <DateInput value={untilDate} label={t('limit.until')} onChange={setUntilDate} testId="limit-until" />
        </Field>
      ) : null}
      <Field label={t('limit.note')}>
        <Text value={note} onChange={setNote} testId="limit-note" />
      </Field>
    </ConfirmDialog>
  );
}
