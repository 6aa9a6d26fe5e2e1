import { sql } from 'kysely';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { CommandContext } from './command-handler.ts';

/** A setting, a form or a ruleset, as its changes are kept. */
export interface Subject {
  subject: 'SETTING' | 'FORM' | 'RULESET';
  subjectKey: string;
}

interface Standing {
  _v: number;
  json: string;
}

/**
 * One change of a subject at a time, also of one that has no row yet; the lock ends with the transaction. Taken before the
 * row is read, or two first changes would both find nothing.
 */
export async function lockSubject({ db }: Pick<CommandContext, 'db'>, { subject, subjectKey }: Subject): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${subject} ${subjectKey}`}, 0))`.execute(db);
}

/**
 * Refuses with CONFLICT `reason` when somebody has changed the subject since the sender saw it; says who and when. `seen` is
 * the version on the sender's screen, 0 for none.
 */
export async function requireSeen(
  { db }: CommandContext,
  { subject, subjectKey }: Subject,
  { seen, standing, reason }: { seen: number; standing: Standing | undefined; reason: string },
): Promise<void> {
  const version = standing?._v ?? 0;
  if (seen === version) return;
  const last = await db
    .selectFrom('configurationChange')
    .select(['changedByName', 'changedAtMs'])
    .where('subject', '=', subject)
    .where('subjectKey', '=', subjectKey)
    .where('version', '=', version)
    .executeTakeFirst();
  throw new AppError('CONFLICT', reason, {
    version,
    byName: last?.changedByName ?? '',
    changedAtMs: last?.changedAtMs ?? null,
  });
}

/** Keeps what stood before, what stands now, who and when; the rows can only be added to. */
export async function recordChange(
  context: Pick<CommandContext, 'db' | 'nowMs' | 'commandId' | 'newId'> & { user: { id: string; name: string } },
  subject: Subject,
  change: { version: number; valueJson: string; valueBeforeJson: string | null },
): Promise<void> {
  const { db, user, nowMs, commandId } = context;
  await db
    .insertInto('configurationChange')
    .values({
      ...rowIdentity(context.newId(), 'g'),
      ...subject,
      ...change,
      commandId,
      changedAtMs: nowMs,
      changedBy: user.id,
      changedByName: user.name,
    })
    .execute();
}
