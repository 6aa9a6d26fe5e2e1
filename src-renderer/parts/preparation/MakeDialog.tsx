import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PreparationRequest } from '../../../src-shared/contract/preparation.contract.ts';
import { api } from '../../api/client.ts';
import { problemOf } from '../../api/problem.ts';
import { useOrder } from '../../api/use-api.ts';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Tag.tsx';
import { showToast } from '../../ui/toasts.ts';
import { useProblemText } from '../../ui/use-problem-text.ts';

interface MakeDialogProps {
  sources: readonly { id: string; name: string; supplied: number }[];
  weeks: number;
  onDone: (planId: string) => void;
  onClose: () => void;
}

/** For which source, how far ahead, and how much of the usual demand: the rest is worked out on the server. */
export function MakeDialog({ sources, weeks: usualWeeks, onDone, onClose }: MakeDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const [warehouseId, setWarehouseId] = useState(sources[0]?.id ?? '');
  const [weeks, setWeeks] = useState(String(usualWeeks));
  const [season, setSeason] = useState('100');
  const [note, setNote] = useState('');
  const order = useOrder(api.parts.makePreparation, ({ planId, planNo, lines }) => {
    showToast({ text: t('preparation.made', { no: planNo, lines }) });
    onDone(planId);
  });
  const request = PreparationRequest.safeParse({
    ...{ warehouseId, weeks: Number(weeks), seasonBp: Math.round(Number(season) * 100), note },
  });
  const number = (label: string, value: string, set: (value: string) => void, testId: string) => (
    <label className="field">
      <span className="label">{t(label)}</span>
      <input
        className="input num"
        inputMode="decimal"
        value={value}
        onChange={(event) => set(event.target.value.normalize('NFKC'))}
        data-testid={testId}
      />
    </label>
  );
  return (
    <ConfirmDialog
      title={t('preparation.make')}
      confirmText={t('preparation.makeConfirm')}
      onConfirm={() => (request.success ? order.mutate(request.data) : undefined)}
      onClose={onClose}
      busy={order.isPending}
      disabled={!request.success}
      testId="make-dialog"
    >
      {order.error === null ? null : (
        <Notice tone="bad" testId="make-refused">
          {text(problemOf(order.error))}
        </Notice>
      )}
      <p className="dim">{t('preparation.makeText')}</p>
      <label className="field">
        <span className="label">{t('preparation.source')}</span>
        <select
          className="input"
          autoFocus
          value={warehouseId}
          onChange={(event) => setWarehouseId(event.target.value)}
          data-testid="make-source"
        >
          {sources.map(({ id, name, supplied }) => (
            <option key={id} value={id}>
              {t('preparation.sourceOf', { name, supplied })}
            </option>
          ))}
        </select>
      </label>
      {number('preparation.weeksAhead', weeks, setWeeks, 'make-weeks')}
      {number('preparation.seasonPercent', season, setSeason, 'make-season')}
      <label className="field">
        <span className="label">{t('preparation.note')}</span>
        <input
          className="input"
          maxLength={200}
          value={note}
          onChange={(event) => setNote(event.target.value)}
          data-testid="make-note"
        />
      </label>
    </ConfirmDialog>
  );
}
