import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { formatInteger } from '../ui/format.ts';
import { Figure } from '../ui/Panel.tsx';
import { ErrorState, LoadingState } from '../ui/States.tsx';
import { Tag } from '../ui/Tag.tsx';
import { runToastAction } from '../ui/toasts.ts';
import { useProblemText } from '../ui/use-problem-text.ts';

const TONES = { waiting: 'wait', applied: 'ok', conflict: 'bad', rejected: 'bad' } as const;
const ASK_EVERY_MS = 700;
const MOST_LISTED = 500;

/** The result of a bulk decision, row by row; refused rows first, each with its reason. */
export function BatchDialog({ batchId, onClose }: { batchId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const batch = useCall(['claims', 'batch', batchId], () => api.claims.batch({ batchId }), {
    keep: true,
    refetchEveryMs: ASK_EVERY_MS,
  });
  const { data } = batch;
  const refusedFirst = [...(data?.results ?? [])].sort(
    (a, b) => Number(a.outcome === 'applied') - Number(b.outcome === 'applied'),
  );
  return (
    <Dialog
      title={t('claims.batchTitle')}
      onClose={onClose}
      width={640}
      testId="batch-dialog"
      foot={
        <>
          <Button keyName="Z" onClick={() => runToastAction()}>
            {t('ui.undo')}
          </Button>
          <Button look="primary" keyName="Esc" onClick={onClose} autoFocus testId="batch-close">
            {t('ui.close')}
          </Button>
        </>
      }
    >
      {batch.error === null ? null : <ErrorState error={batch.error} />}
      {data === undefined ? (
        <LoadingState lines={4} />
      ) : (
        <>
          <div className="figures">
            <Figure label={t('claims.batch.total')} value={formatInteger(data.total)} />
            <Figure label={t('outcome.applied')} value={formatInteger(data.applied)} testId="batch-applied" />
            <Figure label={t('outcome.waiting')} value={formatInteger(data.waiting)} testId="batch-waiting" />
            <Figure label={t('outcome.rejected')} value={formatInteger(data.refused)} testId="batch-refused" />
          </div>
          <div className="batch-list">
            <table className="plain-table">
              <tbody>
                {refusedFirst.slice(0, MOST_LISTED).map((row) => (
                  <tr key={row.claimId} data-testid="batch-row">
                    <td className="mono">{row.no ?? row.claimId}</td>
                    <td>
                      <Tag tone={TONES[row.outcome]}>{t(`outcome.${row.outcome}`)}</Tag>
                    </td>
                    <td>{row.reason === null ? '' : text({ reason: row.reason, details: row.details })}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {refusedFirst.length > MOST_LISTED ? (
            <span className="dim">{t('claims.batch.more', { number: refusedFirst.length - MOST_LISTED })}</span>
          ) : null}
        </>
      )}
    </Dialog>
  );
}
