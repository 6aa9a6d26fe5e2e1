import type { FormKey } from '../../src-shared/domain/print/form-template.ts';
import type { ReadStores } from '../db/stores.ts';

/** As many as a list of choices can be looked through. */
const MOST_SAMPLES = 60;

/** Documents a form can be tried with; ids grow with time, so the newest come first. */
const SAMPLES: Readonly<Record<FormKey, string>> = {
  workOrder: 'select w.id, w.no from work_order w',
  dispatch: 'select d.id, r.no from dispatch d join repair_request r on r.id = d.request_id',
  appraisal: `select d.id, coalesce(d.no, d.station_ref, '') as no from claim d`,
  fieldService:
    'select w.id, w.no from work_order w where exists (select 1 from work_order_travel t where t.work_order_id = w.id)',
  oldPartLabel: 'select d.id, d.tag_no as no from old_part d',
  // a void one, or one that only carries a balance on, has no rows to look at
  statement:
    'select d.id, d.no from statement d where exists (select 1 from statement_claim k where k.statement_id = d.id)',
  invoiceNotice: `select d.id, d.no from statement d where d.gross_fen > 0 and d.claimant_type = 'STATION'`,
  followUp: 'select d.id, w.no from follow_up_call d join work_order w on w.id = d.work_order_id',
  countSheet: 'select d.id, d.sheet_no as no from count_sheet d',
  countList: `select d.id, d.sheet_no as no from count_sheet d where d.status in ('REVIEW', 'POSTED', 'CLOSED')`,
};

export function sampleDocuments(stores: ReadStores, { formKey }: { formKey: FormKey }): { id: string; no: string }[] {
  return stores.replicaFile.prepare(`${SAMPLES[formKey]} order by 1 desc limit ?`).all(MOST_SAMPLES) as {
    id: string;
    no: string;
  }[];
}
