import type { UseQueryResult } from '@tanstack/react-query';
import type { ClaimDetail } from '../../src-shared/contract/claims.contract.ts';
import { api } from '../api/client.ts';
import { useThing } from '../api/use-api.ts';

/** A claim with its evidence; the one before stays on the screen until the next is there. */
export function useClaimDetail(id: string | null): UseQueryResult<ClaimDetail> {
  return useThing(['claims', 'detail'], id, (claimId) => api.claims.detail({ id: claimId }));
}
