import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scalar } from '../../src-shared/contract/values.ts';

/** Words a reason of the core or the server by the message catalogue; an unknown reason gets the general sentence. */
export function useProblemText(): (problem: { reason: string; details: Record<string, Scalar> }) => string {
  const { t, i18n } = useTranslation();
  return useCallback(
    (problem) => {
      const key = `error.${problem.reason}`;
      return i18n.exists(key) ? t(key, problem.details) : t('ui.unknownProblem', { reason: problem.reason });
    },
    [t, i18n],
  );
}
