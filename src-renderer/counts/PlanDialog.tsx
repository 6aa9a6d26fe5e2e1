import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CountPlanRequest } from '../../src-shared/contract/counts.contract.ts';
import { COUNT_TYPES, type CountType } from '../../src-shared/domain/counts/sheet-transition.ts';
import { COUNT_MODES, type CountMode } from '../../src-shared/domain/counts/expected-at-count.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useCall, useOrder } from '../api/use-api.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { dayOfInstant, formatInteger } from '../ui/format.ts';
import { ErrorState, LoadingState } from '../ui/States.tsx';
import { Chip, Notice } from '../ui/Tag.tsx';
import { showToast } from '../ui/toasts.ts';
import { useProblemText } from '../ui/use-problem-text.ts';

/** The three buttons of design §8; the other kinds stand behind "more". */
const FIRST_TYPES: readonly CountType[] = ['CYCLE', 'SPOT', 'FULL'];

interface PlanDraft {
  type: CountType;
  name: string;
  warehouseId: string;
  zone: string;
  counterUserId: string;
  recounterUserId: string;
  size: string;
  mode: CountMode;
  blind: boolean;
  release: boolean;
}

const EMPTY: PlanDraft = {
  ...{ type: 'CYCLE', name: '', warehouseId: '', zone: '', counterUserId: '', recounterUserId: '', size: '' },
  ...{ mode: 'ROLL', blind: true, release: true },
};

type Options = Awaited<ReturnType<typeof api.counts.options>>;

/** A new count: which kind, where, who counts and who counts again; Enter freezes the book and sends the sheets out. */
export function PlanDialog({ onDone, onClose }: { onDone: (sheetIds: string[]) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const [draft, setDraft] = useState<PlanDraft>(EMPTY);
  const options = useCall(['counts', 'options'], () => api.counts.options({}));
  const request = CountPlanRequest.safeParse(requestOf(draft, options.data, t(`countType.${draft.type}`)));
  const plan = useOrder(api.counts.plan, ({ sheetIds, lineCount }) => {
    showToast({ text: t('counts.planned.done', { sheets: sheetIds.length, lines: lineCount }) });
    onDone(sheetIds);
  });
  return (
    <ConfirmDialog
      title={t('counts.plan')}
      confirmText={t(draft.release ? 'counts.planRelease' : 'counts.planOnly')}
      onConfirm={() => {
        if (request.success) plan.mutate(request.data);
      }}
      onClose={onClose}
      busy={plan.isPending}
      disabled={!request.success}
      width={640}
      testId="plan-dialog"
    >
      {plan.error === null ? null : (
        <Notice tone="bad" testId="plan-refused">
          {text(problemOf(plan.error))}
        </Notice>
      )}
      {options.error !== null ? <ErrorState error={options.error} /> : null}
      {options.data === undefined ? (
        <LoadingState lines={6} />
      ) : (
        <PlanFields draft={draft} options={options.data} onChange={(change) => setDraft({ ...draft, ...change })} />
      )}
    </ConfirmDialog>
  );
}

interface FieldsProps {
  draft: PlanDraft;
  options: Options;
  onChange: (change: Partial<PlanDraft>) => void;
}

function PlanFields({ draft, options, onChange }: FieldsProps) {
  const { t } = useTranslation();
  const [more, setMore] = useState(false);
  const types = more ? COUNT_TYPES : FIRST_TYPES;
  const warehouse = warehouseOf(draft, options);
  const { counter, recounter } = peopleOf(draft, options);
  return (
    <div className="run-fields">
      <div className="chips wide" role="group" aria-label={t('counts.type')}>
        {types.map((type) => (
          <Chip key={type} on={draft.type === type} onClick={() => onChange({ type })} testId={`plan-type-${type}`}>
            {t(`countType.${type}`)}
          </Chip>
        ))}
        {more ? null : (
          <Chip onClick={() => setMore(true)} testId="plan-more">
            {t('counts.more')}
          </Chip>
        )}
      </div>
      <p className="dim wide">{t(`countTypeText.${draft.type}`)}</p>
      <Field label={t('counts.warehouse')}>
        <select
          className="input"
          value={warehouse?.id ?? ''}
          autoFocus
          onChange={(event) => onChange({ warehouseId: event.target.value, zone: '' })}
          data-testid="plan-warehouse"
        >
          {options.warehouses.map(({ id, code, name }) => (
            <option key={id} value={id}>{`${code} ${name}`}</option>
          ))}
        </select>
      </Field>
      <Field label={t('counts.zone')}>
        <select
          className="input"
          value={draft.zone}
          onChange={(event) => onChange({ zone: event.target.value })}
          data-testid="plan-zone"
        >
          <option value="">{t('counts.allZones')}</option>
          {(warehouse?.zones ?? []).map((zone) => (
            <option key={zone} value={zone}>
              {zone}
            </option>
          ))}
        </select>
      </Field>
      <Field label={t('counts.counter')}>
        <People
          value={counter}
          people={options.people}
          onChange={(counterUserId) => onChange({ counterUserId })}
          testId="plan-counter"
        />
      </Field>
      <Field label={t('counts.recounter')}>
        <People
          value={recounter}
          people={options.people.filter(({ id }) => id !== counter)}
          onChange={(recounterUserId) => onChange({ recounterUserId })}
          testId="plan-recounter"
        />
      </Field>
      {draft.type === 'CYCLE' || draft.type === 'SPOT' ? (
        <Field label={t(draft.type === 'CYCLE' ? 'counts.capacity' : 'counts.samplePct')}>
          <input
            className="input num"
            inputMode="numeric"
            value={draft.size}
            placeholder={t('counts.asSet')}
            onChange={(event) => onChange({ size: event.target.value })}
            data-testid="plan-size"
          />
        </Field>
      ) : null}
      {draft.type === 'CYCLE' && warehouse !== undefined ? <Load load={warehouse.load} /> : null}
      <Field label={t('counts.name')}>
        <input
          className="input"
          maxLength={60}
          value={draft.name}
          placeholder={t(`countType.${draft.type}`)}
          onChange={(event) => onChange({ name: event.target.value })}
          data-testid="plan-name"
        />
      </Field>
      <Field label={t('counts.mode')}>
        <select
          className="input"
          value={draft.mode}
          onChange={(event) => onChange({ mode: event.target.value as CountMode })}
          data-testid="plan-mode"
        >
          {COUNT_MODES.map((mode) => (
            <option key={mode} value={mode}>
              {t(`countMode.${mode}`)}
            </option>
          ))}
        </select>
      </Field>
      <label className="wide">
        <input
          type="checkbox"
          checked={draft.blind}
          onChange={(event) => onChange({ blind: event.target.checked })}
          data-testid="plan-blind"
        />{' '}
        {t('counts.blindText')}
      </label>
      <label className="wide">
        <input
          type="checkbox"
          checked={draft.release}
          onChange={(event) => onChange({ release: event.target.checked })}
          data-testid="plan-release"
        />{' '}
        {t('counts.releaseText')}
      </label>
    </div>
  );
}

/** How many lines a day keep every key to its turn, with the figures it follows from. */
function Load({ load }: { load: Options['warehouses'][number]['load'] }) {
  const { t } = useTranslation();
  const terms = load.classes.map(({ keys, countsPerYear }) => `${formatInteger(keys)}·${String(countsPerYear)}`);
  return (
    <p className="dim wide" data-testid="plan-load">
      {t('counts.cycleLoad', {
        ...{ terms: terms.join(' + '), workdays: load.workdays, perDay: (load.loadPerDayCenti / 100).toFixed(1) },
        lines: formatInteger(load.capacityLines),
      })}
    </p>
  );
}

function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    <label className="field">
      <span className="label">{label}</span>
      {children}
    </label>
  );
}

