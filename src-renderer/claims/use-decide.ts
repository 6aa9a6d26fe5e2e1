import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClaimRow } from '../../src-shared/contract/claim-row.contract.ts';
import type { DecisionInput } from '../../src-shared/contract/claims.contract.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { showToast } from '../ui/toasts.ts';
import { useProblemText } from '../ui/use-problem-text.ts';

type Deciding = Pick<ClaimRow, 'id' | 'version' | 'no'>;

export const PLAIN_APPROVAL: DecisionInput = {
  action: 'APPROVE',
  reasonCode: null,
  note: '',
  holdReason: null,
  lines: [],
};

/** Decides at once on this computer, says so, and offers to take it back while the countdown runs. */
export function useDecide(onDecided: () => void): {
  decide: (claim: Deciding, decision: DecisionInput) => void;
  undo: (claim: Pick<ClaimRow, 'id' | 'no'>) => void;
} {
  const { t } = useTranslation();
  const text = useProblemText();
  const undo = useCallback(
    (claim: Pick<ClaimRow, 'id' | 'no'>) => {
      api.claims.undo({ claimId: claim.id }).then(
        () => showToast({ text: t('claims.undone', { no: claim.no ?? '' }) }),
        (error: unknown) => showToast({ text: text(problemOf(error)), tone: 'bad' }),
      );
    },
    [t, text],
  );
  const decide = useCallback(
    (claim: Deciding, decision: DecisionInput) => {
      api.claims.decide({ claimId: claim.id, version: claim.version, decision }).then(
        ({ undoUntilMs }) => {
          showToast({
            text: t(`claims.did.${decision.action}`, { no: claim.no ?? '' }),
            ...(undoUntilMs === null
              ? {}
              : { untilMs: undoUntilMs, action: { label: t('ui.undo'), keyName: 'Z', run: () => undo(claim) } }),
          });
          // whose work it is decides nothing: the claim stays before one's eyes
          if (decision.action !== 'ASSIGN') onDecided();
        },
        (error: unknown) => showToast({ text: text(problemOf(error)), tone: 'bad' }),
      );
    },
    [t, text, undo, onDecided],
  );
  return { decide, undo };
}
