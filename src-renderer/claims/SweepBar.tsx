import { useTranslation } from 'react-i18next';
import type { ClaimView } from './claim-view.ts';
import { Button } from '../ui/Button.tsx';
import { formatInteger } from '../ui/format.ts';
import { signatureText } from './rule-text.ts';

/** So many of a group a person looks at before deciding it as a whole (claims §6.2: read three, decide the group). */
export const READ_FIRST = 3;

interface SweepBarProps {
  view: ClaimView;
  total: number;
  read: number;
  onDecide: () => void;
  onLeave: () => void;
}

/** Above a group of alike claims: what they have in common, how many have been read, and the one key that decides them. */
export function SweepBar({ view, total, read, onDecide, onLeave }: SweepBarProps) {
  const { t } = useTranslation();
  const wanted = Math.min(READ_FIRST, total);
  const signature = String(view.filters.find((filter) => filter.column === 'hitSignature')?.values[0] ?? '');
  return (
    <div className="sweep" role="status" data-testid="sweep" data-read={read} data-total={total}>
      <b>{t('sweep.alike', { count: formatInteger(total) })}</b>
      <span className="grow">{signatureText(t, signature)}</span>
      <span>{t('sweep.read', { read: Math.min(read, wanted), wanted })}</span>
      <Button
        look="primary"
        keyName="⏎"
        onClick={onDecide}
        disabled={read < wanted || total === 0}
        testId="sweep-decide"
      >
        {t('sweep.decide')}
      </Button>
      <Button keyName="Esc" onClick={onLeave} testId="sweep-leave">
        {t('sweep.leave')}
      </Button>
    </div>
  );
}
