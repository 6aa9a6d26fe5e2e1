import { sql } from 'kysely';
import { checkRuleset, type RulesetContent } from '../../../src-shared/domain/claims/rulesets/check-ruleset.ts';
import { rulesetDifferences, withRuleVersions } from '../../../src-shared/domain/claims/rulesets/ruleset-difference.ts';
import { shadowedSplitRules } from '../../../src-shared/domain/claims/rulesets/shadowed-rules.ts';
import { rulesetOf } from '../../../src-shared/domain/claims/first-ruleset.ts';
import { isBusinessDate } from '../../../src-shared/domain/units/dates.ts';
import { rowIdentity } from '../../../src-shared/domain/units/row-identity.ts';
import { AppError } from '../../../src-shared/errors.ts';
import type { BodyOf, CommandContext, CommandHandlers, CommandOutcome } from '../../commands/command-handler.ts';
import { lockSubject, recordChange } from '../../commands/configuration.repository.ts';
import { publishMasters, requireSoundMasters } from './publish-masters.ts';
import { newestPublished, withLimits, type RulesetRow } from './ruleset.repository.ts';

type RulesetCommands = Pick<CommandHandlers, 'ruleset.saveDraft' | 'ruleset.dropDraft' | 'ruleset.publish'>;

/** The life of a ruleset: drafted, changed, thrown away or published with a date; a published one never changes again. */
export const rulesetCommands: RulesetCommands = {
  'ruleset.saveDraft': saveDraft,
  'ruleset.dropDraft': dropDraft,
  'ruleset.publish': publish,
};

/** Of all drafts and publications one at a time. */
const WORKSHOP = { subject: 'RULESET', subjectKey: 'workshop' } as const;

async function saveDraft(context: CommandContext, body: BodyOf<'ruleset.saveDraft'>): Promise<CommandOutcome> {
  requireWholeCompany(context);
  await lockSubject(context, WORKSHOP);
  const { db } = context;
  const base = await newestPublished(db);
  const row = await draftSeen(context, body.version);
  const { limits = base.content.tables.limits } = body.content.tables;
  const changed = { ...body.content, tables: { ...body.content.tables, limits } };
  const content = withRuleVersions(changed, base.content);
  requireSound(content, base.content);
  await requireSoundMasters(context, content, null);
  const columns = {
    rulesJson: JSON.stringify(content.rules),
    tablesJson: JSON.stringify(content.tables),
    note: body.note === '' ? null : body.note,
  };
  const saved =
    row === null
      ? await db
          .insertInto('ruleset')
          .values({
            ...rowIdentity(context.newId(), 'g'),
            ...columns,
            rulesetVersion: await nextRulesetVersion(context),
            status: 'DRAFT',
            createdAtMs: context.nowMs,
          })
          .returning(['id', '_v', 'rulesetVersion'])
          .executeTakeFirstOrThrow()
      : await db
          .updateTable('ruleset')
          .set(columns)
          .where('id', '=', row.id)
          .returning(['id', '_v', 'rulesetVersion'])
          .executeTakeFirstOrThrow();
  await note(context, saved, { action: 'save', before: row?.content ?? base.content, after: content });
  return { status: 'applied', output: { version: saved._v, rulesetVersion: saved.rulesetVersion } };
}

async function dropDraft(context: CommandContext, body: BodyOf<'ruleset.dropDraft'>): Promise<CommandOutcome> {
  requireWholeCompany(context);
  await lockSubject(context, WORKSHOP);
  const base = await newestPublished(context.db);
  const row = await draftSeen(context, body.version);
  if (row === null) throw new AppError('CONFLICT', 'ruleset-draft-gone');
  await context.db.deleteFrom('ruleset').where('id', '=', row.id).execute();
  const dropped = { ...row, _v: row._v + 1 };
  await note(context, dropped, { action: 'drop', before: row.content, after: base.content });
  return { status: 'applied', output: {} };
}

