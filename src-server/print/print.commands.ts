import { formFaults } from '../../src-shared/domain/print/design/form-faults.ts';
import { DOCUMENT_OF_FORM, type FormKey, type FormTemplate } from '../../src-shared/domain/print/form-template.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { BodyOf, CommandContext, CommandHandlers, CommandOutcome } from '../commands/command-handler.ts';
import { lockSubject, recordChange, requireSeen, type Subject } from '../commands/configuration.repository.ts';
import { copiesPrinted, documentsOf } from './print-log.repository.ts';

type PrintCommands = Pick<CommandHandlers, 'print.record' | 'print.saveTemplate'>;

/** The commands of the print room: the log of what came out of a printer, and the company's own forms. */
export function printCommands(): PrintCommands {
  return { 'print.record': recordPrint, 'print.saveTemplate': saveTemplate };
}

/**
 * Logs what a person confirmed. The number of a copy is counted here: two workstations that printed the same document
 * without knowing of each other get different copies, and the later one is a reprint although its paper does not say so
 * (`is_marked` 0). Nothing is refused because it was printed before: the paper exists.
 */
async function recordPrint(context: CommandContext, body: BodyOf<'print.record'>): Promise<CommandOutcome> {
  const { db, user } = context;
  const type = DOCUMENT_OF_FORM[body.formKey];
  const ids = [...body.printed, ...body.spoiled].map(({ documentId }) => documentId);
  const documents = await documentsOf(db, type, ids);
  const unknown = ids.find((id) => !documents.has(id));
  if (unknown !== undefined) throw new AppError('NOT_FOUND', 'print-document-unknown', { id: unknown });
  const before = await copiesPrinted(db, body.formKey, ids);
  const common = {
    batchId: body.batchId,
    commandId: context.commandId,
    formKey: body.formKey,
    documentType: type,
    printerName: body.printerName,
    workstation: body.workstation,
    printedAtMs: context.nowMs,
    printedBy: user.id,
    printedByName: user.name,
  };
  const rows = body.printed.map((entry) => {
    const document = known(documents, entry.documentId);
    const copies = before.get(entry.documentId) ?? 0;
    before.set(entry.documentId, copies + entry.copies);
    return {
      ...rowIdentity(context.newId(), document.scope),
      ...common,
      outcome: 'PRINTED',
      documentId: entry.documentId,
      documentNo: document.no,
      copyFrom: copies + 1,
      copyTo: copies + entry.copies,
      pageCount: entry.pages,
      isReprint: copies > 0 ? 1 : 0,
      isMarked: entry.isMarked ? 1 : 0,
      serialFrom: entry.serialFrom,
      serialTo: entry.serialTo,
    };
  });
  const spoiled = body.spoiled.map((entry) => {
    const document = known(documents, entry.documentId);
    return {
      ...rowIdentity(context.newId(), document.scope),
      ...common,
      outcome: 'SPOILED',
      documentId: entry.documentId,
      documentNo: document.no,
      pageCount: 1,
      pageNo: entry.pageNo,
      serialFrom: entry.serial,
      serialTo: entry.serial,
      spoilReason: entry.reason,
    };
  });
  if (rows.length > 0) await db.insertInto('printLog').values(rows).execute();
  if (spoiled.length > 0) await db.insertInto('printLog').values(spoiled).execute();
  return { status: 'applied', output: { reprints: rows.filter((row) => row.isReprint === 1).length } };
}

function known(
  documents: ReadonlyMap<string, { no: string; scope: string }>,
  id: string,
): { no: string; scope: string } {
  const document = documents.get(id);
  if (document === undefined) throw new AppError('NOT_FOUND', 'print-document-unknown', { id });
  return document;
}

/** What the column holds for a form that stands as it was shipped; the row stays, so that versions only grow. */
const SHIPPED = 'null';

/** Publishes a changed form for everybody, or the shipped one again; what was printed and batches that wait keep theirs. */
async function saveTemplate(context: CommandContext, body: BodyOf<'print.saveTemplate'>): Promise<CommandOutcome> {
  const { db, user } = context;
  const { formKey, template } = body;
  if (template !== null) requireSound(formKey, template);
  const subject: Subject = { subject: 'FORM', subjectKey: formKey };
  await lockSubject(context, subject);
  const row = await db
    .selectFrom('formTemplate')
    .select(['id', '_v', 'templateJson as json'])
    .where('formKey', '=', formKey)
    .forUpdate()
    .executeTakeFirst();
  if (body.version !== undefined) {
    await requireSeen(context, subject, { seen: body.version, standing: row, reason: 'form-template-changed' });
  }
  const templateJson = template === null ? SHIPPED : JSON.stringify(template);
  const standing = row?.json ?? SHIPPED;
  if (standing === templateJson)
    return { status: 'applied', output: { isOwn: template !== null, version: row?._v ?? 0 } };
  const changed = {
    templateJson,
    changedAtMs: context.nowMs,
    changedBy: user.id,
    changedByName: user.name,
  };
  const { _v: version } =
    row === undefined
      ? await db
          .insertInto('formTemplate')
          .values({ ...rowIdentity(context.newId(), 'g'), formKey, ...changed })
          .returning('_v')
          .executeTakeFirstOrThrow()
      : await db
          .updateTable('formTemplate')
          .set(changed)
          .where('id', '=', row.id)
          .returning('_v')
          .executeTakeFirstOrThrow();
  await recordChange(context, subject, { version, valueJson: templateJson, valueBeforeJson: row?.json ?? null });
  return { status: 'applied', output: { isOwn: template !== null, version } };
}

function requireSound(formKey: FormKey, template: FormTemplate): void {
  if (template.key !== formKey) throw new AppError('BAD_REQUEST', 'form-template-of-another-form', { formKey });
  const fault = formFaults(template).find(({ blocks }) => blocks);
  if (fault !== undefined) throw new AppError('RULE_BROKEN', `form-${fault.kind}`, { field: fault.key });
}
