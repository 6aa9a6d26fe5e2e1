import type { UseQueryResult } from '@tanstack/react-query';
import type { ClaimEvidence } from '../../src-shared/contract/claim-evidence.contract.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';

/** Photographs, peers, map, old parts and calls of a claim; asked for beside the claim itself, never shown for another. */
export function useClaimEvidence(id: string): UseQueryResult<ClaimEvidence> {
  return useCall(['claims', 'evidence', id], () => api.claims.evidence({ id }));
}
