import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { StatementDetail } from '../../src-shared/contract/settlement.contract.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { runToastAction, showToast } from '../ui/toasts.ts';
import { useProblemText } from '../ui/use-problem-text.ts';

type Detail = z.infer<typeof StatementDetail>;
type Claim = Detail['claims'][number];

/** As long as a decision may be taken back (design §8, Undo). */
const UNDO_MS = 30_000;

/** M moves the claim under the hands to the next statement; Z puts it back while the countdown runs. */
export function useMoveClaim(
  detail: Detail,
  onMoved: () => void,
): { move: (claim: Claim | null) => void; undo: () => void } {
  const { t } = useTranslation();
  const text = useProblemText();
  const { statement } = detail;
  const tell = async (
    order: Promise<{ outcome: string; reason: string | null; details: object }>,
  ): Promise<boolean> => {
    try {
      const { outcome, reason, details } = await order;
      onMoved();
      if (outcome === 'applied') return true;
      showToast({ text: text({ reason: reason ?? 'unexpected', details: { ...details } }), tone: 'bad' });
    } catch (error) {
      showToast({ text: text(problemOf(error)), tone: 'bad' });
    }
    return false;
  };
  const putBack = async (claim: Claim): Promise<void> => {
    const done = await tell(api.settlement.attachClaim({ statementId: statement.id, claimId: claim.claimId }));
    if (done) showToast({ text: t('settlement.movedBack', { claimNo: claim.no ?? '' }) });
  };
  const take = async (claim: Claim): Promise<void> => {
    const { id: statementId, version } = statement;
    if (!(await tell(api.settlement.detachClaim({ statementId, version, claimId: claim.claimId })))) return;
    showToast({
      text: t('settlement.movedOn', { claimNo: claim.no ?? '' }),
      untilMs: Date.now() + UNDO_MS,
      action: { label: t('ui.undo'), keyName: 'Z', run: () => void putBack(claim) },
    });
  };
  return {
    move: (claim) => {
      if (!detail.allowedActions.includes('detachClaim')) return;
      if (claim === null) showToast({ text: t('settlement.chooseClaim') });
      else void take(claim);
    },
    undo: () => void runToastAction(),
  };
}
