import { useQueryClient, type Query, type UseQueryResult } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { SessionState } from '../../src-shared/contract/session.contract.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';

const SESSION = ['session', 'state'] as const;

export function useSession(): UseQueryResult<SessionState> {
  return useCall(SESSION, () => api.session.state({}));
}

/** Takes the new session over and forgets every answer given to the user before. */
export function useTakeSession(): (state: SessionState) => void {
  const queries = useQueryClient();
  return useCallback(
    (state) => {
      queries.setQueryData(SESSION, state);
      const predicate = (query: Query): boolean => query.queryKey[0] !== 'session';
      queries.removeQueries({ type: 'inactive', predicate });
      // The core's own event may have opened the next screens already: an answer removed under them would never be renewed.
      void queries.resetQueries({ type: 'active', predicate });
    },
    [queries],
  );
}
