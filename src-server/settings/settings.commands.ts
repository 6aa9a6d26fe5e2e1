import { checkInvoiceBuyer, INVOICE_BUYER_KEY } from '../../src-shared/domain/settings/invoice-buyer.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { BodyOf, CommandContext, CommandHandlers, CommandOutcome } from '../commands/command-handler.ts';
import { lockSubject, recordChange, requireSeen, type Subject } from '../commands/configuration.repository.ts';

type SettingsCommands = Pick<CommandHandlers, 'setting.saveInvoiceBuyer'>;

/** The settings of the company that people keep on a screen. */
export const settingsCommands: SettingsCommands = { 'setting.saveInvoiceBuyer': saveInvoiceBuyer };

const BUYER: Subject = { subject: 'SETTING', subjectKey: INVOICE_BUYER_KEY };

/** Who invoices are made out to: checked by the rule of the screen, kept as the rule has mended it. */
async function saveInvoiceBuyer(
  context: CommandContext,
  body: BodyOf<'setting.saveInvoiceBuyer'>,
): Promise<CommandOutcome> {
  const { buyer, faults } = checkInvoiceBuyer(body.buyer);
  const [fault] = faults;
  if (fault !== undefined) return { status: 'rejected', reason: fault.reason, details: { field: fault.field } };
  await lockSubject(context, BUYER);
  const { db } = context;
  const row = await db
    .selectFrom('setting')
    .select(['id', '_v', 'valueJson as json'])
    .where('settingKey', '=', INVOICE_BUYER_KEY)
    .forUpdate()
    .executeTakeFirst();
  await requireSeen(context, BUYER, { seen: body.version, standing: row, reason: 'setting-changed' });
  const valueJson = JSON.stringify(buyer);
  const { _v: version } =
    row === undefined
      ? await db
          .insertInto('setting')
          .values({ ...rowIdentity(context.newId(), 'g'), settingKey: INVOICE_BUYER_KEY, valueJson })
          .returning('_v')
          .executeTakeFirstOrThrow()
      : await db
          .updateTable('setting')
          .set({ valueJson })
          .where('id', '=', row.id)
          .returning('_v')
          .executeTakeFirstOrThrow();
  await recordChange(context, BUYER, { version, valueJson, valueBeforeJson: row?.json ?? null });
  return { status: 'applied', output: { version } };
}
