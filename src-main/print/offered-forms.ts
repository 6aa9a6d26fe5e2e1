import type { z } from 'zod';
import type { FormOffer, PrintSubject } from '../../src-shared/contract/print.contract.ts';
import type { FormKey } from '../../src-shared/domain/print/form-template.ts';
import type { ReadStores } from '../db/stores.ts';
import { copiesPrinted } from './print-log.ts';
import { templateOf } from './templates.ts';

type Offer = z.infer<typeof FormOffer>;

/** The documents of a form that belong to rows of a room: id and number, in the order of the rows. */
const DOCUMENTS: Readonly<Record<PrintSubject, readonly (readonly [FormKey, string])[]>> = {
  claim: [
    ['appraisal', `select c.id, coalesce(c.no, c.station_ref, '') as no from claim c where c.id = ?`],
    ['workOrder', `select w.id, w.no from claim c join work_order w on w.id = c.work_order_id where c.id = ?`],
    [
      'fieldService',
      `select w.id, w.no from claim c join work_order w on w.id = c.work_order_id
        where c.id = ? and exists (select 1 from work_order_travel t where t.work_order_id = w.id)`,
    ],
    ['oldPartLabel', `select o.id, o.tag_no as no from old_part o where o.claim_id = ? order by o.tag_no`],
    [
      'dispatch',
      `select d.id, r.no from claim c join work_order w on w.id = c.work_order_id join dispatch d on d.request_id = w.request_id
         join repair_request r on r.id = d.request_id where c.id = ? order by d.dispatched_at_ms`,
    ],
    [
      'followUp',
      `select f.id, w.no from claim c join work_order w on w.id = c.work_order_id
         join follow_up_call f on f.work_order_id = w.id where c.id = ? order by f.due_at_ms`,
    ],
  ],
  statement: [
    ['statement', `select s.id, s.no from statement s where s.id = ?`],
    [
      'invoiceNotice',
      `select s.id, s.no from statement s where s.id = ? and s.gross_fen > 0 and s.claimant_type = 'STATION'`,
    ],
  ],
  countSheet: [
    ['countSheet', `select s.id, s.sheet_no as no from count_sheet s where s.id = ?`],
    [
      'countList',
      `select s.id, s.sheet_no as no from count_sheet s where s.id = ? and s.status in ('REVIEW', 'POSTED', 'CLOSED')`,
    ],
  ],
};

/** The forms that can be printed for these rows; a form without a document is not offered. */
export function offeredForms(
  stores: ReadStores,
  { subject, ids }: { subject: PrintSubject; ids: readonly string[] },
): Offer[] {
  return DOCUMENTS[subject].flatMap(([formKey, sql]): Offer[] => {
    const statement = stores.replicaFile.prepare(sql);
    const found = ids.flatMap((id) => statement.all(id) as { id: string; no: string }[]);
    const documents = [...new Map(found.map((document) => [document.id, document])).values()];
    if (documents.length === 0) return [];
    const before = copiesPrinted(
      stores,
      formKey,
      documents.map(({ id }) => id),
    );
    const { paper, copies } = templateOf(stores, formKey).template;
    return [
      {
        formKey,
        documents: documents.map((document, index) => ({ ...document, copiesBefore: before[index] ?? 0 })),
        paper,
        copies,
      },
    ];
  });
}
