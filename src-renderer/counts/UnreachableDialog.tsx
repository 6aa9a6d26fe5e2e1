import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import type { EntryLine } from './counts.columns.tsx';

interface UnreachableDialogProps {
  row: EntryLine;
  /** null takes the mark back. */
  onMark: (note: string | null) => void;
  onClose: () => void;
}

/** A bin that cannot be reached is no zero: it is said with its reason (stock §3.1). */
export function UnreachableDialog({ row, onMark, onClose }: UnreachableDialogProps) {
  const { t } = useTranslation();
  const [note, setNote] = useState(row.note ?? '');
  return (
    <ConfirmDialog
      title={`${t('counts.unreachableMark')} · ${row.binCode ?? ''} ${row.partNo}`}
      confirmText={t('counts.unreachableMark')}
      onConfirm={() => onMark(note.trim())}
      onClose={onClose}
      disabled={note.trim() === ''}
      width={460}
      testId="unreachable-dialog"
    >
      <p>{t('counts.unreachableText')}</p>
      <input
        className="input"
        maxLength={200}
        autoFocus
        value={note}
        placeholder={t('counts.unreachableHint')}
        aria-label={t('counts.unreachableHint')}
        onChange={(event) => setNote(event.target.value)}
        data-testid="unreachable-note"
      />
      {row.isUnreachable ? (
        <Button onClick={() => onMark(null)} testId="unreachable-back">
          {t('counts.unreachableBack')}
        </Button>
      ) : null}
    </ConfirmDialog>
  );
}
