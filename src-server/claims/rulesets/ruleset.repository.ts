import type { Selectable } from 'kysely';
import { levelLimitsOf } from '../../../src-shared/domain/claims/first-rates.ts';
import { rulesetOf } from '../../../src-shared/domain/claims/first-ruleset.ts';
import type { Ruleset } from '../../../src-shared/domain/claims/ruleset-types.ts';
import { AppError } from '../../../src-shared/errors.ts';
import type { RulesetTable } from '../../db/central-tables.generated.ts';
import { loadStoredSettings, type Db } from '../evaluation-facts.repository.ts';

export type RulesetRow = Selectable<RulesetTable> & { content: Ruleset };

/** The newest published version, whether it has begun or not: what a draft is made from. */
export async function newestPublished(db: Db): Promise<RulesetRow> {
  const row = await db
    .selectFrom('ruleset')
    .selectAll()
    .where('status', '=', 'PUBLISHED')
    .orderBy('rulesetVersion', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) throw new AppError('UNAVAILABLE', 'no-ruleset-published');
  const content = await withLimits(db, rulesetOf(row));
  // what was made of the masters with it stands in them
  return { ...row, content: { ...content, tables: { ...content.tables, masters: undefined } } };
}

/** The draft that stands, or null. */
export async function standingDraft(db: Db): Promise<RulesetRow | null> {
  const row = await db.selectFrom('ruleset').selectAll().where('status', '=', 'DRAFT').executeTakeFirst();
  return row === undefined ? null : { ...row, content: await withLimits(db, rulesetOf(row)) };
}

/** A version from before limits were part of one has those of the settings. */
export async function withLimits(db: Db, ruleset: Ruleset): Promise<Ruleset> {
  const limits = ruleset.tables.limits ?? levelLimitsOf(await loadStoredSettings(db));
  return { ...ruleset, tables: { ...ruleset.tables, limits } };
}
