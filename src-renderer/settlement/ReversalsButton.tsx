import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { formatFen, formatInstant, formatInteger } from '../ui/format.ts';
import { useKeys } from '../ui/keyboard.ts';
import { navigate } from '../ui/navigation.ts';
import { Tag } from '../ui/Tag.tsx';

/** The reversals that wait for their second person or for a statement; each opens its claim. Hidden while there are none. */
export function ReversalsButton() {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const waiting = useCall(['settlement', 'reversals'], () => api.settlement.reversals({}), { keep: true }).data ?? [];
  useKeys({ KeyB: () => setIsOpen(waiting.length > 0) });
  if (waiting.length === 0) return null;
  const close = (): void => setIsOpen(false);
  return (
    <>
      <Button keyName="B" onClick={() => setIsOpen(true)} testId="reversals">
        {t('reversal.waiting', { count: formatInteger(waiting.length) })}
      </Button>
      {isOpen ? (
        <Dialog
          title={t('reversal.waitingTitle')}
          onClose={close}
          width={760}
          testId="reversals-dialog"
          foot={
            <Button onClick={close} keyName="Esc">
              {t('ui.close')}
            </Button>
          }
        >
          <div className="pick-list">
            {waiting.map((one, index) => (
              <button
                key={one.id}
                type="button"
                autoFocus={index === 0}
                onClick={() => navigate('claim', one.claimId)}
                data-testid="reversal-row"
              >
                <span>
                  <Tag tone={one.status === 'OPEN' ? 'warn' : 'info'}>
                    {t(one.isYours ? 'reversal.yours' : `reversal.short.${one.status}`)}
                  </Tag>{' '}
                  <span className="mono">{one.claimNo}</span> {one.claimantName}{' '}
                  <b className="cut">{formatFen(one.amountFen + one.penaltyFen)}</b>{' '}
                  <small className="dim">
                    {one.proposedByName} · {formatInstant(one.proposedAtMs)} · {one.note}
                  </small>
                </span>
              </button>
            ))}
          </div>
        </Dialog>
      ) : null}
    </>
  );
}
