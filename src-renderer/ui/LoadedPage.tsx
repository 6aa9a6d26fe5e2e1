import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useKeys } from './keyboard.ts';
import { ErrorState, LoadingState } from './States.tsx';

interface LoadedPageProps<Detail> {
  answer: UseQueryResult<Detail>;
  /** Esc goes there, and so does whoever meets an error. */
  back: () => void;
  children: (detail: Detail) => ReactNode;
}

/** The page of one thing: lines until it is there, an error with a way back, then the thing itself. */
export function LoadedPage<Detail>({ answer, back, children }: LoadedPageProps<Detail>) {
  useKeys({ Escape: back });
  if (answer.error !== null) return <ErrorState error={answer.error} onRetry={back} />;
  return answer.data === undefined ? <LoadingState lines={12} /> : children(answer.data);
}
