import { useTranslation } from 'react-i18next';
import type { SamplePlanVersion } from '../../../src-shared/contract/sampling.contract.ts';
import { formatInstant, formatPercent } from '../../ui/format.ts';
import { Panel, Section } from '../../ui/Panel.tsx';
import { EmptyState } from '../../ui/States.tsx';
import { Tag, type Tone } from '../../ui/Tag.tsx';

const TONES: Readonly<Record<SamplePlanVersion['state'], Tone>> = { past: 'done', inForce: 'ok', coming: 'info' };

/** Every version of the plan with its days; its id is the seed of the draws, so it stands there as well. */
export function PlanVersions({ plans }: { plans: readonly SamplePlanVersion[] }) {
  const { t } = useTranslation();
  return (
    <Panel label={t('sampling.versions')}>
      <Section title={t('sampling.versions')} testId="plan-versions">
        {plans.length === 0 ? <EmptyState title={t('sampling.noVersions')} /> : null}
        {plans.map((plan) => (
          <article key={plan.id} className="sampling-version" data-testid="plan-version">
            <header>
              <b>{plan.code}</b> <Tag tone={TONES[plan.state]}>{t(`sampling.state.${plan.state}`)}</Tag>{' '}
              <span>
                {plan.untilDate === null
                  ? t('sampling.since', { from: plan.fromDate })
                  : t('sampling.days', { from: plan.fromDate, to: plan.untilDate })}
              </span>
            </header>
            <p>
              {t('sampling.summary', {
                base: formatPercent(plan.figures.baseBp),
                newStation: formatPercent(plan.figures.newStationBp),
                months: plan.figures.newStationMonths,
                ownFleet: formatPercent(plan.figures.ownFleetBp),
                fraudMonths: plan.figures.afterFraudMonths,
                minimum: plan.figures.minimumPerStationMonth,
              })}
            </p>
            <p className="dim">
              {t('sampling.seed')} <span className="mono">{plan.id}</span>
              {plan.savedAtMs === null
                ? null
                : ` · ${t('sampling.savedBy', { name: plan.savedByName === 'system' ? t('sampling.bySetup') : (plan.savedByName ?? ''), time: formatInstant(plan.savedAtMs) })}`}
            </p>
          </article>
        ))}
      </Section>
    </Panel>
  );
}
