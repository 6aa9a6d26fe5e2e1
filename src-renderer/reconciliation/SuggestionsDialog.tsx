import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReconDocument, ReconItemRow } from '../../src-shared/contract/reconciliation.contract.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useCall, useOrder } from '../api/use-api.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { formatInstant } from '../ui/format.ts';
import { ErrorState, LoadingState } from '../ui/States.tsx';
import { Notice } from '../ui/Tag.tsx';
import { showToast } from '../ui/toasts.ts';
import { useProblemText } from '../ui/use-problem-text.ts';
import { signedQty } from './recon.columns.tsx';

interface SuggestionsDialogProps {
  runId: string;
  row: ReconItemRow;
  onClose: () => void;
}

/** Pairs that look alike but are not the only ones: a person joins one, the program never does. */
export function SuggestionsDialog({ runId, row, onClose }: SuggestionsDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const [chosen, setChosen] = useState(0);
  const item = useCall(['reconciliation', 'item', row.id], () => api.reconciliation.item({ id: row.id }));
  const pairs = item.data?.suggestions ?? [];
  const pair = pairs[chosen];
  const order = useOrder(api.reconciliation.accept, ({ changed }) => {
    showToast({ text: t('recon.joined', { number: changed }) });
    onClose();
  });
  return (
    <ConfirmDialog
      title={t('recon.suggestTitle', { part: row.partNo })}
      confirmText={t('recon.suggestTake')}
      onConfirm={() => {
        if (pair !== undefined) order.mutate({ runId, oursId: pair.ours.id, erpId: pair.erp.id });
      }}
      onClose={onClose}
      busy={order.isPending}
      disabled={pair === undefined}
      testId="recon-suggestions"
    >
      {order.error === null ? null : <Notice tone="bad">{text(problemOf(order.error))}</Notice>}
      {item.error !== null ? <ErrorState error={item.error} /> : null}
      {item.data === undefined && item.error === null ? <LoadingState lines={3} /> : null}
      {item.data !== undefined && pairs.length === 0 ? <p>{t('recon.suggestNone')}</p> : null}
      {pairs.length === 0 ? null : (
        <>
          <p className="dim">{t('recon.suggestText')}</p>
          <select
            className="input"
            size={Math.min(8, Math.max(2, pairs.length))}
            autoFocus
            aria-label={t('recon.suggestions')}
            value={chosen}
            onChange={(event) => setChosen(Number(event.target.value))}
            data-testid="recon-pairs"
          >
            {pairs.map(({ ours, erp }, index) => (
              <option key={`${ours.id} ${erp.id}`} value={index}>
                {`${documentText(ours)}  ↔  ${documentText(erp)}`}
              </option>
            ))}
          </select>
        </>
      )}
    </ConfirmDialog>
  );
}

const documentText = ({ docNo, atMs, qtyMilli }: ReconDocument): string =>
  `${docNo ?? '–'} ${formatInstant(atMs).slice(5, 10)} ${signedQty(qtyMilli)}`;
