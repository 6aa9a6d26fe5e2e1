import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import type { EntryLine } from './counts.columns.tsx';

interface BinDialogProps {
  rows: readonly EntryLine[];
  onGo: (row: number) => void;
  onClose: () => void;
}

/** Ctrl+G: the first line whose bin, part or drawing begins with what is written. */
export function BinDialog({ rows, onGo, onClose }: BinDialogProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const wanted = text.normalize('NFKC').trim().toUpperCase();
  const found = wanted === '' ? -1 : rows.findIndex((row) => begins(row, wanted));
  const row = rows[found];
  return (
    <ConfirmDialog
      title={t('counts.goToBin')}
      confirmText={t('counts.go')}
      onConfirm={() => onGo(found)}
      onClose={onClose}
      disabled={found < 0}
      width={420}
      testId="bin-dialog"
    >
      <input
        className="input mono"
        autoFocus
        value={text}
        placeholder={t('counts.binHint')}
        aria-label={t('counts.binHint')}
        onChange={(event) => setText(event.target.value)}
        data-testid="bin-text"
      />
      <p className="dim" role="status">
        {row === undefined
          ? wanted === ''
            ? ''
            : t('counts.binNotFound')
          : `${row.binCode ?? ''} · ${row.partNo} ${row.partName}`}
      </p>
    </ConfirmDialog>
  );
}

function begins({ binCode, partNo, drawingNo }: EntryLine, wanted: string): boolean {
  return [binCode, partNo, drawingNo].some((code) => code?.toUpperCase().startsWith(wanted) === true);
}
