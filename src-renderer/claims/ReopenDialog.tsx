import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../ui/Dialog.tsx';

interface ReopenDialogProps {
  no: string;
  onConfirm: (note: string) => void;
  onClose: () => void;
}

/** A supervisor takes a decided claim back into review; why stays in the history. */
export function ReopenDialog({ no, onConfirm, onClose }: ReopenDialogProps) {
  const { t } = useTranslation();
  const [note, setNote] = useState('');
  return (
    <ConfirmDialog
      title={t('claims.reopenTitle', { no })}
      confirmText={t('action.REOPEN')}
      disabled={note.trim() === ''}
      onConfirm={() => onConfirm(note.trim())}
      onClose={onClose}
      testId="reopen-dialog"
    >
      <input
        className="input"
        autoFocus
        maxLength={500}
        placeholder={t('claims.reopenNote')}
        aria-label={t('claims.reopenNote')}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        data-testid="reopen-note"
      />
    </ConfirmDialog>
  );
}
