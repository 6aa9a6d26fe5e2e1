import { sql, type Kysely } from 'kysely';

/** By which hit a photograph of another region may be looked at (0332): the hits about pairs of photographs are few. */
const STATEMENTS = [
  `create index rule_hit_other_photo on rule_hit ((evidence_json::jsonb ->> 'otherAttachmentId'))
     where rule_id in ('A02', 'A03')`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
