import { sql, type Kysely } from 'kysely';

/** A comparison of rulesets also tells which level a claim would need (0155); what was compared before needed the same one. */
const STATEMENTS = [
  `alter table ruleset_comparison_change add column level_before text not null default 'AUTO'`,
  `alter table ruleset_comparison_change add column level_after text not null default 'AUTO'`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
