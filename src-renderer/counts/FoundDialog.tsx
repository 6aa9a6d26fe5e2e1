import { useImperativeHandle, useRef, useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { readCount } from '../../src-shared/domain/counts/count-text.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useCall, useOrder } from '../api/use-api.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { formatQty } from '../ui/format.ts';
import { Notice } from '../ui/Tag.tsx';
import { HEARS_SCANS, type ScanTyping } from './use-wedge.ts';
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

/** Takes a scan while the dialog is open; false when it is none of the dialog's own. */
export type FoundScan = (code: string, typing: ScanTyping) => boolean;

/** Where the item that was added will stand on the sheet. */
export interface FoundAdded {
  partId: string;
  binCode: string;
}

interface FoundDialogProps {
  sheetId: string;
  round: number;
  start: FoundStart;
  scanRef: Ref<FoundScan>;
  onAdded: (item: FoundAdded) => void;
  onClose: () => void;
}

/**
 * Something lies in a bin and is not on the sheet: bin, part and quantity, looked up while they are written. Scanned, too: a scan
 * fills the bin or the part where it is empty and has the focus; else it is not this item's, and leaves everything as it was.
 */
export function FoundDialog({ sheetId, round, start, scanRef, onAdded, onClose }: FoundDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const [bin, setBin] = useState(start.bin);
  const [part, setPart] = useState(start.part);
  const [quantity, setQuantity] = useState(start.qtyMilli === null ? '' : formatQty(start.qtyMilli));
  const binFound = useLookup(sheetId, bin).bin;
  const partFound = useLookup(sheetId, part).part;
  const read = readCount(quantity, { beforeMilli: null, isWhole: partFound?.isWhole ?? false });
  const qtyMilli = read.ok ? read.qtyMilli : null;
  const order = useOrder(api.counts.found, () => {
    if (binFound !== null && partFound !== null) onAdded({ partId: partFound.id, binCode: binFound.code });
  });
  const top = useRef<HTMLParagraphElement>(null);
  /** What stood in the fields before each change: what a scanner typed is taken out again. */
  const before = useRef<{ atMs: number; texts: readonly [string, string, string] }[]>([]);
  const writes =
    (set: (next: string) => void) =>
    (next: string, atMs: number): void => {
      before.current.push({ atMs, texts: [bin, part, quantity] });
      set(next);
    };
  useImperativeHandle(scanRef, () => (code, { sinceMs }) => {
    const [binWas, partWas, quantityWas] = before.current.find(({ atMs }) => atMs >= sinceMs)?.texts ?? [
      bin,
      part,
      quantity,
    ];
    before.current = [];
    const place = (document.activeElement as HTMLElement | null)?.dataset.testid;
    const isBin = place === 'found-bin' && binWas.trim() === '';
    const isPart = place === 'found-part' && partWas.trim() === '';
    setBin(isBin ? code : binWas);
    setPart(isPart ? code : partWas);
    setQuantity(quantityWas);
    if (!isBin && !isPart) return false;
    const next = isBin ? 'found-part' : 'found-qty';
    top.current?.closest('form')?.querySelector<HTMLInputElement>(`[data-testid="${next}"]`)?.focus();
    return true;
  });
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
      <p ref={top} {...{ [HEARS_SCANS]: '' }}>
        {t('counts.foundText')}
      </p>
      {start.listedIn === null ? null : (
        <Notice tone="warn">{t('counts.foundElsewhere', { bin: start.listedIn })}</Notice>
      )}
      <Field
        label={t('counts.bin')}
        value={bin}
        onChange={writes(setBin)}
        autoFocus={start.bin === ''}
        testId="found-bin"
      >
        {bin.trim() === '' ? '' : binFound === null ? t('counts.foundNoBin') : binFound.code}
      </Field>
      <Field
        label={t('counts.partNo')}
        value={part}
        onChange={writes(setPart)}
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
        onChange={writes(setQuantity)}
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
  onChange: (value: string, atMs: number) => void;
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
        {...(autoFocus ? { 'data-begins': '' } : {})}
        maxLength={100}
        value={value}
        onChange={(event) => onChange(event.target.value, event.timeStamp)}
        data-testid={testId}
      />
      <span className="dim" role="status" data-testid={`${testId}-name`}>
        {children}
      </span>
    </label>
  );
}
