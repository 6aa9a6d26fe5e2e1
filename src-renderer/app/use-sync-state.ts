import type { SyncState } from '../../src-shared/contract/sync.contract.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';

/** The state of the local copy; events of the core keep it fresh. */
export function useSyncState(): SyncState | undefined {
  return useCall(['sync', 'state'], () => api.sync.state({})).data;
}
