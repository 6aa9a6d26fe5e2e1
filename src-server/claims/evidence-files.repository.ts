import { sql } from 'kysely';
import type { AttachmentEvidence, OtherAttachmentEvidence } from '../../src-shared/domain/claims/evidence-types.ts';
import { isAnyOf } from '../db/bulk-rows.ts';
import type { EvaluableClaim } from './evaluate-batch.ts';
import type { Db } from './evaluation-facts.repository.ts';

/** All files of the claims. */
export async function attachmentsOf(
  db: Db,
  claims: readonly EvaluableClaim[],
): Promise<Map<string, AttachmentEvidence[]>> {
  const rows = await db
    .selectFrom('attachment')
    .select(['id', 'claimId', 'kind', 'fileSha256', 'phash64', 'takenAtMs', 'exifLatMicro', 'exifLngMicro'])
    .where(
      isAnyOf(
        'claimId',
        claims.map((claim) => claim.id),
      ),
    )
    .orderBy('id')
    .execute();
  const files = Map.groupBy(rows, (row) => row.claimId ?? '');
  return new Map(
    claims.map(({ id }) => [
      id,
      (files.get(id) ?? []).map((row) => ({
        ...{ id: row.id, kind: row.kind, sha256: row.fileSha256, phash64: row.phash64, takenAtMs: row.takenAtMs },
        ...{ latMicro: row.exifLatMicro, lngMicro: row.exifLngMicro },
      })),
    ]),
  );
}

/** The VINs read off photographs of the plate, in the order in which the photographs came. */
export async function plateReadingsOf(
  db: Db,
  claims: readonly EvaluableClaim[],
): Promise<Map<string, { attachmentId: string; vinText: string }[]>> {
  const ids = claims.map((claim) => claim.id);
  const rows = await db
    .selectFrom('attachment')
    .select(['claimId', 'id as attachmentId', 'readVin as vinText'])
    .where(isAnyOf('claimId', ids))
    .where('readVin', 'is not', null)
    .orderBy('uploadedAtMs')
    .orderBy('id')
    .$narrowType<{ claimId: string; vinText: string }>()
    .execute();
  return Map.groupBy(rows, (row) => row.claimId);
}

export interface FilePairs {
  own: AttachmentEvidence[];
  others: OtherAttachmentEvidence[];
}

interface PairRow {
  ownClaimId: string;
  ownId: string;
  ownKind: string;
  ownPhash64: string | null;
  sha256: string;
  id: string;
  kind: string;
  phash64: string | null;
  claimId: string;
  claimNo: string | null;
  vin: string;
  stationId: string | null;
  stationName: string | null;
  uploadedAtMs: number;
}

/** Files that came with an earlier claim of another vehicle as well, with the claim's own file of each pair. */
export async function otherAttachmentsOf(db: Db, claims: readonly EvaluableClaim[]): Promise<Map<string, FilePairs>> {
  const ids = JSON.stringify(claims.map((claim) => claim.id));
  const { rows } = await sql<PairRow>`
    select o.id as own_claim_id, a.id as own_id, a.kind as own_kind, a.phash64 as own_phash64, a.file_sha256 as sha256,
      b.id, b.kind, b.phash64, c.id as claim_id, c.no as claim_no, c.vin_text as vin, c.station_id,
      c.claimant_name as station_name, b.uploaded_at_ms
    from attachment a
    join attachment b on b.file_sha256 = a.file_sha256 and b.claim_id <> a.claim_id
    join claim o on o.id = a.claim_id
    join claim c on c.id = b.claim_id
    where a.claim_id in (select jsonb_array_elements_text(${ids}::jsonb)) and c.vin_text <> o.vin_text
      and (c.submitted_at_ms < o.submitted_at_ms or (c.submitted_at_ms = o.submitted_at_ms and c.id < o.id))
    order by b.uploaded_at_ms, b.id`.execute(db);
  const pairs = Map.groupBy(rows, (row) => row.ownClaimId);
  return new Map(
    claims.map(({ id: claimId }) => {
      const found = pairs.get(claimId) ?? [];
      const own = found.map(({ ownId: id, ownKind: kind, ownPhash64: phash64, sha256 }) => ({
        ...{ id, kind, sha256, phash64, takenAtMs: null, latMicro: null, lngMicro: null },
      }));
      return [claimId, { own, others: found }];
    }),
  );
}
