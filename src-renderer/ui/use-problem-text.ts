import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scalar } from '../../src-shared/contract/values.ts';

/** Whose status a sentence speaks of, so that a person reads its word and not the program's. */
const STATUS_WORDS: Readonly<Record<string, string>> = {
  'claim-changed': 'claimStatus',
  'claim-not-attachable': 'claimStatus',
  'intake-not-in-this-status': 'claimStatus',
  'invoice-decided': 'invoiceStatus',
  'old-part-not-awaited': 'oldPartStatus',
  'statement-step-not-allowed': 'statementStatus',
};

/** Words a reason of the core or the server by the message catalogue; an unknown reason gets the general sentence. */
export function useProblemText(): (problem: { reason: string; details: Record<string, Scalar> }) => string {
  const { t, i18n } = useTranslation();
  return useCallback(
    ({ reason, details }) => {
      const key = `error.${reason}`;
      if (!i18n.exists(key)) return t('ui.unknownProblem', { reason });
      const words = STATUS_WORDS[reason];
      const { status } = details;
      if (words === undefined || typeof status !== 'string') return t(key, details);
      return t(key, { ...details, status: t([`${words}.${status}`, 'ui.verbatim'], { value: status }) });
    },
    [t, i18n],
  );
}
