import { sql, type Kysely } from 'kysely';

/** What the evidence panel and the groups of a queue look up among a million claims (claims §6.3). */
const STATEMENTS = [
  `create index claim_operation on claim (main_op_id, region_id, repair_finish_date)`,
  `create index claim_decided on claim (decided_at_ms, decided_level, reason_code) where decided_at_ms is not null`,
  `create index attachment_look on attachment (phash64) where phash64 is not null`,
  `create index sample_case_claim on sample_case (claim_id)`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