/** From its date on the version judges every claim that is evaluated; claims keep the version they were judged by. */
async function publish(context: CommandContext, body: BodyOf<'ruleset.publish'>): Promise<CommandOutcome> {
  requireWholeCompany(context);
  await lockSubject(context, WORKSHOP);
  const base = await newestPublished(context.db);
  const row = await draftSeen(context, body.version);
  if (row === null) throw new AppError('CONFLICT', 'ruleset-draft-gone');
  requireSound(row.content, base.content);
  if (rulesetDifferences(base.content, row.content).length === 0)
    throw new AppError('RULE_BROKEN', 'ruleset-no-change', { version: base.rulesetVersion });
  requireDate(body.effectiveDate, context.today, base);
  requireConfirmed(row.content, body.confirmedShadowed);
  await publishMasters(context, row.content, body.effectiveDate);
  const published = await context.db
    .updateTable('ruleset')
    .set({
      status: 'PUBLISHED',
      publishedBy: context.user.id,
      publishedAtMs: context.nowMs,
      effectiveDate: body.effectiveDate,
      note: body.note === '' ? row.note : body.note,
    })
    .where('id', '=', row.id)
    .returning(['id', '_v', 'rulesetVersion'])
    .executeTakeFirstOrThrow();
  await note(context, published, { action: 'publish', before: base.content, after: row.content });
  return { status: 'applied', output: { rulesetVersion: published.rulesetVersion } };
}

/** The rules hold for every region: whoever answers for one only does not change them. */
function requireWholeCompany({ user }: CommandContext): void {
  if (user.regionId !== null) throw new AppError('FORBIDDEN', 'rules-whole-company');
}

/** The draft as it stands, if it is the one the sender saw; else who was first. */
async function draftSeen({ db }: CommandContext, seen: number): Promise<RulesetRow | null> {
  const row = await db.selectFrom('ruleset').selectAll().where('status', '=', 'DRAFT').forUpdate().executeTakeFirst();
  if ((row?._v ?? 0) === seen)
    return row === undefined ? null : { ...row, content: await withLimits(db, rulesetOf(row)) };
  const last = await db
    .selectFrom('configurationChange')
    .select(['changedByName', 'changedAtMs'])
    .where('subject', '=', 'RULESET')
    .orderBy('changedAtMs', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  throw new AppError('CONFLICT', row === undefined ? 'ruleset-draft-gone' : 'ruleset-draft-changed', {
    version: row?._v ?? 0,
    byName: last?.changedByName ?? '',
    changedAtMs: last?.changedAtMs ?? null,
  });
}

function requireSound(content: RulesetContent, base: RulesetContent): void {
  const [fault, ...more] = checkRuleset(content, base);
  if (fault === undefined) return;
  throw new AppError('RULE_BROKEN', fault.reason, { row: fault.row, field: fault.field, more: more.length });
}

function requireDate(date: string, today: string, base: RulesetRow): void {
  if (!isBusinessDate(date) || date < today) throw new AppError('RULE_BROKEN', 'ruleset-date-past', { date, today });
  const { effectiveDate, rulesetVersion: version } = base;
  if (effectiveDate !== null && date < effectiveDate)
    throw new AppError('RULE_BROKEN', 'ruleset-date-before-last', { date, version, effectiveDate });
}

function requireConfirmed({ tables }: RulesetContent, confirmed: readonly string[]): void {
  const open = shadowedSplitRules(tables.split).filter(({ ruleId }) => !confirmed.includes(ruleId));
  const [first] = open;
  if (first === undefined) return;
  const by = first.by.join(', ');
  throw new AppError('RULE_BROKEN', 'ruleset-shadowed', { row: first.ruleId, by, count: open.length });
}

/** Numbers are not used again, also not those of drafts that were thrown away: a change is named by its version. */
async function nextRulesetVersion({ db }: CommandContext): Promise<number> {
  const { rows } = await sql<{ last: number }>`select greatest(
    (select coalesce(max(ruleset_version), 0) from ruleset),
    (select coalesce(max((value_json::jsonb ->> 'rulesetVersion')::bigint), 0)
       from configuration_change where subject = 'RULESET')) as last`.execute(db);
  return (rows[0]?.last ?? 0) + 1;
}

async function note(
  context: CommandContext,
  row: { id: string; _v: number; rulesetVersion: number },
  change: { action: 'save' | 'drop' | 'publish'; before: RulesetContent; after: RulesetContent },
): Promise<void> {
  const { rulesetVersion } = row;
  const differences = rulesetDifferences(change.before, change.after);
  await recordChange(
    context,
    { subject: 'RULESET', subjectKey: row.id },
    {
      version: row._v,
      valueJson: JSON.stringify({ action: change.action, rulesetVersion, differences }),
      valueBeforeJson: null,
    },
  );
}
