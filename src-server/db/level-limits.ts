import { sql, type Kysely } from 'kysely';
import type { CentralTables } from './central-tables.generated.ts';

/** The limits of the levels as JSON by the rules in force on the day; null = that version has none of its own (0155). */
export async function levelLimitsJson(db: Kysely<CentralTables>, day: string): Promise<string | null> {
  const row = await db
    .selectFrom('ruleset')
    .select(sql<string | null>`tables_json::jsonb ->> 'limits'`.as('limitsJson'))
    .where('status', '=', 'PUBLISHED')
    .where((one) => one.or([one('effectiveDate', 'is', null), one('effectiveDate', '<=', day)]))
    .orderBy('rulesetVersion', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.limitsJson ?? null;
}
