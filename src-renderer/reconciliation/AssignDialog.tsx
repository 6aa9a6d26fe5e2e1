import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReconItemRow } from '../../src-shared/contract/reconciliation.contract.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useCall, useOrder } from '../api/use-api.ts';
import { DateInput } from '../ui/DateInput.tsx';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { dayOfInstant } from '../ui/format.ts';
import { Notice } from '../ui/Tag.tsx';
import { showToast } from '../ui/toasts.ts';
import { useProblemText } from '../ui/use-problem-text.ts';

interface AssignDialogProps {
  runId: string;
  itemIds: string[];
  row: ReconItemRow | null;
  onClose: () => void;
}

const DAY_MS = 86_400_000;
const FIRST_DUE_DAYS = 5;

/** Who answers for a difference, until when, and what is being done about it. */
export function AssignDialog({ runId, itemIds, row, onClose }: AssignDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const options = useCall(['reconciliation', 'options'], () => api.reconciliation.options({}));
  const people = options.data?.people ?? [];
  const only = itemIds.length === 1 ? row : null;
  const [chosen, setChosen] = useState(only?.ownerUserId ?? '');
  const [dueDate, setDueDate] = useState(only?.dueDate ?? dayOfInstant(Date.now() + FIRST_DUE_DAYS * DAY_MS));
  const [resolution, setResolution] = useState(only?.resolution ?? '');
  const ownerUserId = chosen === '' ? (people[0]?.id ?? '') : chosen;
  const order = useOrder(api.reconciliation.assign, ({ assigned }) => {
    showToast({ text: t('recon.assigned', { number: assigned }) });
    onClose();
  });
  return (
    <ConfirmDialog
      title={
        only === null
          ? t('recon.assignMany', { number: itemIds.length })
          : `${t('recon.assign')} · ${only.partNo} ${only.partName}`
      }
      confirmText={t('recon.assignSave')}
      onConfirm={() => {
        const note = resolution.trim();
        order.mutate({ runId, itemIds, ownerUserId, dueDate, resolution: note === '' ? null : note });
      }}
      onClose={onClose}
      busy={order.isPending}
      disabled={ownerUserId === '' || dueDate === ''}
      testId="recon-assign-dialog"
    >
      {order.error === null ? null : <Notice tone="bad">{text(problemOf(order.error))}</Notice>}
      <label className="field">
        <span className="label">{t('recon.owner')}</span>
        <select
          className="input"
          autoFocus
          value={ownerUserId}
          onChange={(event) => setChosen(event.target.value)}
          data-testid="recon-owner"
        >
          {people.map(({ id, name, roles }) => (
            <option key={id} value={id}>
              {`${name} · ${roles.map((role) => t(`role.${role}`)).join(t('ui.listMark'))}`}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span className="label">{t('recon.due')}</span>
        <DateInput value={dueDate} label={t('recon.due')} onChange={setDueDate} testId="recon-due" />
      </label>
      <label className="field">
        <span className="label">{t('recon.resolution')}</span>
        <input
          className="input"
          maxLength={200}
          value={resolution}
          placeholder={t('recon.resolutionHint')}
          onChange={(event) => setResolution(event.target.value)}
          data-testid="recon-resolution"
        />
      </label>
    </ConfirmDialog>
  );
}
