import { useTranslation } from 'react-i18next';
import { HoldReason } from '../../src-shared/contract/claims.contract.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';

interface HoldDialogProps {
  onConfirm: (reason: (typeof HoldReason.options)[number]) => void;
  onClose: () => void;
}

/** What the claim waits for; 1–5 pick. */
export function HoldDialog({ onConfirm, onClose }: HoldDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={t('claims.holdTitle')}
      onClose={onClose}
      testId="hold-dialog"
      width={380}
      foot={
        <Button onClick={onClose} keyName="Esc">
          {t('ui.cancel')}
        </Button>
      }
    >
      <div
        className="pick-list reason"
        onKeyDown={(event) => {
          const digit = /^(?:Digit|Numpad)([1-5])$/.exec(event.code)?.[1];
          const reason = digit === undefined ? undefined : HoldReason.options[Number(digit) - 1];
          if (reason !== undefined) onConfirm(reason);
        }}
      >
        {HoldReason.options.map((reason, index) => (
          <button
            key={reason}
            type="button"
            autoFocus={index === 0}
            onClick={() => onConfirm(reason)}
            data-testid={`hold-${reason}`}
          >
            <kbd>{index + 1}</kbd>
            <span />
            <span>{t(`holdReason.${reason}`)}</span>
          </button>
        ))}
      </div>
    </Dialog>
  );
}
