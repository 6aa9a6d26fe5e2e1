import { useTranslation } from 'react-i18next';
import type { WarrantyDetail } from '../../src-shared/contract/claims.contract.ts';
import { addDays, daysBetween } from '../../src-shared/domain/units/dates.ts';
import { formatInteger } from '../ui/format.ts';
import { Section } from '../ui/Panel.tsx';
import { Tag } from '../ui/Tag.tsx';

const FULL = 100;

/** How far the warranty was used up at the failure, by time or by distance, whichever is further: 0–100. */
export function usedPercent(warranty: WarrantyDetail): number | null {
  const { startDate, firstDayOut, failureDate, effectiveKm, kmLimit } = warranty;
  const shares: number[] = [];
  if (startDate !== null && firstDayOut !== null) {
    const days = daysBetween(startDate, firstDayOut);
    if (days > 0) shares.push((daysBetween(startDate, failureDate) * FULL) / days);
  }
  if (effectiveKm !== null && kmLimit !== null && kmLimit > 0) shares.push((effectiveKm * FULL) / kmLimit);
  return shares.length === 0 ? null : Math.min(FULL, Math.max(0, ...shares));
}

export function WarrantyBar({ warranty }: { warranty: WarrantyDetail }) {
  const { t } = useTranslation();
  const used = usedPercent(warranty);
  const isIn = warranty.position === 'IN' || warranty.position === 'CAMPAIGN';
  const { months, kmLimit, startDate, firstDayOut } = warranty;
  const terms = [
    warranty.policyName ?? '',
    months === null ? '' : t('warranty.months', { months }),
    kmLimit === null ? '' : t('warranty.kmLimit', { kmLimit }),
  ].filter((part) => part !== '');
  return (
    <Section title={t('warranty.title')} aside={terms.join(' · ')} testId="warranty">
      <div className="warranty-row">
        <span>
          {startDate === null
            ? t('warranty.noStart')
            : t('warranty.start', {
                startDate,
                source: t([`warranty.source.${warranty.startSource ?? ''}`, 'ui.verbatim'], {
                  value: warranty.startSource ?? '–',
                }),
              })}
        </span>
        <span>{firstDayOut === null ? '' : t('warranty.until', { lastDate: addDays(firstDayOut, -1) })}</span>
      </div>
      <div className={isIn ? 'warranty-bar' : 'warranty-bar out'}>
        <div className="in" />
        {used === null ? null : <div className="point" style={{ left: `${used}%` }} />}
      </div>
      <div className="warranty-row below">
        <span>
          <Tag tone={isIn ? 'ok' : warranty.position === 'UNKNOWN' ? 'wait' : 'bad'}>
            {t(`warranty.position.${warranty.position}`)}
          </Tag>{' '}
          {t('warranty.failure', { failureDate: warranty.failureDate })}
          {warranty.effectiveKm === null ? '' : ` · ${formatInteger(warranty.effectiveKm)} km`}
          {leftText(t, warranty)}
        </span>
      </div>
    </Section>
  );
}

/** What is left, or by how much it is over; a failure on the first day out is over without being days over. */
function leftText(t: (key: string, values: Record<string, unknown>) => string, warranty: WarrantyDetail): string {
  const { daysLeft, kmLeft } = warranty;
  const days =
    daysLeft === null
      ? ''
      : daysLeft > 0
        ? 'warranty.daysLeft'
        : daysLeft === 0
          ? 'warranty.firstDayOut'
          : 'warranty.daysOver';
  const km = kmLeft === null ? '' : kmLeft >= 0 ? 'warranty.kmLeft' : 'warranty.kmOver';
  const parts = [
    days === '' ? '' : t(days, { days: Math.abs(daysLeft ?? 0) }),
    km === '' ? '' : t(km, { km: Math.abs(kmLeft ?? 0) }),
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : ` · ${parts.join(' / ')}`;
}
