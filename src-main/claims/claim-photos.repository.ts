import type { PhotoEvidence } from '../../src-shared/contract/claim-evidence.contract.ts';
import type { ReadStores } from '../db/stores.ts';

type Twin = PhotoEvidence['twins'][number];

const MOST_TWINS = 20;

/** The attachments of a claim, each with the attachments of other claims that are the same file or look the same. */
export function claimPhotos(stores: ReadStores, claimId: string): PhotoEvidence[] {
  const rows = stores.replicaFile
    .prepare(
      `select id, kind, file_name as fileName, file_sha256 as fileSha256, content_type as contentType, phash64,
              size_bytes as sizeBytes, taken_at_ms as takenAtMs, uploaded_at_ms as uploadedAtMs, device,
              read_vin as readVin
         from attachment where claim_id = ? order by uploaded_at_ms, id`,
    )
    .all(claimId) as (Omit<PhotoEvidence, 'twins'> & { phash64: string | null })[];
  return rows.map(({ phash64, ...photo }) => ({ ...photo, twins: twinsOf(stores, { ...photo, phash64, claimId }) }));
}

function twinsOf(stores: ReadStores, photo: { claimId: string; fileSha256: string; phash64: string | null }): Twin[] {
  const rows = stores.replicaFile
    .prepare(
      `select a.id as attachmentId, a.file_sha256 as fileSha256, c.id as claimId, c.no as claimNo,
              c.claimant_name as claimantName, c.vin_text as vin, c.plate_no as plateNo,
              c.repair_finish_date as repairFinishDate, a.taken_at_ms as takenAtMs
         from (select id from attachment where file_sha256 = @fileSha256
               union select id from attachment where phash64 = @phash64) twin
         join attachment a on a.id = twin.id join claim c on c.id = a.claim_id
        where a.claim_id <> @claimId order by c.repair_finish_date, a.id limit ${String(MOST_TWINS)}`,
    )
    .all(photo) as Omit<Twin, 'sameFile'>[];
  return rows.map((row) => ({ ...row, sameFile: row.fileSha256 === photo.fileSha256 }));
}
