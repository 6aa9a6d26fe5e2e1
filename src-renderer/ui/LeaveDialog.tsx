import { useTranslation } from 'react-i18next';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';

interface LeaveDialogProps {
  onStay: () => void;
  onDrop: () => void;
  /** Absent while what is there cannot be saved. */
  onSave: (() => void) | undefined;
  busy: boolean;
}

/** Unsaved work is left only on purpose: stay, throw it away, or save it first. */
export function LeaveDialog({ onStay, onDrop, onSave, busy }: LeaveDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('ui.leave.title')} onClose={onStay} testId="leave-dialog">
      <p>{t(onSave === undefined ? 'ui.leave.cannotSave' : 'ui.leave.text')}</p>
      <div className="dialog-foot">
        <Button onClick={onStay} keyName="Esc" testId="leave-stay" autoFocus={onSave === undefined}>
          {t('ui.leave.stay')}
        </Button>
        <Button look="bad" onClick={onDrop} testId="leave-drop">
          {t('ui.leave.drop')}
        </Button>
        {onSave === undefined ? null : (
          <Button look="primary" onClick={onSave} disabled={busy} testId="leave-save" autoFocus>
            {t('ui.leave.save')}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
