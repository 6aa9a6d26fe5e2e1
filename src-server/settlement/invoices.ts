import { sql, type Selectable } from 'kysely';
import { checkInvoice, invoicesComplete } from '../../src-shared/domain/settlement/invoice-match.ts';
import { needsInvoice, statementStep } from '../../src-shared/domain/settlement/statement-transition.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import { isBusinessDate } from '../../src-shared/domain/units/dates.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { updateRows } from '../db/bulk-rows.ts';
import type { InvoiceTable } from '../db/central-tables.generated.ts';
import { lockStatement, type Db, type StatementRow } from './settlement.repository.ts';
import { moveStatement } from './statement-events.ts';
import { refusalOf, rejected, taxGroupsOf, UNKNOWN_STATEMENT } from './statement-parts.ts';
import { statementActor } from './statement-actor.ts';

type InvoiceRow = Selectable<InvoiceTable>;
type NewInvoice = BodyOf<'statement.addInvoice'>['invoice'];

/**
 * Takes in one invoice of a confirmed statement. What speaks against it (F01–F03) refuses it, nothing is stored and the
 * field is named; when the invoices make up the statement to the fen it is INVOICED. Claims §3.3, §5.
 */
export async function addInvoice(
  context: CommandContext,
  body: BodyOf<'statement.addInvoice'>,
): Promise<CommandOutcome> {
  const { db, user, nowMs } = context;
  const statement = await lockStatement(db, body.statementId);
  const refusal = refusalOf(context, statement, body.version);
  if (statement === undefined || refusal !== null) return refusal ?? UNKNOWN_STATEMENT;
  const actor = statementActor(user);
  const step = statementStep({ statement, action: 'invoice', actor, note: '', l2LimitFen: 0 });
  if (!step.ok) return rejected(step.reason, { statementNo: statement.no, ...step.details });
  if (!needsInvoice(statement)) return rejected('statement-without-invoice', { statementNo: statement.no });
  const { invoice } = body;
  if (!isBusinessDate(invoice.issueDate)) {
    return rejected('invoice-date-impossible', { field: 'issueDate', issueDate: invoice.issueDate });
  }
  // Two people with the same piece of paper wait for each other here, whatever their statements.
  await sql`lock table invoice in share row exclusive mode`.execute(db);
  const groups = await taxGroupsOf(db, statement.id);
  const stored = await db.selectFrom('invoice').selectAll().where('statementId', '=', statement.id).execute();
  const received = stored.filter((row) => row.status === 'RECEIVED' || row.status === 'MATCHED');
  const approvedDate = statement.approvedAtMs === null ? null : businessDateOf(statement.approvedAtMs);
  const usedOn = await usedElsewhere(db, invoice);
  const findings = checkInvoice(invoice, { taxNo: statement.taxNo, approvedDate, groups, received }, usedOn);
  const blocking = findings.find((finding) => finding.severity === 'BLOCK');
  if (blocking !== undefined) {
    const { ruleId, field, details } = blocking;
    return rejected(blocking.reason, { statementNo: statement.no, ruleId, field, ...details });
  }
  const row = await store(context, statement, { invoice, expected: stored.find((each) => each.status === 'EXPECTED') });
  const all = [...received, row];
  const complete = invoicesComplete(groups, all);
  if (complete) {
    await updateRows(
      db,
      'invoice',
      all.map(({ id }) => ({ id, status: 'MATCHED' })),
    );
    await moveStatement(context, statement, { action: 'invoice', to: step.to, note: invoice.invoiceNo });
  } else {
    // The statement's own version moves too: whoever looks at it sees that something came in.
    await db.updateTable('statement').set({ status: statement.status }).where('id', '=', statement.id).execute();
  }
  const status = complete ? step.to : statement.status;
  return { status: 'applied', output: { status, warning: findings[0]?.reason ?? null, receivedAtMs: nowMs } };
}

/** The number of the statement on which this piece of paper was used already (F03). */
async function usedElsewhere(db: Db, { invoiceNo, invoiceCode }: NewInvoice): Promise<string | null> {
  const used = await db
    .selectFrom('invoice')
    .innerJoin('statement', 'statement.id', 'invoice.statementId')
    .select('statement.no as no')
    .where('invoice.invoiceNo', '=', invoiceNo)
    .where((where) =>
      invoiceCode === null ? where('invoice.invoiceCode', 'is', null) : where('invoice.invoiceCode', '=', invoiceCode),
    )
    .where('invoice.status', 'not in', ['EXPECTED', 'REJECTED'])
    .executeTakeFirst();
  return used?.no ?? null;
}

async function store(
  { db, newId, nowMs }: CommandContext,
  statement: StatementRow,
  { invoice, expected }: { invoice: NewInvoice; expected: InvoiceRow | undefined },
): Promise<Pick<InvoiceRow, 'id' | 'taxRateBp' | 'netFen' | 'taxFen'>> {
  const columns = { ...invoice, redOfId: null, status: 'RECEIVED', receivedAtMs: nowMs };
  if (expected !== undefined) {
    await db.updateTable('invoice').set(columns).where('id', '=', expected.id).execute();
    return { ...invoice, id: expected.id };
  }
  const id = newId();
  await db
    .insertInto('invoice')
    .values({ ...rowIdentity(id, statement._scope, statement.id), statementId: statement.id, ...columns })
    .execute();
  return { ...invoice, id };
}
