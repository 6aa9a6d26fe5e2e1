import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readCount } from '../../src-shared/domain/counts/count-text.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useCall, useOrder } from '../api/use-api.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { formatQty } from '../ui/format.ts';
import { Notice } from '../ui/Tag.tsx';
import { useProblemText } from '../ui/use-problem-text.ts';

/** What is known of a found item when the dialog opens. */
export interface FoundStart {
  bin: string;
  part: string;
  qtyMilli: number | null;
  method: 'GRID' | 'SCAN';
  /** The bin in which the sheet has the part. */
  listedIn: string | null;
}

interface FoundDialogProps {
  sheetId: string;
  round: number;
  start: FoundStart;
  onAdded: () => void;
  onClose: () => void;
}

/** Something lies in a bin and is not on the sheet: bin, part and quantity, looked up while they are written. */
export function FoundDialog({ sheetId, round, start, onAdded, onClose }: FoundDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const [bin, setBin] = useState(start.bin);
  const [part, setPart] = useState(start.part);
  const [quantity, setQuantity] = useState(start.qtyMilli === null ? '' : formatQty(start.qtyMilli));
  const binFound = useLookup(sheetId, bin).bin;
  const partFound = useLookup(sheetId, part).part;
  const read = readCount(quantity, { beforeMilli: null, isWhole: partFound?.isWhole ?? false });
  const qtyMilli = read.ok ? read.qtyMilli : null;
  const order = useOrder(api.counts.found, onAdded);
  const add = (): void => {
    if (binFound === null || partFound === null || qtyMilli === null) return;
    const item = { partId: partFound.id, binId: binFound.id, qtyMilli, method: start.method, note: null };
    order.mutate({ sheetId, round, item });
  };
  return (
    <ConfirmDialog
      title={t('counts.found')}
      confirmText={t('counts.foundAdd')}
      onConfirm={add}
      onClose={onClose}
      busy={order.isPending}
      disabled={binFound === null || partFound === null || qtyMilli === null}
      width={460}
      testId="found-dialog"
    >
      <p>{t('counts.foundText')}</p>
      {start.listedIn === null ? null : (
        <Notice tone="warn">{t('counts.foundElsewhere', { bin: start.listedIn })}</Notice>
      )}
      <Field label={t('counts.bin')} value={bin} onChange={setBin} autoFocus={start.bin === ''} testId="found-bin">
        {bin.trim() === '' ? '' : binFound === null ? t('counts.foundNoBin') : binFound.code}
      </Field>
      <Field
        label={t('counts.partNo')}
        value={part}
        onChange={setPart}
        autoFocus={start.bin !== '' && start.part === ''}
        testId="found-part"
      >
        {part.trim() === ''
          ? ''
          : partFound === null
            ? t('counts.foundNoPart')
            : `${partFound.partNo} ${partFound.name}`}
      </Field>
      <Field
        label={t('counts.counted')}
        value={quantity}
        onChange={setQuantity}
        autoFocus={start.bin !== '' && start.part !== ''}
        testId="found-qty"
      >
        {read.ok ? (partFound?.uom ?? '') : text({ reason: read.reason, details: {} })}
      </Field>
      {order.error === null ? null : <Notice tone="bad">{text(problemOf(order.error))}</Notice>}
    </ConfirmDialog>
  );
}

const NOTHING = { bin: null, part: null } as const;

function useLookup(sheetId: string, written: string) {
  const code = written.normalize('NFKC').trim();
  const found = useCall(['counts', 'lookup', sheetId, code], () => api.counts.lookup({ sheetId, code }), {
    enabled: code !== '',
  });
  return code === '' ? NOTHING : (found.data ?? NOTHING);
}

interface FieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  autoFocus: boolean;
  testId: string;
  children: string;
}

function Field({ label, value, onChange, autoFocus, testId, children }: FieldProps) {
  return (
    <label className="found-field">
      <span>{label}</span>
      <input
        className="input mono"
        autoFocus={autoFocus}
        maxLength={100}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        data-testid={testId}
      />
      <span className="dim" role="status" data-testid={`${testId}-name`}>
        {children}
      </span>
    </label>
  );
}
