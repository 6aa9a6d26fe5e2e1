import { sql } from 'kysely';
import type { OtherAttachmentEvidence } from '../../src-shared/domain/claims/evidence-types.ts';
import type { RuleRow } from '../../src-shared/domain/claims/ruleset-types.ts';
import type { EvaluableClaim } from './evaluate-batch.ts';
import type { Db } from './evaluation-facts.repository.ts';

type NearRow = OtherAttachmentEvidence & { ownClaimId: string };

/** Beyond so many bits two alike hashes need not share a quarter but for one bit, and the search would miss pairs. */
const MOST_BITS = 7;

/**
 * Photographs of other vehicles' earlier claims that differ in few bits of their perceptual hash, by claim. Each quarter of a
 * hash is looked up in its index as it is and with each of its sixteen bits turned, so that four million photographs are not
 * compared one by one. Claims §5 A03.
 */
export async function nearPhotosOf(
  db: Db,
  claims: readonly EvaluableClaim[],
  { parameters }: RuleRow,
): Promise<Map<string, OtherAttachmentEvidence[]>> {
  const ids = JSON.stringify(claims.map((claim) => claim.id));
  const kinds = JSON.stringify(parameters['kinds']);
  const maxBits = Math.min(MOST_BITS, Number(parameters['maxBits']));
  const { rows } = await sql<NearRow>`
    with kinds as (select jsonb_array_elements_text(${kinds}::jsonb) as kind),
    own as materialized (
      select a.id, a.claim_id, a.phash64, o.vin_text, o.submitted_at_ms from attachment a join claim o on o.id = a.claim_id
      where a.claim_id in (select jsonb_array_elements_text(${ids}::jsonb)) and a.kind in (select kind from kinds)
        and a.phash64 ~ '^[0-9a-f]{16}$'),
    pair as (
      select distinct own.claim_id as own_claim_id, own.vin_text as own_vin, own.submitted_at_ms as own_submitted_at_ms,
        b.id, b.kind, b.file_sha256, b.phash64, b.claim_id, b.uploaded_at_ms
      from own cross join lateral (${quarters()}) b
      where b.claim_id <> own.claim_id and b.kind in (select kind from kinds)
        and case when b.phash64 ~ '^[0-9a-f]{16}$'
          then bit_count(('x' || own.phash64)::bit(64) # ('x' || b.phash64)::bit(64)) <= ${maxBits} else false end)
    select p.own_claim_id, p.id, p.kind, p.file_sha256 as sha256, p.phash64, p.claim_id, c.no as claim_no,
      c.vin_text as vin, c.station_id, c.claimant_name as station_name, p.uploaded_at_ms
    from pair p join claim c on c.id = p.claim_id
    where c.vin_text <> p.own_vin and (c.submitted_at_ms < p.own_submitted_at_ms
      or (c.submitted_at_ms = p.own_submitted_at_ms and c.id < p.own_claim_id))
    order by p.uploaded_at_ms, p.id`.execute(db);
  return Map.groupBy(rows, (row) => row.ownClaimId);
}

/** Each quarter of the hash through its own index. */
function quarters() {
  const parts = [1, 5, 9, 13].map((place) => {
    const quarter = (table: string) => sql.raw(`substr(${table}.phash64, ${String(place)}, 4)`);
    return sql`select n.* from attachment n where n.phash64 is not null and ${quarter('n')} = any (array(
      select lpad(to_hex((('x' || ${quarter('own')})::bit(16)::int) # turned.bit), 4, '0')
      from unnest(array[0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768]) as turned(bit)))`;
  });
  return sql.join(parts, sql` union all `);
}
