import { useTranslation } from 'react-i18next';
import type { ExportRequest } from '../../src-shared/contract/exchange.contract.ts';
import type { z } from 'zod';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { showToast } from './toasts.ts';
import { useProblemText } from './use-problem-text.ts';

/** Starts an export; its progress and its file are in the job tray. */
export function useExport(): (request: z.infer<typeof ExportRequest>) => void {
  const { t } = useTranslation();
  const text = useProblemText();
  return (request) => {
    api.exchange.export({ request }).then(
      () => showToast({ text: t('jobs.exportStarted') }),
      (error: unknown) => showToast({ text: text(problemOf(error)), tone: 'bad' }),
    );
  };
}
