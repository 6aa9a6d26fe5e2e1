import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PreparationLineRow } from '../../../src-shared/contract/preparation.contract.ts';
import type { GridQuery } from '../../../src-shared/contract/query.ts';
import type { PreparationStep } from '../../../src-shared/domain/parts/preparation-plan.ts';
import { api } from '../../api/client.ts';
import { useCall, useRefresh, useThing } from '../../api/use-api.ts';
import { RoomList } from '../../grid/RoomList.tsx';
import { Button } from '../../ui/Button.tsx';
import { formatInteger } from '../../ui/format.ts';
import { LoadedPage } from '../../ui/LoadedPage.tsx';
import { navigate } from '../../ui/navigation.ts';
import { StepButtons, usePaperSteps, type StepTable } from '../../ui/paper-steps.tsx';
import { Tag } from '../../ui/Tag.tsx';
import '../planning.css';
import { ChangeDialog } from './ChangeDialog.tsx';
import { LineFacts } from './LineFacts.tsx';
import { PlanStepDialog } from './PlanStepDialog.tsx';
import { PREPARATION_LINE_COLUMNS, PREPARATION_TONES } from './preparation.columns.tsx';

type Detail = Awaited<ReturnType<typeof api.parts.preparation>>;
type Totals = Awaited<ReturnType<typeof api.parts.preparationLines>>['totals'];

const WATCHED = ['preparation_line', 'preparation_plan', 'goods_order', 'purchase_request'] as const;
const back = (): void => navigate('parts', 'preparation');

/** One preparation plan: its lines with their reasons, and the step that is due. */
export function PreparationPage({ id }: { id: string }) {
  const answer = useThing(['parts', 'preparation'], id, (thing) => api.parts.preparation({ id: thing }));
  return (
    <LoadedPage answer={answer} back={back}>
      {(detail) => <Plan detail={detail} />}
    </LoadedPage>
  );
}

const STEPS: StepTable<PreparationStep> = [
  ['review', 'S', 'primary'],
  ['approve', 'A', 'primary'],
  ['release', 'L', 'primary'],
  ['finish', 'F', 'primary'],
  ['sendBack', 'R', 'danger'],
  ['cancel', 'V', 'normal'],
];

type Open = { dialog: 'step'; step: PreparationStep } | { dialog: 'change'; line: PreparationLineRow };

function Plan({ detail: { row, allowedSteps, mayChange } }: { detail: Detail }) {
  const { t } = useTranslation();
  const [current, setCurrent] = useState<PreparationLineRow | null>(null);
  const line = useLine(current);
  const { open, setOpen, close, done, steps, keys } = usePaperSteps<PreparationStep, Open>({
    table: STEPS,
    allowed: allowedSteps,
    words: (step) => t(`preparationStep.${step}`),
    openOf: (step) => ({ dialog: 'step', step }),
    refresh: useRefresh('parts'),
  });
  const change = (line: PreparationLineRow | null): void =>
    line !== null && mayChange && line.wantMilli !== null ? setOpen({ dialog: 'change', line }) : undefined;
  const ofPlan = (query: GridQuery): GridQuery => ({
    ...query,
    filters: [...query.filters, { column: 'planNo', op: 'in', values: [row.planNo] }],
  });
  return (
    <div className="work counts-work" data-testid="preparation-page">
      <div className="planning-columns">
        <RoomList<PreparationLineRow, Totals>
          label={t('preparation.one', { no: row.planNo })}
          list="parts.preparationLines"
          columns={PREPARATION_LINE_COLUMNS}
          load={(page) => api.parts.preparationLines({ ...page, query: ofPlan(page.query) })}
          totalsKey={['parts', `preparationLines ${row.id}`]}
          order={(asked) => api.parts.preparationLineOrder({ ...asked, query: ofPlan(asked.query) })}
          onOpen={change}
          onCurrent={setCurrent}
          exporting={{ source: 'preparationLines', title: t('preparation.one', { no: row.planNo }), within: ofPlan }}
          keys={(state) => ({
            ...keys,
            KeyE: () => change(state.current),
          })}
          tabs={
            <>
              <Button onClick={back} keyName="Esc">
                {t('ui.back')}
              </Button>
              <b className="mono" data-testid="preparation-no">
                {row.planNo}
              </b>
              <Tag tone={PREPARATION_TONES[row.status]} testId="preparation-status">
                {t(`preparationStatus.${row.status}`)}
              </Tag>
              <span>{row.warehouseName}</span>
            </>
          }
          tools={() => (
            <>
              {mayChange ? (
                <Button keyName="E" onClick={() => change(current)} disabled={current === null} testId="change-line">
                  {t('preparation.change')}
                </Button>
              ) : null}
              <StepButtons steps={steps} />
            </>
          )}
          figures={(totals) => <Figures totals={totals} />}
          emptyText={() => t('preparation.nothingFound')}
          watch={WATCHED}
          testId="preparation-lines"
        />
        <LineFacts plan={row} line={line} />
      </div>
      {open?.dialog === 'change' ? <ChangeDialog plan={row} line={open.line} onDone={done} onClose={close} /> : null}
      {open?.dialog === 'step' ? <PlanStepDialog plan={row} step={open.step} onDone={done} onClose={close} /> : null}
    </div>
  );
}

/** The line under the keyboard as it is now: somebody may have changed it since the grid read it. */
function useLine(current: PreparationLineRow | null): PreparationLineRow | null {
  const id = current?.id ?? '';
  const query = { filters: [{ column: 'id', op: 'in' as const, values: [id] }], text: '', sort: [] };
  const found = useCall(['parts', 'preparationLine', id], () =>
    api.parts.preparationLines({ query, offset: 0, limit: 1 }),
  );
  return found.data?.rows[0] ?? current;
}

function Figures({ totals: { short, changed, withheld } }: { totals: Totals }) {
  const { t } = useTranslation();
  return (
    <>
      <span>
        {t('preparation.short')} <b data-testid="preparation-short">{formatInteger(short)}</b>
      </span>
      <span>
        {t('preparation.changed')} <b>{formatInteger(changed)}</b>
      </span>
      {withheld === 0 ? null : <span>{t('recon.withheld', { number: withheld })}</span>}
    </>
  );
}
