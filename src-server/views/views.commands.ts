import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { BodyOf, CommandContext, CommandHandlers, CommandOutcome } from '../commands/command-handler.ts';

type ViewCommands = Pick<CommandHandlers, 'scheme.share' | 'scheme.withdraw'>;

/** A person's scheme for everybody; only who shared it may change it or take it back. */
export const viewCommands: ViewCommands = { 'scheme.share': shareScheme, 'scheme.withdraw': withdrawScheme };

const NOT_YOURS = { status: 'rejected', reason: 'scheme-not-yours', details: {} } as const satisfies CommandOutcome;

async function shareScheme(context: CommandContext, body: BodyOf<'scheme.share'>): Promise<CommandOutcome> {
  const { db, user, nowMs } = context;
  const values = { name: body.name, bodyJson: JSON.stringify(body.body), updatedAtMs: nowMs, ownerName: user.name };
  const standing = await ownerOf(context, body.schemeId);
  if (standing === null) {
    await db
      .insertInto('queryScheme')
      .values({ ...rowIdentity(body.schemeId, 'g'), ...values, listName: body.list, ownerId: user.id })
      .execute();
    return { status: 'applied' };
  }
  if (standing.ownerId !== user.id) return NOT_YOURS;
  await db.updateTable('queryScheme').set(values).where('id', '=', body.schemeId).execute();
  return { status: 'applied' };
}

/** Taking back what is not there any more is done already. */
async function withdrawScheme(
  context: CommandContext,
  { schemeId }: BodyOf<'scheme.withdraw'>,
): Promise<CommandOutcome> {
  const standing = await ownerOf(context, schemeId);
  if (standing === null) return { status: 'applied' };
  if (standing.ownerId !== context.user.id) return NOT_YOURS;
  await context.db.deleteFrom('queryScheme').where('id', '=', schemeId).execute();
  return { status: 'applied' };
}

async function ownerOf({ db }: CommandContext, id: string): Promise<{ ownerId: string } | null> {
  return (
    (await db.selectFrom('queryScheme').select('ownerId').where('id', '=', id).forUpdate().executeTakeFirst()) ?? null
  );
}
