import { sql, type Transaction } from 'kysely';
import type { DocumentType } from '../../src-shared/domain/print/form-template.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';

type Db = Transaction<CentralTables>;

/** Where a document stands and what people call it; the texts are ours, never a request's. */
const DOCUMENTS: Readonly<Record<DocumentType, { table: string; no: string }>> = {
  claim: { table: 'claim d', no: `coalesce(d.no, d.station_ref, '')` },
  statement: { table: 'statement d', no: 'd.no' },
  workOrder: { table: 'work_order d', no: 'd.no' },
  dispatch: { table: 'dispatch d join repair_request r on r.id = d.request_id', no: 'r.no' },
  oldPart: { table: 'old_part d', no: 'd.tag_no' },
  followUp: { table: 'follow_up_call d join work_order w on w.id = d.work_order_id', no: 'w.no' },
  countSheet: { table: 'count_sheet d', no: 'd.sheet_no' },
};

/** Number and scope of the documents that exist; an unknown id is absent. */
export async function documentsOf(
  db: Db,
  type: DocumentType,
  ids: readonly string[],
): Promise<Map<string, { no: string; scope: string }>> {
  const place = DOCUMENTS[type];
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; no: string; scope: string }>`
    select d.id, ${sql.raw(place.no)} as no, d._scope as scope from ${sql.raw(place.table)}
     where d.id in (${sql.join(ids)})`.execute(db);
  return new Map(rows.map(({ id, no, scope }) => [id, { no, scope }]));
}

/** The highest copy of each document on that form; a document never printed is absent. */
export async function copiesPrinted(db: Db, formKey: string, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('printLog')
    .select(['documentId', (expression) => expression.fn.max('copyTo').as('copies')])
    .where('documentId', 'in', [...ids])
    .where('formKey', '=', formKey)
    .where('outcome', '=', 'PRINTED')
    .groupBy('documentId')
    .execute();
  return new Map(rows.map((row) => [row.documentId, row.copies ?? 0]));
}
