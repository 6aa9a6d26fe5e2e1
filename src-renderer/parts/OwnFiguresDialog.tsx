import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OwnPlanFigures, type PlanningRow } from '../../src-shared/contract/parts.contract.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useOrder } from '../api/use-api.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { Notice } from '../ui/Tag.tsx';
import { showToast } from '../ui/toasts.ts';
import { useProblemText } from '../ui/use-problem-text.ts';
import { milliOf, milliText } from './milli-text.ts';

const FIELDS = ['safetyMilli', 'reorderMilli', 'maxMilli', 'packMilli', 'moqMilli'] as const;
type Draft = Record<(typeof FIELDS)[number], string>;
const LABELS: Readonly<Record<(typeof FIELDS)[number], string>> = {
  safetyMilli: 'planning.ownSafety',
  reorderMilli: 'planning.ownReorder',
  maxMilli: 'planning.ownMax',
  packMilli: 'planning.pack',
  moqMilli: 'planning.moq',
};

/** A planner's own figures; what was computed stays beside them. */
export function OwnFiguresDialog({ row, onClose }: { row: PlanningRow; onClose: () => void }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const [draft, setDraft] = useState<Draft>(() => draftOf(row));
  const own = OwnPlanFigures.safeParse(Object.fromEntries(FIELDS.map((field) => [field, milliOf(draft[field])])));
  const order = useOrder(api.parts.adoptPlanning, ({ adopted }) => {
    showToast({ text: t('planning.adopted', { number: adopted }) });
    onClose();
  });
  return (
    <ConfirmDialog
      title={`${t('planning.own')} · ${row.partNo} ${row.warehouseName}`}
      confirmText={t('planning.ownSave')}
      onConfirm={() => (own.success ? order.mutate({ settingIds: [row.id], own: own.data }) : undefined)}
      onClose={onClose}
      busy={order.isPending}
      disabled={!own.success}
      testId="own-dialog"
    >
      {order.error === null ? null : <Notice tone="bad">{text(problemOf(order.error))}</Notice>}
      {FIELDS.map((field, at) => (
        <label className="field" key={field}>
          <span className="label">{t(LABELS[field])}</span>
          <input
            className="input num"
            inputMode="decimal"
            autoFocus={at === 0}
            value={draft[field]}
            onChange={(event) => setDraft({ ...draft, [field]: event.target.value })}
            data-testid={`own-${field}`}
          />
        </label>
      ))}
      <p className="dim">
        {t('planning.ownHint', {
          safety: milliText(row.computedSafetyMilli) || '–',
          reorder: milliText(row.computedReorderMilli) || '–',
        })}
      </p>
    </ConfirmDialog>
  );
}

function draftOf(row: PlanningRow): Draft {
  return {
    safetyMilli: milliText(row.safetyMilli ?? row.computedSafetyMilli),
    reorderMilli: milliText(row.reorderMilli ?? row.computedReorderMilli),
    maxMilli: milliText(row.maxMilli ?? row.computedMaxMilli),
    packMilli: milliText(row.packMilli ?? 1000),
    moqMilli: milliText(row.moqMilli ?? 0),
  };
}
