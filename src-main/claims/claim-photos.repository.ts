import type { PhotoEvidence } from '../../src-shared/contract/claim-evidence.contract.ts';
import { hammingDistance } from '../../src-shared/domain/claims/photo-rules.ts';
import type { ReadStores } from '../db/stores.ts';
import type { Row } from '../sync/overlay-rows.ts';
import type { PhotoPair } from './photo-pairs.repository.ts';
import { ruleParameters } from './rule-parameters.repository.ts';

type Twin = PhotoEvidence['twins'][number];
type OwnPhoto = Omit<PhotoEvidence, 'twins'> & { phash64: string | null };

const MOST_TWINS = 20;
/** Beyond so many bits two alike hashes need not share a quarter but for one bit, and the search would miss pairs. */
const MOST_BITS = 7;
/** Where the quarters of a hash begin, as the indexes have them. */
const QUARTERS = [1, 5, 9, 13] as const;
/** Nothing, and each of sixteen bits. */
const TURNS = [0, ...Array.from({ length: 16 }, (_, bit) => 1 << bit)];

/** How alike is alike, by rule A03 in the version the claim was judged by. */
interface Likeness {
  maxBits: number;
  kinds: readonly string[];
}

/**
 * The attachments of a claim, each with the attachments of other claims that are the same file, and with those of other
 * vehicles that look the same as rule A03 has it; the pairs of the claim's hits come first.
 */
export function claimPhotos(stores: ReadStores, full: Row, pairs: readonly PhotoPair[]): PhotoEvidence[] {
  const photos = stores.replicaFile
    .prepare(
      `select id, kind, file_name as fileName, file_sha256 as fileSha256, content_type as contentType, phash64,
              size_bytes as sizeBytes, taken_at_ms as takenAtMs, uploaded_at_ms as uploadedAtMs, device,
              read_vin as readVin
         from attachment where claim_id = ? order by uploaded_at_ms, id`,
    )
    .all(full.id) as OwnPhoto[];
  const { maxBits, kinds } = ruleParameters(stores, full.ruleset_version, 'A03');
  const likeness = {
    maxBits: Math.min(MOST_BITS, Number(maxBits ?? 0)),
    kinds: Array.isArray(kinds) ? kinds.map(String) : [],
  };
  return photos.map((photo) => {
    const { phash64, ...shown } = photo;
    const own = pairs.filter(({ attachmentId }) => attachmentId === photo.id);
    return { ...shown, twins: twinsOf(stores, { photo: { ...photo, phash64 }, full, pairs: own, likeness }) };
  });
}

interface Asked {
  photo: OwnPhoto;
  full: Row;
  pairs: readonly PhotoPair[];
  likeness: Likeness;
}

function twinsOf(stores: ReadStores, { photo, full, pairs, likeness }: Asked): Twin[] {
  const rows = stores.replicaFile
    .prepare(
      `select a.id as attachmentId, a.file_sha256 as fileSha256, a.phash64, a.kind, c.id as claimId, c.no as claimNo,
              c.claimant_name as claimantName, c.vin_text as vin, c.plate_no as plateNo,
              c.repair_finish_date as repairFinishDate, a.taken_at_ms as takenAtMs
         from (select id from attachment where file_sha256 = @fileSha256
               union select id from attachment where rowid in (select value from json_each(@alike))) twin
         join attachment a on a.id = twin.id join claim c on c.id = a.claim_id
        where a.claim_id <> @claimId order by c.repair_finish_date, a.id`,
    )
    .all({
      ...{ fileSha256: photo.fileSha256, claimId: full.id },
      alike: JSON.stringify(alikeRows(stores, photo, likeness)),
    }) as (Omit<Twin, 'sameFile' | 'bits' | 'isHere'> & { phash64: string | null; kind: string })[];
  const known = rows.flatMap(({ phash64, kind, ...row }): Twin[] => {
    const sameFile = row.fileSha256 === photo.fileSha256;
    // another view of the same vehicle looks alike for a good reason, and the rule asks for some kinds only
    if (!sameFile && (row.vin === full.vin_text || !likeness.kinds.includes(kind))) return [];
    return [{ ...row, sameFile, bits: hammingDistance(photo.phash64, phash64), isHere: true }];
  });
  const here = new Set(known.map(({ attachmentId }) => attachmentId));
  const elsewhere = pairs
    .filter(({ otherAttachmentId }) => !here.has(otherAttachmentId))
    .map((pair) => toldTwin(pair, photo));
  const named = new Set(pairs.map(({ otherAttachmentId }) => otherAttachmentId));
  const rank = (twin: Twin): number => (named.has(twin.attachmentId) ? -2 : twin.sameFile ? -1 : (twin.bits ?? 64));
  return [...elsewhere, ...known].sort((a, b) => rank(a) - rank(b)).slice(0, MOST_TWINS);
}

/** Rows of attachments whose hash is near: each quarter by its index, as it is and with each of its bits turned. */
function alikeRows(stores: ReadStores, photo: OwnPhoto, { maxBits, kinds }: Likeness): number[] {
  const { phash64 } = photo;
  if (phash64 === null || !/^[0-9a-f]{16}$/u.test(phash64) || !kinds.includes(photo.kind)) return [];
  const found = new Map<number, string>();
  for (const place of QUARTERS) {
    const quarter = Number.parseInt(phash64.slice(place - 1, place + 3), 16);
    const near = TURNS.map((turn) => (quarter ^ turn).toString(16).padStart(4, '0'));
    const rows = stores.replicaFile
      .prepare(
        `select rowid as at, phash64 from attachment
          where phash64 is not null and substr(phash64, ${String(place)}, 4) in (select value from json_each(?))`,
      )
      .all(JSON.stringify(near)) as { at: number; phash64: string }[];
    for (const row of rows) found.set(row.at, row.phash64);
  }
  return [...found].flatMap(([at, other]) => ((hammingDistance(phash64, other) ?? 64) <= maxBits ? [at] : []));
}

/** The other half of a pair as the hit tells it: the claim it came with is of a region that is not on this computer. */
function toldTwin(pair: PhotoPair, { fileSha256 }: OwnPhoto): Twin {
  return {
    ...{ attachmentId: pair.otherAttachmentId, fileSha256: pair.otherSha256 ?? fileSha256 },
    ...{ sameFile: pair.bits === null, bits: pair.bits, isHere: false },
    ...{ claimId: pair.otherClaimId, claimNo: pair.otherClaimNo, claimantName: pair.otherStationName },
    ...{ vin: pair.otherVin, plateNo: null, repairFinishDate: pair.otherDate, takenAtMs: null },
  };
}
