import { useTranslation } from 'react-i18next';
import { formatInstant } from '../ui/format.ts';

interface HolderProps {
  /** In words; null = nobody has to do anything any more. */
  holder: string | null;
  sinceMs: number;
  stayDays: number | null;
}

/** With whom a paper lies, and since when. */
export function Holder({ holder, sinceMs, stayDays }: HolderProps) {
  const { t } = useTranslation();
  const since = formatInstant(sinceMs);
  return holder === null
    ? t('logistics.nobodySince', { since })
    : t('logistics.heldBy', { holder, since, days: stayDays });
}
