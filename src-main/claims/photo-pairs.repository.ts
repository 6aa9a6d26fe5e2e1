import type { ReadStores } from '../db/stores.ts';

/** The pair of photographs a hit is about, as the hit itself says: the other claim may be of a region that is not here. */
export interface PhotoPair {
  attachmentId: string;
  otherAttachmentId: string;
  otherSha256: string | null;
  otherClaimId: string;
  otherClaimNo: string | null;
  otherVin: string;
  otherStationId: string | null;
  otherStationName: string;
  otherDate: string;
  bits: number | null;
}

/** The pairs of a claim's live hits of A02 and A03, the worst first. Claims §5. */
export function photoPairs(stores: ReadStores, claimId: string): PhotoPair[] {
  const rows = stores.replicaFile
    .prepare(
      `select evidence_json from rule_hit where claim_id = ? and rule_id in ('A02', 'A03') and mode = 'LIVE'
        order by rule_id`,
    )
    .pluck()
    .all(claimId) as string[];
  return rows.flatMap((json) => {
    const facts = JSON.parse(json) as Partial<PhotoPair>;
    const { attachmentId, otherAttachmentId, otherClaimId } = facts;
    if (attachmentId === undefined || otherAttachmentId === undefined || typeof otherClaimId !== 'string') return [];
    const { otherSha256 = null, otherClaimNo = null, otherStationId = null, bits = null } = facts;
    const { otherVin = '', otherDate = '' } = facts;
    const named = { otherVin, otherDate, otherStationName: facts.otherStationName ?? '' };
    return [
      { attachmentId, otherAttachmentId, otherClaimId, otherSha256, otherClaimNo, otherStationId, bits, ...named },
    ];
  });
}
