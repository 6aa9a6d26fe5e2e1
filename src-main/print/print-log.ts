import type { z } from 'zod';
import type { PrintLogRow } from '../../src-shared/contract/print.contract.ts';
import type { FormKey } from '../../src-shared/domain/print/form-template.ts';
import type { ReadStores } from '../db/stores.ts';

type LogRow = z.infer<typeof PrintLogRow>;

/**
 * How many copies of each document exist on a form: what the server has counted, and what was confirmed on this
 * workstation and has not come back by the feed yet. In the order of the ids.
 */
export function copiesPrinted(stores: ReadStores, formKey: FormKey, ids: readonly string[]): number[] {
  const json = JSON.stringify(ids);
  const counted = stores.replicaFile
    .prepare(
      `select document_id as id, max(copy_to) as copies from print_log
        where form_key = ? and outcome = 'PRINTED' and document_id in (select value from json_each(?)) group by document_id`,
    )
    .all(formKey, json) as { id: string; copies: number }[];
  const copies = new Map(counted.map((row) => [row.id, row.copies]));
  const waiting = stores.localFile
    .prepare(
      `select c.document_id as id, c.copies, c.command_id as commandId
         from print_confirmed c join outbox o on o.id = c.command_id
        where c.form_key = ? and o.state in ('queued', 'sent', 'acked')
          and c.document_id in (select value from json_each(?))`,
    )
    .all(formKey, json) as { id: string; copies: number; commandId: string }[];
  const arrived = stores.replicaFile.prepare('select 1 from print_log where command_id = ? limit 1').pluck();
  for (const row of waiting) {
    if (arrived.get(row.commandId) === undefined) copies.set(row.id, (copies.get(row.id) ?? 0) + row.copies);
  }
  return ids.map((id) => copies.get(id) ?? 0);
}

const COLUMNS = `id, outcome, form_key as formKey, document_type as documentType, document_id as documentId,
  document_no as documentNo, copy_from as copyFrom, copy_to as copyTo, page_count as pageCount, page_no as pageNo,
  is_reprint as isReprint, is_marked as isMarked, serial_from as serialFrom, serial_to as serialTo,
  spoil_reason as spoilReason, printer_name as printerName, workstation, printed_at_ms as printedAtMs,
  printed_by_name as printedByName`;

/** The log, newest first: of some documents, or of all whose number, person or serial has the text. */
export function printHistory(
  stores: ReadStores,
  { documentIds, text, offset, limit }: { documentIds: readonly string[]; text: string; offset: number; limit: number },
): { rows: LogRow[]; total: number } {
  const pattern = `%${text.trim().replace(/[\\%_]/g, '\\$&')}%`;
  const condition = `(@anyDocument = 1 or document_id in (select value from json_each(@ids)))
    and (@pattern = '%%' or document_no like @pattern escape '\\' or printed_by_name like @pattern escape '\\'
      or serial_from like @pattern escape '\\')`;
  const values = { anyDocument: documentIds.length === 0 ? 1 : 0, ids: JSON.stringify(documentIds), pattern };
  const rows = stores.replicaFile
    .prepare(
      `select ${COLUMNS} from print_log where ${condition} order by printed_at_ms desc, id desc limit @limit offset @offset`,
    )
    .all({ ...values, limit, offset }) as (Omit<LogRow, 'isReprint' | 'isMarked'> &
    Record<'isReprint' | 'isMarked', number>)[];
  const total = stores.replicaFile.prepare(`select count(*) from print_log where ${condition}`).pluck().get(values);
  return {
    rows: rows.map((row) => ({ ...row, isReprint: row.isReprint === 1, isMarked: row.isMarked === 1 })),
    total: Number(total),
  };
}
