import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SamplePlans } from '../../../src-shared/contract/sampling.contract.ts';
import {
  checkSamplePlan,
  FIRST_SAMPLE_PLAN,
  PLAN_FIGURES,
  planDateFault,
} from '../../../src-shared/domain/claims/sample-plan.ts';
import { addDays } from '../../../src-shared/domain/units/dates.ts';
import { api } from '../../api/client.ts';
import { problemOf } from '../../api/problem.ts';
import { useOrder } from '../../api/use-api.ts';
import { Button } from '../../ui/Button.tsx';
import { DateInput } from '../../ui/DateInput.tsx';
import { formatPercent } from '../../ui/format.ts';
import { useKeys, type KeyMap } from '../../ui/keyboard.ts';
import { LeaveDialog } from '../../ui/LeaveDialog.tsx';
import { useLeaveGuard } from '../../ui/navigation.ts';
import { Panel, Section } from '../../ui/Panel.tsx';
import { Notice } from '../../ui/Tag.tsx';
import { showToast } from '../../ui/toasts.ts';
import { useProblemText } from '../../ui/use-problem-text.ts';
import { useSaveForm } from '../../ui/use-save-form.ts';
import { planDraftOf, readPlanDraft, type PlanDraft } from './plan-draft.ts';
import { PlanVersions } from './PlanVersions.tsx';

interface PlanPaneProps {
  tabs: ReactNode;
  keys: KeyMap;
  stored: SamplePlans;
  isEditor: boolean;
  onDirty: (isDirty: boolean) => void;
}

interface Draft {
  values: PlanDraft;
  fromDate: string;
  version: number;
}

/** The first figure, ready to be typed over. */
function beginTyping(): void {
  document.querySelector<HTMLInputElement>('.sampling-form input')?.select();
}

/** The plan in force, and the next one as a form; a day has one plan, so a change begins tomorrow at the earliest. */
export function PlanPane({ tabs, keys, stored, isEditor, onDirty }: PlanPaneProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const [draft, setDraft] = useState<Draft | null>(null);
  const [go, setGo] = useState<(() => void) | null>(null);
  const { plans, today } = stored;
  const coming = plans.find(({ state }) => state === 'coming');
  const inForce = plans.find(({ state }) => state === 'inForce');
  const shown = coming ?? inForce;
  const standing: Draft = {
    values: planDraftOf(shown?.figures ?? FIRST_SAMPLE_PLAN),
    fromDate: coming?.fromDate ?? (inForce === undefined ? today : addDays(today, 1)),
    version: stored.version,
  };
  const { values, fromDate, version } = draft ?? standing;
  const figures = readPlanDraft(values);
  const faults = checkSamplePlan(figures);
  const dateFault = planDateFault(fromDate, { today, hasPlanInForce: inForce !== undefined });
  const isChanged = draft !== null || shown === undefined;
  useEffect(() => onDirty(draft !== null), [draft, onDirty]);
  useEffect(() => () => onDirty(false), [onDirty]);
  const save = useOrder(api.sampling.savePlan, () => {
    setDraft(null);
    showToast({ text: t('sampling.saved') });
  });
  const canSave = isEditor && isChanged && faults.length === 0 && dateFault === null && !save.isPending;
  const submit = (onDone?: () => void): void => {
    if (canSave) save.mutate({ figures, fromDate, version }, onDone === undefined ? {} : { onSuccess: onDone });
  };
  const change = (next: Partial<Draft>): void => {
    save.reset();
    setDraft({ values, fromDate, version, ...next });
  };
  const form = useSaveForm(submit);
  useKeys({ ...keys, ...(isEditor ? { KeyE: beginTyping } : {}) });
  useLeaveGuard(draft !== null, (wanted) => setGo(() => wanted));
  const leave = (): void => {
    setGo(null);
    go?.();
  };
  return (
    <div className="work settings sampling-plan" data-testid="sampling-page">
      <Panel label={t('room.sampling')}>
        <div className="tools">
          {tabs}
          <span className="grow" />
          {isEditor ? (
            <Button keyName="E" onClick={beginTyping} testId="plan-edit">
              {t('sampling.edit')}
            </Button>
          ) : null}
        </div>
        <Section title={t(coming === undefined ? 'sampling.next' : 'sampling.coming')}>
          {inForce === undefined ? (
            <Notice tone="warn" testId="sampling-none">
              {t('sampling.none')}
            </Notice>
          ) : null}
          <p className="dim">{t(isEditor ? 'sampling.planText' : 'sampling.notEditor')}</p>
          <form className="settings-form sampling-form" {...form}>
            {PLAN_FIGURES.map(({ key, kind, least, most }) => {
              const isWrong = faults.some((fault) => fault.key === key);
              return (
                <label className="field" key={key}>
                  <span className="label">{t(`samplePlan.${key}`)}</span>
                  <span className="sampling-figure">
                    <input
                      className="input"
                      value={values[key]}
                      maxLength={6}
                      inputMode="decimal"
                      disabled={!isEditor}
                      aria-invalid={isWrong}
                      data-testid={`plan-${key}`}
                      onChange={(event) => change({ values: { ...values, [key]: event.target.value } })}
                    />
                    <span className="dim">{t(`samplePlanUnit.${key}`)}</span>
                    {isWrong ? (
                      <span className="hint cut" role="alert" data-testid={`plan-${key}-fault`}>
                        {t('sampling.range', {
                          least: kind === 'share' ? formatPercent(least) : least,
                          most: kind === 'share' ? formatPercent(most) : most,
                        })}
                      </span>
                    ) : null}
                  </span>
                </label>
              );
            })}
            <label className="field">
              <span className="label">{t('sampling.fromDate')}</span>
              <span className="sampling-figure">
                {isEditor ? (
                  <DateInput
                    value={fromDate}
                    label={t('sampling.fromDate')}
                    testId="plan-from"
                    onChange={(day) => change({ fromDate: day })}
                  />
                ) : (
                  fromDate
                )}
                {dateFault === null || !isEditor ? null : (
                  <span className="hint cut" role="alert" data-testid="plan-date-fault">
                    {text({ reason: dateFault, details: { today } })}
                  </span>
                )}
              </span>
            </label>
            {save.error === null ? null : (
              <Notice tone="bad" testId="plan-problem">
                {text(problemOf(save.error))}
              </Notice>
            )}
            {isEditor ? (
              <div className="dialog-foot">
                <Button
                  onClick={() => {
                    save.reset();
                    setDraft(null);
                  }}
                  disabled={draft === null}
                  testId="plan-reset"
                >
                  {t('settings.reset')}
                </Button>
                <Button type="submit" look="primary" keyName="Ctrl S" disabled={!canSave} testId="plan-save">
                  {t('ui.save')}
                </Button>
              </div>
            ) : null}
          </form>
        </Section>
      </Panel>
      <PlanVersions plans={plans} />
      {go === null ? null : (
        <LeaveDialog
          onStay={() => setGo(null)}
          onDrop={() => {
            setDraft(null);
            leave();
          }}
          onSave={canSave ? () => submit(leave) : undefined}
          busy={save.isPending}
        />
      )}
    </div>
  );
}
