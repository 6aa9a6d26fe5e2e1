import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { ProvedClaim, SamplePlans } from '../../../src-shared/contract/sampling.contract.ts';
import { api } from '../../api/client.ts';
import { useCall } from '../../api/use-api.ts';
import type { GridColumn } from '../../grid/columns.tsx';
import { ListGrid } from '../../grid/ListGrid.tsx';
import { DateInput } from '../../ui/DateInput.tsx';
import { formatInteger, formatPercent } from '../../ui/format.ts';
import { useKeys, type KeyMap } from '../../ui/keyboard.ts';
import { Button } from '../../ui/Button.tsx';
import { Figure, Panel } from '../../ui/Panel.tsx';
import { ErrorState, LoadingState } from '../../ui/States.tsx';
import { useStoredState } from '../../ui/stored-state.ts';
import { Tag } from '../../ui/Tag.tsx';
import { openClaim } from '../open-claim.ts';

interface ProofPaneProps {
  tabs: ReactNode;
  keys: KeyMap;
  stored: SamplePlans;
}

const ProofView = z.object({ planId: z.string(), fromDate: z.string(), toDate: z.string() });

type Row = ProvedClaim & { rate: string; threshold: number };

const COLUMNS: readonly GridColumn<Row>[] = [
  { key: 'verdict', header: 'sampling.verdict', kind: 'word', words: 'sampleVerdict', width: 190 },
  { key: 'claimNo', header: 'book.claimNo', kind: 'code', width: 190 },
  { key: 'stationName', header: 'book.station', kind: 'text', width: 200, flex: 1 },
  { key: 'submittedDate', header: 'sampling.submitted', kind: 'date', width: 120 },
  { key: 'stratum', header: 'sampling.stratum', kind: 'word', words: 'sampleStratum', width: 170 },
  { key: 'rate', header: 'sampling.rate', kind: 'code', width: 100 },
  { key: 'threshold', header: 'sampling.threshold', kind: 'integer', width: 110 },
  { key: 'lot', header: 'sampling.lot', kind: 'integer', width: 100 },
];

/** A draw reckoned again on this computer, from the population and the seed, beside what is stored (decision 0361). */
export function ProofPane({ tabs, keys, stored }: ProofPaneProps) {
  const { t } = useTranslation();
  const { plans, today } = stored;
  const [view, setView] = useStoredState('sampling.proof', ProofView, {
    ...{ planId: '', fromDate: `${today.slice(0, 7)}-01`, toDate: today },
  });
  const plan = plans.find(({ id }) => id === view.planId) ?? plans.find(({ state }) => state === 'inForce') ?? plans[0];
  const isPossible = plan !== undefined && view.fromDate !== '' && view.fromDate <= view.toDate;
  const request = { planId: plan?.id ?? '', fromDate: view.fromDate, toDate: view.toDate };
  const proof = useCall(['sampling', 'proof', request], () => api.sampling.proof(request), {
    ...{ keep: true, forget: true, enabled: isPossible },
  });
  useKeys({ ...keys, KeyR: () => void proof.refetch() });
  const rows = useMemo(
    () =>
      (proof.data?.claims ?? []).map((claim): Row => ({
        ...claim,
        rate: formatPercent(claim.rateBp),
        threshold: claim.rateBp,
      })),
    [proof.data],
  );
  return (
    <div className="work">
      <Panel label={t('room.sampling')} testId="sampling-proof-page">
        <div className="tools">
          {tabs}
          <span className="sampling-fields">
            <select
              className="input sampling-which"
              value={plan?.id ?? ''}
              aria-label={t('sampling.plan')}
              data-testid="proof-plan"
              onChange={(event) => setView({ ...view, planId: event.target.value })}
            >
              {plans.map(({ id, code, fromDate }) => (
                <option key={id} value={id}>
                  {`${code} · ${fromDate}`}
                </option>
              ))}
            </select>
            <DateInput
              value={view.fromDate}
              label={t('report.from')}
              testId="proof-from"
              onChange={(fromDate) => setView({ ...view, fromDate })}
            />
            <DateInput
              value={view.toDate}
              label={t('report.to')}
              testId="proof-to"
              onChange={(toDate) => setView({ ...view, toDate })}
            />
          </span>
          <span className="grow" />
          <Button keyName="R" onClick={() => void proof.refetch()} disabled={!isPossible} testId="proof-again">
            {t('sampling.again')}
          </Button>
        </div>
        {proof.error === null ? null : <ErrorState error={proof.error} onRetry={() => void proof.refetch()} />}
        {plan === undefined ? <p className="dim sampling-note">{t('sampling.none')}</p> : null}
        {proof.data === undefined ? (
          isPossible && proof.error === null ? (
            <LoadingState lines={6} />
          ) : null
        ) : (
          <>
            <div className="sampling-figures" data-testid="proof-figures">
              <Figure
                label={t('sampling.population')}
                value={formatInteger(proof.data.population)}
                testId="proof-population"
              />
              <Figure label={t('sampling.drawn')} value={formatInteger(proof.data.drawn)} testId="proof-drawn" />
              <Figure label={t('sampling.minimum')} value={formatInteger(proof.data.minimum)} />
              <Figure
                label={t('sampling.result')}
                value={
                  proof.data.population === 0 ? (
                    '–'
                  ) : proof.data.differs === 0 ? (
                    <Tag tone="ok" testId="proof-agrees">
                      {t('sampling.agrees')}
                    </Tag>
                  ) : (
                    <Tag tone="bad" testId="proof-differs">
                      {t('sampling.differs', { count: proof.data.differs })}
                    </Tag>
                  )
                }
              />
              <Figure label={t('sampling.seed')} value={<span className="mono">{plan?.id}</span>} testId="proof-seed" />
            </div>
            <p className="dim sampling-note">{t('sampling.proofText')}</p>
            <ListGrid<Row>
              columns={COLUMNS}
              rows={rows}
              rowId={({ claimId }) => claimId}
              onOpen={({ claimId }) => openClaim({ id: claimId })}
              emptyText={t(proof.data.population === 0 ? 'sampling.noPopulation' : 'sampling.noneDrawn')}
              list="sampling.proof"
              testId="proof-grid"
            />
          </>
        )}
      </Panel>
    </div>
  );
}
