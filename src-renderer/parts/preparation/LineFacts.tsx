import { useTranslation } from 'react-i18next';
import type { PreparationLineRow, PreparationRow } from '../../../src-shared/contract/preparation.contract.ts';
import { formatInstant, formatPercent, formatQty } from '../../ui/format.ts';
import { Panel, Section } from '../../ui/Panel.tsx';
import { packText } from '../pack-text.ts';

const qty = (milli: number | null): string => (milli === null ? '–' : formatQty(milli));

/** Why the line under the keyboard has its figures, and how far the plan has come. */
export function LineFacts({ plan, line }: { plan: PreparationRow; line: PreparationLineRow | null }) {
  const { t } = useTranslation();
  return (
    <Panel testId="preparation-facts">
      <div className="scroll" tabIndex={0}>
        {line === null ? <p className="dim">{t('planning.chooseRow')}</p> : <Why line={line} />}
        <Section title={t('preparation.course')} testId="preparation-course">
          <dl className="facts">
            {courseOf(plan).map(([label, value]) => (
              <div key={label} style={{ display: 'contents' }}>
                <dt>{t(label)}</dt>
                <dd>{value === '' ? '–' : value}</dd>
              </div>
            ))}
          </dl>
        </Section>
      </div>
    </Panel>
  );
}

function courseOf(plan: PreparationRow): readonly (readonly [string, string])[] {
  const who = (name: string | null, atMs: number | null): string =>
    name === null || atMs === null ? '' : `${name} ${formatInstant(atMs)}`;
  return [
    ['preparation.horizon', `${plan.fromDate} – ${plan.toDate}`],
    ['preparation.season', formatPercent(plan.seasonBp)],
    ['preparation.madeBy', who(plan.madeByName, plan.madeAtMs)],
    ['preparation.reviewedBy', who(plan.reviewedByName, plan.reviewedAtMs)],
    ['preparation.approvedBy', who(plan.approvedByName, plan.approvedAtMs)],
    ['preparation.releasedBy', who(plan.releasedByName, plan.releasedAtMs)],
    ['preparation.transfers', String(plan.transferCount)],
    ['preparation.purchaseNo', plan.purchaseNo ?? ''],
    ['preparation.note', plan.note ?? ''],
    ['preparation.stepNote', plan.stepNote ?? ''],
  ];
}

/** Each number in a sentence with those it comes from. */
function Why({ line }: { line: PreparationLineRow }) {
  const { t } = useTranslation();
  const sentences = line.outcome === 'WITHHELD' ? ['WITHHELD'] : ['gross', 'position', 'want', line.outcome];
  const values = {
    ...{ mean: qty(line.weekMeanMilli), weeks: line.weeks, season: formatPercent(line.seasonBp) },
    ...{ safety: qty(line.safetyMilli), gross: qty(line.grossMilli), available: qty(line.availableMilli) },
    ...{ transit: qty(line.inTransitMilli), ordered: qty(line.onOrderMilli), backlog: qty(line.backlogMilli) },
    ...{ position: qty(line.positionMilli), net: qty(line.netMilli), pack: packText(line.packMilli ?? 0) },
    ...{ want: qty(line.wantMilli), vor: qty(line.vorWantMilli), supply: qty(line.supplyMilli) },
    ...{ wanted: qty(line.wantedMilli), proposed: qty(line.proposedMilli) },
  };
  return (
    <Section title={`${line.partNo} · ${line.warehouseName}`}>
      <div className="words">{line.partName}</div>
      <div data-testid="preparation-why">
        {sentences.map((sentence) => (
          <p key={sentence}>{t(`preparationWhy.${sentence}`, values)}</p>
        ))}
      </div>
      {line.changeReason === null ? null : (
        <p data-testid="preparation-change">
          {t('preparationWhy.changed', {
            ...{ confirmed: qty(line.confirmedMilli), by: line.changedByName ?? '', reason: line.changeReason },
          })}
        </p>
      )}
      {line.orderId === null ? null : (
        <p>
          {t('preparationWhy.transfer', {
            no: line.orderNo ?? t('logistics.draftNo', { tail: line.orderId.slice(-5) }),
          })}
        </p>
      )}
    </Section>
  );
}
