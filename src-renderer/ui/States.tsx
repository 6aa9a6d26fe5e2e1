import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../api/problem.ts';
import { Button } from './Button.tsx';
import { useProblemText } from './use-problem-text.ts';

/** Nothing to show, said in a sentence, with the way on. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="state" data-testid="empty-state">
      <b>{title}</b>
      {children}
    </div>
  );
}

/** Grey lines where the text will stand; never a spinner. */
export function LoadingState({ lines = 7 }: { lines?: number }) {
  const { t } = useTranslation();
  return (
    <div className="skeleton" role="status" aria-busy="true" aria-label={t('ui.loading')}>
      {Array.from({ length: lines }, (_, index) => (
        <i key={index} />
      ))}
    </div>
  );
}

interface ErrorStateProps {
  error: unknown;
  onRetry?: () => void;
  /** The way on, beside trying again. */
  children?: ReactNode;
}

/** What went wrong, why, and what to do; with the reference number when the fault is ours. */
export function ErrorState({ error, onRetry, children }: ErrorStateProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const problem = problemOf(error);
  return (
    <div className="state bad" role="alert" data-testid="error-state">
      <b>{t('ui.failed')}</b>
      <p>{text(problem)}</p>
      {problem.reference === null ? null : (
        <span className="reference">{t('ui.reference', { reference: problem.reference })}</span>
      )}
      {onRetry === undefined ? null : <Button onClick={onRetry}>{t('ui.retry')}</Button>}
      {children}
    </div>
  );
}

/** No local copy yet and no server: nothing can be shown until the first download is through. */
export function OfflineState() {
  const { t } = useTranslation();
  return (
    <div className="state" data-testid="offline-state">
      <b>{t('ui.offline.title')}</b>
      <p>{t('ui.offline.text')}</p>
    </div>
  );
}
