import { createHash } from 'node:crypto';
import type { AuditSample, AuditSampleRequest } from '../../../src-shared/contract/sampling.contract.ts';
import type { GridQuery } from '../../../src-shared/contract/query.ts';
import { auditSample } from '../../../src-shared/domain/claims/audit-sample.ts';
import type { ReadStores } from '../../db/stores.ts';
import { hasOverlay } from '../claim-page.repository.ts';
import { bothArms } from '../claim-query.ts';

type SampledClaim = AuditSample['claims'][number];

/** What a seed draws of everything a filter finds in the copy, with a number over all it was drawn from. */
export function auditSampleOf(stores: ReadStores, { seed, claimCount, query }: AuditSampleRequest): AuditSample {
  const ids = foundIds(stores, query);
  const drawn = auditSample(seed.trim(), ids, claimCount);
  const hash = createHash('sha256');
  for (const id of ids) hash.update(`${id}\n`);
  return { population: ids.length, populationSha256: hash.digest('hex'), claims: claimsOf(stores, drawn) };
}

/** In the order of their ids, so that the same claims always give the same number. */
function foundIds(stores: ReadStores, query: GridQuery): string[] {
  const { sql, params } = bothArms('c.id as id', query, hasOverlay(stores));
  const rows = stores.replicaFile
    .prepare(sql)
    .pluck()
    .all(...params) as string[];
  return rows.sort();
}

function claimsOf({ replicaFile }: ReadStores, ids: readonly string[]): SampledClaim[] {
  return replicaFile
    .prepare(
      `select c.id as claimId, coalesce(c.no, c.station_ref, c.id) as claimNo, c.claimant_name as stationName,
              coalesce(o.status, c.status) as status, c.claimed_fen as claimedFen,
              coalesce(o.approved_fen, c.approved_fen) as approvedFen,
              (select count(*) from attachment a where a.claim_id = c.id) as photos
         from json_each(?) k join claim c on c.id = k.value left join claim_overlay o on o.id = c.id
        order by k.key`,
    )
    .all(JSON.stringify(ids)) as SampledClaim[];
}
