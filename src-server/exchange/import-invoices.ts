import type { Insertable, Selectable } from 'kysely';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import { insertRows, isAnyOf, updateRows } from '../db/bulk-rows.ts';
import type { InvoiceTable } from '../db/central-tables.generated.ts';
import { changedColumns, refusedThing, type CheckedThing, type ThingOutcome } from './import-thing.ts';

type InvoiceRow = Selectable<InvoiceTable>;

/** Invoices of stations, by number and statement; one that is matched or rejected already is not changed by a file. */
export async function importInvoices(
  context: CommandContext,
  things: readonly CheckedThing<'invoices'>[],
): Promise<ThingOutcome[]> {
  const { db, nowMs, newId } = context;
  const statements = await db
    .selectFrom('statement')
    .select(['id', 'no', '_scope'])
    .where(
      isAnyOf(
        'no',
        things.map((thing) => thing.values.statementNo),
      ),
    )
    .execute();
  const byNo = new Map(statements.map((row) => [row.no, row]));
  const known = await db
    .selectFrom('invoice')
    .selectAll()
    .where(
      isAnyOf(
        'invoiceNo',
        things.map((thing) => thing.values.invoiceNo),
      ),
    )
    .execute();
  const byKey = new Map(known.map((row) => [`${row.statementId} ${row.invoiceNo}`, row]));
  const added: Insertable<InvoiceTable>[] = [];
  const outcomes: ThingOutcome[] = [];
  for (const thing of things) {
    const { statementNo, ...values } = thing.values;
    const statement = byNo.get(statementNo);
    if (statement === undefined) {
      outcomes.push(refusedThing(thing, 'statement-unknown', { field: 'statementNo', value: statementNo }));
      continue;
    }
    const row = byKey.get(`${statement.id} ${values.invoiceNo}`);
    if (row !== undefined) {
      outcomes.push(await changeInvoice(context, thing, row));
      continue;
    }
    const id = newId();
    added.push({
      ...rowIdentity(id, statement._scope, statement.id),
      ...{ statementId: statement.id, ...values, redOfId: null, status: 'RECEIVED', receivedAtMs: nowMs },
    });
    outcomes.push({ outcome: 'created', targetId: id, issues: [] });
  }
  for (const rows of Map.groupBy(added, (row) => Object.keys(row).join()).values())
    await insertRows(db, 'invoice', rows);
  return outcomes;
}

async function changeInvoice(
  { db }: CommandContext,
  thing: CheckedThing<'invoices'>,
  row: InvoiceRow,
): Promise<ThingOutcome> {
  const { statementNo: _statementNo, ...values } = thing.values;
  const changed = changedColumns<InvoiceRow>(row, values);
  if (Object.keys(changed).length === 0) return { outcome: 'unchanged', targetId: row.id, issues: [] };
  if (row.status !== 'EXPECTED' && row.status !== 'RECEIVED') {
    return refusedThing(thing, 'invoice-decided', {
      field: 'invoiceNo',
      value: row.invoiceNo,
      details: { status: row.status },
    });
  }
  await updateRows(db, 'invoice', [{ ...changed, id: row.id }]);
  return { outcome: 'updated', targetId: row.id, issues: [] };
}
