import {
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { RowId } from '../../src-shared/contract/values.ts';
import { problemOf } from './problem.ts';

interface CallOptions {
  enabled?: boolean;
  /** Shows the answer to the last question until the new one is there; no layout jumps. */
  keep?: boolean;
  /** Forgets the answer with the screen: what one acts upon at once is never shown as it was at the last visit. */
  forget?: boolean;
  refetchEveryMs?: number;
}

/** Asks the core and remembers the answer under `[room, question, ...]`; events of the core ask again. */
export function useCall<T>(
  key: readonly [string, string, ...unknown[]],
  call: () => Promise<T>,
  options: CallOptions = {},
): UseQueryResult<T> {
  return useQuery({
    queryKey: key,
    queryFn: call,
    enabled: options.enabled ?? true,
    ...(options.keep === true ? { placeholderData: keepPreviousData } : {}),
    ...(options.forget === true ? { gcTime: 0 } : {}),
    ...(options.refetchEveryMs === undefined ? {} : { refetchInterval: options.refetchEveryMs }),
    // A refusal stays a refusal; only a lost link is worth another try, and the connection does that.
    retry: (count, error) => count < 3 && problemOf(error).reason === 'core-away',
    staleTime: 30_000,
  });
}

/**
 * Asks for the one thing an address names; what was shown stays until the answer is there. Where the address names none, or by
 * an id no row can have, nothing is asked: the page says so (LoadedPage).
 */
export function useThing<T>(
  key: readonly [string, string, ...unknown[]],
  id: string | null,
  call: (id: string) => Promise<T>,
  options: Pick<CallOptions, 'forget'> = {},
): UseQueryResult<T> {
  const named = RowId.safeParse(id).data;
  const ask = (): Promise<T> => call(named ?? '');
  return useCall([...key, id], ask, { ...options, enabled: named !== undefined, keep: true });
}

/** Gives the core an order; never repeated by itself. It stands as pending until `onDone` is through as well. */
export function useOrder<I, O>(
  call: (input: I) => Promise<O>,
  onDone?: (output: O, input: I) => void | Promise<void>,
): UseMutationResult<O, Error, I> {
  return useMutation({ mutationFn: (input: I) => call(input), ...(onDone === undefined ? {} : { onSuccess: onDone }) });
}

/** Asks again for everything of a room that is on the screen; waits for the answers. */
export function useRefresh(room: string): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: [room] });
}
