import type { FormDocument } from '../../../src-shared/domain/print/form-template.ts';
import {
  EMPTY_INVOICE_BUYER,
  INVOICE_BUYER_KEY,
  readInvoiceBuyer,
  type InvoiceBuyer,
} from '../../../src-shared/domain/settings/invoice-buyer.ts';
import { addDays } from '../../../src-shared/domain/units/dates.ts';
import type { ReadStores } from '../../db/stores.ts';
import { linesByOwner, rowsOf, type Row, type Wording } from './document-rows.ts';

const HEAD = `
  select s.id, s.no, s.claimant_code || ' ' || s.claimant_name as claimant, s.period_from_date as periodFromDate,
         s.period_to_date as periodToDate, s.grade, s.taxpayer_type as taxpayerType, s.tax_no as taxNo,
         s.bank_name as bankName, s.bank_account as bankAccount, s.claim_count as claimCount,
         s.claimed_fen as claimedFen, s.claimed_fen - s.net_fen as cutFen, s.net_fen as netFen,
         s.pre_tax_adj_fen as preTaxAdjFen, s.tax_fen as taxFen, s.gross_fen as grossFen, s.offset_fen as offsetFen,
         s.carry_in_fen as carryInFen, s.carry_out_fen as carryOutFen, s.payable_fen as payableFen,
         s.payable_fen as payableWordsFen, s.tax_date as taxDate
    from statement s where s.id in (select value from json_each(?))`;

const GROUPS = `
  select g.statement_id as owner, g.tax_rate_bp as taxRateBp, g.tax_base_fen as netFen, g.tax_fen as taxFen,
         (select count(*) from statement_claim k join claim_line l on l.claim_id = k.claim_id
           where k.statement_id = g.statement_id and k.tax_rate_bp = g.tax_rate_bp and l.cost_type = 'MATERIAL'
             and l.approved_fen <> 0) as materialLines,
         (select count(*) from statement_claim k join claim_line l on l.claim_id = k.claim_id
           where k.statement_id = g.statement_id and k.tax_rate_bp = g.tax_rate_bp and l.cost_type <> 'MATERIAL'
             and l.approved_fen <> 0) as labourLines
    from statement_tax_group g where g.statement_id in (select value from json_each(?))
   order by g.statement_id, g.tax_rate_bp`;

const sumOf = (name: string, condition: string): string =>
  `coalesce((select sum(l.approved_fen) from claim_line l where l.claim_id = c.id and l.cost_type ${condition}), 0) as ${name}`;

/** 费用结算单: claims by cost type as approved, groups of tax, and the way from net to payable. */
export function statementDocuments(stores: ReadStores, ids: readonly string[], words: Wording): FormDocument[] {
  const groups = linesByOwner(stores, ids, GROUPS);
  const claims = linesByOwner(
    stores,
    ids,
    `select k.statement_id as owner, k.seq, c.no, coalesce(w.no, c.station_ref) as workOrderNo, c.vin_text as vin,
            c.plate_no as plateNo, c.model_name as modelName, c.repair_finish_date as finishDate, c.type,
            ${sumOf('labourFen', "= 'LABOUR'")}, ${sumOf('materialFen', "= 'MATERIAL'")},
            ${sumOf('handlingFen', "= 'HANDLING'")}, ${sumOf('travelFen', "= 'TRAVEL'")},
            ${sumOf('otherFen', "not in ('LABOUR', 'MATERIAL', 'HANDLING', 'TRAVEL')")},
            k.claimed_fen as claimedFen, k.approved_fen as approvedFen, k.claimed_fen - k.approved_fen as cutFen,
            c.reason_code as reasonCode
       from statement_claim k join claim c on c.id = k.claim_id left join work_order w on w.id = c.work_order_id
      where k.statement_id in (select value from json_each(?)) order by k.statement_id, k.seq`,
  );
  return rowsOf(stores, ids, HEAD).map((row) => {
    const id = String(row.id);
    const taxGroups = (groups.get(id) ?? []).map((group) => groupText(group, words)).join('\n');
    return asDocument({ ...row, period: periodText(row, words), taxGroups }, claims.get(id) ?? []);
  });
}

function groupText({ taxRateBp, netFen, taxFen }: Row, words: Wording): string {
  return words.text('form.taxGroup', {
    rate: words.value(taxRateBp ?? null, 'percent').replace('%', ''),
    base: words.value(netFen ?? null, 'fen'),
    tax: words.value(taxFen ?? null, 'fen'),
  });
}

function periodText(row: Row, words: Wording): string {
  return words.text('form.period', { from: String(row.periodFromDate), to: String(row.periodToDate) });
}

/** The setting `invoiceBuyer`; null while the company has not filled it in. */
export function invoiceBuyer(stores: ReadStores): InvoiceBuyer | null {
  const text = stores.replicaFile
    .prepare('select value_json from setting where setting_key = ?')
    .pluck()
    .get(INVOICE_BUYER_KEY);
  return readInvoiceBuyer(typeof text === 'string' ? text : null);
}

/** 开票通知单: one row for every tax rate, and who is invoiced by when. */
export function invoiceNoticeDocuments(stores: ReadStores, ids: readonly string[], words: Wording): FormDocument[] {
  const groups = linesByOwner(stores, ids, GROUPS);
  const buyer = invoiceBuyer(stores) ?? EMPTY_INVOICE_BUYER;
  return rowsOf(stores, ids, HEAD).map((row) => {
    const lines = (groups.get(String(row.id)) ?? []).map(({ materialLines, labourLines, ...group }) => ({
      ...group,
      grossFen: Number(group.netFen) + Number(group.taxFen),
      item: itemOf(Number(labourLines), Number(materialLines)),
    }));
    const values: Row = {
      ...row,
      statementNo: row.no ?? null,
      period: periodText(row, words),
      buyerName: buyer.name,
      buyerTaxNo: buyer.taxNo,
      buyerAddress: buyer.address,
      buyerBank: buyer.bank,
      grossWordsFen: row.grossFen ?? null,
      deadlineDate: buyer.invoiceDays === null ? null : addDays(String(row.taxDate), buyer.invoiceDays),
      mailAddress: buyer.mailAddress,
      invoiceRemark: words.text('form.invoiceRemark', { no: String(row.no) }),
    };
    return asDocument(values, lines);
  });
}

function itemOf(labourLines: number, materialLines: number): string {
  if (materialLines === 0) return 'LABOUR';
  return labourLines === 0 ? 'MATERIAL' : 'BOTH';
}

function asDocument(values: Row, lines: readonly Row[]): FormDocument {
  return { type: 'statement', id: String(values.id), no: String(values.no), values, lines };
}