interface PeopleProps {
  value: string;
  people: Options['people'];
  onChange: (id: string) => void;
  testId: string;
}

function People({ value, people, onChange, testId }: PeopleProps) {
  const { t } = useTranslation();
  return (
    <select className="input" value={value} onChange={(event) => onChange(event.target.value)} data-testid={testId}>
      {people.map(({ id, name, roles }) => (
        <option key={id} value={id}>
          {`${name} · ${roles.map((role) => t(`role.${role}`)).join(t('ui.listMark'))}`}
        </option>
      ))}
    </select>
  );
}

function warehouseOf(draft: PlanDraft, options: Options | undefined): Options['warehouses'][number] | undefined {
  return options?.warehouses.find(({ id }) => id === draft.warehouseId) ?? options?.warehouses[0];
}

/** Who was chosen, else the first counter and the first recounter. */
function peopleOf(draft: PlanDraft, options: Options | undefined): { counter: string; recounter: string } {
  const people = options?.people ?? [];
  const first = (role: string, not: string): string =>
    people.find(({ id, roles }) => id !== not && roles.includes(role))?.id ??
    people.find(({ id }) => id !== not)?.id ??
    '';
  const counter = draft.counterUserId === '' ? first('counter', '') : draft.counterUserId;
  const chosen = draft.recounterUserId === counter ? '' : draft.recounterUserId;
  return { counter, recounter: chosen === '' ? first('recounter', counter) : chosen };
}

function requestOf(draft: PlanDraft, options: Options | undefined, typeName: string): unknown {
  const { counter, recounter } = peopleOf(draft, options);
  const size = draft.size.trim() === '' ? null : Number(draft.size);
  return {
    ...{ type: draft.type, name: draft.name.trim() === '' ? typeName : draft.name },
    ...{ warehouseId: warehouseOf(draft, options)?.id, zones: draft.zone === '' ? [] : [draft.zone] },
    ...{ blind: draft.blind, mode: draft.mode, plannedDate: dayOfInstant(Date.now()) },
    ...{ counterUserId: counter, recounterUserId: recounter === '' ? null : recounter },
    capacity: draft.type === 'CYCLE' ? size : null,
    samplePctBp: draft.type === 'SPOT' && size !== null ? size * 100 : null,
    release: draft.release,
  };
}
