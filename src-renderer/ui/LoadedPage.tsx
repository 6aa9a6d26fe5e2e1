import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../api/problem.ts';
import { Button } from './Button.tsx';
import { useKeys } from './keyboard.ts';
import { EmptyState, ErrorState, LoadingState } from './States.tsx';
import { useProblemText } from './use-problem-text.ts';

interface LoadedPageProps<Detail> {
  answer: UseQueryResult<Detail>;
  /** Esc goes there, and so does whoever meets an error. */
  back: () => void;
  children: (detail: Detail) => ReactNode;
}

/**
 * The page of one thing: lines until it is there, then the thing itself. An address that names none, or one that is not here, is
 * no failure of the program: a sentence says so. From everywhere there is a way back.
 */
export function LoadedPage<Detail>({ answer, back, children }: LoadedPageProps<Detail>) {
  const { t } = useTranslation();
  const text = useProblemText();
  useKeys({ Escape: back });
  const leave = (
    <Button onClick={back} keyName="Esc" testId="leave-page">
      {t('ui.back')}
    </Button>
  );
  if (answer.error !== null) {
    const problem = problemOf(answer.error);
    if (problem.code === 'NOT_FOUND') return <EmptyState title={text(problem)}>{leave}</EmptyState>;
    return (
      <ErrorState error={answer.error} onRetry={() => void answer.refetch()}>
        {leave}
      </ErrorState>
    );
  }
  // nobody was asked: whatever is still shown belongs to the address before
  const isNamed = answer.fetchStatus !== 'idle' || (answer.data !== undefined && !answer.isPlaceholderData);
  if (!isNamed) return <EmptyState title={t('ui.nothingNamed')}>{leave}</EmptyState>;
  return answer.data === undefined ? <LoadingState lines={12} /> : children(answer.data);
}
