import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DecisionInput } from '../../src-shared/contract/claims.contract.ts';
import type { ControlTotal, Selection } from '../../src-shared/contract/query.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useCall, useOrder } from '../api/use-api.ts';
import { useSession } from '../session/use-session.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { formatFen, formatInteger } from '../ui/format.ts';
import { Figure } from '../ui/Panel.tsx';
import { ErrorState, LoadingState } from '../ui/States.tsx';
import { Notice, Tag } from '../ui/Tag.tsx';
import { useProblemText } from '../ui/use-problem-text.ts';
import { statusTone } from './tones.ts';
import { HandOverDialog } from './HandOverDialog.tsx';
import { ReasonDialog } from './ReasonDialog.tsx';
import { PLAIN_APPROVAL } from './use-decide.ts';
import type { BulkAction } from './use-queue-keys.ts';

/** The rehearsal of a rejection asks with any reason; the one chosen comes with the order. */
const ANY_REASON = 'R26';

function askedOf(action: BulkAction, assignTo: string | null | undefined): DecisionInput {
  if (action === 'APPROVE') return PLAIN_APPROVAL;
  if (action === 'REJECT') return { ...PLAIN_APPROVAL, action, reasonCode: ANY_REASON };
  return { ...PLAIN_APPROVAL, action: 'ASSIGN', ...(assignTo === undefined ? {} : { assignTo }) };
}

interface BulkDialogProps {
  action: BulkAction;
  selection: Selection;
  onDone: (batchId: string, undoUntilMs: number | null) => void;
  onClose: () => void;
}

/** Count, sum and control total first; Enter confirms. What was confirmed is compared again before anything is queued. */
export function BulkDialog({ action, selection, onDone, onClose }: BulkDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const me = useSession().data?.user?.id ?? '';
  const [receiver, setReceiver] = useState<string | null | undefined>(undefined);
  const asked = askedOf(action, action === 'TAKE' ? me : receiver);
  // before a receiver is marked the rehearsal would only say that nobody is
  const total = useCall(
    ['claims', 'dryRun', selection, action, receiver],
    () => api.claims.dryRun({ selection, decision: asked }),
    { keep: true, enabled: action !== 'HAND_OVER' || receiver !== undefined },
  );
  const order = useOrder(
    (input: { expected: ControlTotal; decision: DecisionInput }) => api.claims.decideMany({ selection, ...input }),
    ({ batchId, undoUntilMs }) => onDone(batchId, undoUntilMs),
  );
  const confirm = (decision: DecisionInput): void => {
    if (total.data !== undefined && !order.isPending) {
      const { count, totalFen, controlNo } = total.data;
      order.mutate({ expected: { count, totalFen, controlNo }, decision });
    }
  };
  const facts = (
    <>
      {total.error === null ? null : <ErrorState error={total.error} />}
      {total.data === undefined && total.error === null && total.isFetching ? <LoadingState lines={2} /> : null}
      {total.data === undefined ? null : (
        <>
          <div className="figures">
            <Figure label={t('claims.bulkCount')} value={formatInteger(total.data.count)} testId="bulk-count" />
            <Figure label={t('claims.bulkSum')} value={`¥ ${formatFen(total.data.totalFen)}`} testId="bulk-sum" />
            <Figure
              label={t('claims.bulkControlNo')}
              value={formatInteger(total.data.controlNo)}
              testId="bulk-control"
            />
          </div>
          <table className="plain-table" data-testid="dry-run">
            <tbody>
              {total.data.outcomes.map((outcome) => (
                <tr key={outcome.statusTo ?? outcome.reason} data-testid="dry-run-row">
                  <td>
                    {outcome.statusTo === null ? (
                      <>
                        <Tag tone="bad">{t('claims.wouldRefuse')}</Tag>{' '}
                        {text({ reason: outcome.reason ?? '', details: outcome.details })}
                      </>
                    ) : (
                      <Tag tone={statusTone(outcome.statusTo)}>{t(`claimStatus.${outcome.statusTo}`)}</Tag>
                    )}
                  </td>
                  <td className="num">{formatInteger(outcome.count)}</td>
                  <td className="num">{formatFen(outcome.payableFen)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      {order.error === null ? null : <Notice tone="bad">{text(problemOf(order.error))}</Notice>}
      <span className="dim">{t('claims.bulkControl')}</span>
    </>
  );
  if (action === 'REJECT') {
    return (
      <ReasonDialog
        title={t('claims.bulk.REJECT')}
        confirmText={t('claims.bulk.REJECT')}
        noteRequired={false}
        note=""
        onClose={onClose}
        onConfirm={(reasonCode, note) => confirm({ ...PLAIN_APPROVAL, action: 'REJECT', reasonCode, note })}
      >
        {facts}
      </ReasonDialog>
    );
  }
  if (action === 'HAND_OVER') {
    return (
      <HandOverDialog
        title={t('claims.bulk.HAND_OVER')}
        holderId={null}
        mayRelease
        busy={order.isPending || total.data === undefined}
        onChoose={setReceiver}
        onClose={onClose}
        onConfirm={(assignTo, note) => confirm({ ...askedOf(action, assignTo), note })}
      >
        {facts}
      </HandOverDialog>
    );
  }
  return (
    <ConfirmDialog
      title={t(`claims.bulk.${action}`)}
      confirmText={t(`claims.bulk.${action}`)}
      onConfirm={() => confirm(asked)}
      onClose={onClose}
      busy={order.isPending}
      disabled={total.data === undefined || total.data.count === 0}
      testId="bulk-dialog"
    >
      {facts}
    </ConfirmDialog>
  );
}
