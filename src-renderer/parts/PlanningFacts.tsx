import { useTranslation } from 'react-i18next';
import type { PlanningRow, PlanReasonsRow } from '../../src-shared/contract/parts.contract.ts';
import { formatInteger, formatPercent, formatQty } from '../ui/format.ts';
import { Panel, Section } from '../ui/Panel.tsx';
import { Notice } from '../ui/Tag.tsx';

const qty = (milli: number | null): string => (milli === null ? '–' : formatQty(milli));

/** Why the part under the keyboard has its figures: the demand, the formula, the position, and what was left out. */
export function PlanningFacts({ row, problem }: { row: PlanningRow | null; problem: string | null }) {
  const { t } = useTranslation();
  return (
    <Panel testId="planning-facts">
      <div className="scroll" tabIndex={0}>
        {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
        {row === null ? (
          <p className="dim">{t('planning.chooseRow')}</p>
        ) : (
          <>
            <Section title={`${row.partNo} · ${row.warehouseName}`}>
              <div className="words">{row.partName}</div>
              <p data-testid="planning-why">{row.reasons === null ? t('planning.notComputed') : <Why row={row} />}</p>
            </Section>
            {row.reasons === null ? null : <Demand reasons={row.reasons} />}
            <Position row={row} />
            {row.reasons === null || row.reasons.excluded.length === 0 ? null : (
              <Section title={t('planning.excluded')} aside={row.reasons.excluded.length}>
                {row.reasons.excluded.map(({ docNo, qtyMilli, weeksAgo, why }, at) => (
                  <div className="entry" key={String(at)}>
                    <span className="mono">{docNo ?? '–'}</span> {formatQty(qtyMilli)} ·{' '}
                    {t(`planExcluded.${why}`, { weeks: weeksAgo + 1 })}
                  </div>
                ))}
              </Section>
            )}
          </>
        )}
      </div>
    </Panel>
  );
}

/** The formula in words, with the numbers that went into it. */
function Why({ row }: { row: PlanningRow }) {
  const { t } = useTranslation();
  const { reasons } = row;
  if (reasons === null) return null;
  return t(`planWhy.${row.computedMethod ?? 'MANUAL'}`, {
    ...{ days: reasons.historyDays, level: reasons.serviceLevelBp, lead: reasons.leadTimeDays },
    ...{ mean: reasons.meanWeekMilli, sd: reasons.sdWeekMilli, safety: row.computedSafetyMilli ?? 0 },
    ...{ reorder: row.computedReorderMilli ?? 0, max: row.computedMaxMilli ?? 0, exact: reasons.safetyExactMilli ?? 0 },
    cover: reasons.coverBp ?? 0,
  });
}

function Demand({ reasons }: { reasons: PlanReasonsRow }) {
  const { t } = useTranslation();
  const { weeks, weeksWithDemand, adiCenti, meanWeekMilli, sdWeekMilli } = reasons;
  const { leadTimeDays, leadTimeSdDaysCenti, reviewWeeksCenti, serviceLevelBp } = reasons;
  const facts = [
    ['planning.weeks', t('planning.weeksOf', { weeks, busy: weeksWithDemand })],
    ['planning.adi', adiCenti === null ? '–' : (adiCenti / 100).toFixed(2)],
    ['planning.meanSd', `${qty(meanWeekMilli)} · σ ${qty(sdWeekMilli)}`],
    ['planning.lead', t('planning.leadOf', { days: leadTimeDays, sd: (leadTimeSdDaysCenti / 100).toFixed(2) })],
    ['planning.review', (reviewWeeksCenti / 100).toFixed(2)],
    ['planning.level', formatPercent(serviceLevelBp)],
  ] as const;
  return (
    <Section title={t('planning.demand')}>
      <Facts facts={facts.map(([label, text]) => [t(label), text])} />
    </Section>
  );
}

function Position({ row }: { row: PlanningRow }) {
  const { t } = useTranslation();
  const facts = [
    ['parts.available', qty(row.availableMilli)],
    ['planning.onOrder', qty(row.onOrderMilli)],
    ['planning.inTransit', qty(row.inTransitMilli)],
    ['planning.backlog', qty(row.backlogMilli)],
    ['planning.position', qty(row.positionMilli)],
    ['planning.order', qty(row.orderMilli)],
    ['planning.pack', qty(row.packMilli)],
    ['planning.source', row.sourceName ?? t('planning.outside')],
  ] as const;
  return (
    <Section title={t('planning.positionTitle')}>
      <Facts facts={facts.map(([label, text]) => [t(label), text])} />
      {row.movementClass === null ? null : (
        <p>{t(`movementClassWhy.${row.movementClass}`, { excess: qty(row.excessMilli) })}</p>
      )}
      {row.shortAt === '' ? null : <p>{t('planning.shortThere', { places: row.shortAt })}</p>}
      {row.turnsCenti === null ? null : (
        <p className="dim">
          {t('planning.turnsWhy', {
            turns: (row.turnsCenti / 100).toFixed(2),
            days: row.daysTenths === null ? '–' : formatInteger(Math.round(row.daysTenths / 10)),
          })}
        </p>
      )}
    </Section>
  );
}

function Facts({ facts }: { facts: readonly (readonly [string, string])[] }) {
  return (
    <dl className="facts">
      {facts.map(([label, text]) => (
        <div key={label} style={{ display: 'contents' }}>
          <dt>{label}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
