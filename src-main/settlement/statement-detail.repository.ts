import type { z } from 'zod';
import type { StatementDetail } from '../../src-shared/contract/settlement.contract.ts';
import { rmbUppercase } from '../../src-shared/domain/checks/rmb-uppercase.ts';
import {
  allowedStatementActions,
  mayMoveClaims,
  needsInvoice,
} from '../../src-shared/domain/settlement/statement-transition.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { ReadStores } from '../db/stores.ts';
import { STATEMENT_SELECT } from './statement-query.ts';
import type { StatementRowValue } from './statements.repository.ts';

type Detail = z.infer<typeof StatementDetail>;

interface Head {
  grade: string | null;
  taxpayerType: string | null;
  taxNo: string | null;
  bankName: string | null;
  bankAccount: string | null;
  taxDate: string;
  preTaxAdjFen: number;
  taxBaseFen: number;
  offsetFen: number;
  carryInFen: number;
  claimsSha256: string | null;
  approvedAtMs: number | null;
}

/** The statement page: head, tax groups, claims by cost type, adjustments, invoices, payments, history. */
export function statementDetail(stores: ReadStores, { id, roles }: { id: string; roles: readonly string[] }): Detail {
  const statement = stores.replicaFile.prepare(`select ${STATEMENT_SELECT} from statement s where s.id = ?`).get(id) as
    StatementRowValue | undefined;
  if (statement === undefined) throw new AppError('NOT_FOUND', 'statement-not-found', { id });
  const head = stores.replicaFile
    .prepare(
      `select grade, taxpayer_type as taxpayerType, tax_no as taxNo, bank_name as bankName, bank_account as bankAccount,
              tax_date as taxDate, pre_tax_adj_fen as preTaxAdjFen, tax_base_fen as taxBaseFen, offset_fen as offsetFen,
              carry_in_fen as carryInFen, claims_sha256 as claimsSha256, approved_at_ms as approvedAtMs
         from statement where id = ?`,
    )
    .get(id) as Head;
  const { approvedAtMs, ...facts } = head;
  return {
    statement,
    ...facts,
    approvedDate: approvedAtMs === null ? null : businessDateOf(approvedAtMs),
    payableInWords: rmbUppercase({ amountFen: statement.payableFen }),
    groups: rows<Detail['groups'][number]>(
      stores,
      id,
      `select tax_rate_bp as taxRateBp, net_fen as netFen, pre_tax_adj_fen as preTaxAdjFen, tax_base_fen as taxBaseFen,
              tax_fen as taxFen from statement_tax_group where statement_id = ? order by tax_rate_bp`,
    ),
    claims: statementClaims(stores, id),
    adjustments: rows<Detail['adjustments'][number]>(
      stores,
      id,
      `select a.id, a.kind, a.stage, a.amount_fen as amountFen, a.note, c.no as refClaimNo
         from statement_adjustment a left join claim c on c.id = a.ref_claim_id
        where a.statement_id = ? order by a.created_at_ms, a.id`,
    ),
    invoices: rows<Detail['invoices'][number]>(
      stores,
      id,
      `select id, invoice_no as invoiceNo, issue_date as issueDate, tax_rate_bp as taxRateBp, net_fen as netFen,
              tax_fen as taxFen, gross_fen as grossFen, status
         from invoice where statement_id = ? order by invoice_no`,
    ),
    payments: rows<Detail['payments'][number]>(
      stores,
      id,
      `select id, amount_fen as amountFen, paid_at_ms as paidAtMs, bank_ref as bankRef
         from payment where statement_id = ? order by paid_at_ms, id`,
    ),
    history: history(stores, id),
    allowedActions: statementActions(statement, roles),
  };
}

/** A claim may be taken off while the statement is still ours to change. */
function statementActions(
  { status, claimantType, grossFen, payableFen }: StatementRowValue,
  roles: readonly string[],
): string[] {
  const actions = allowedStatementActions(status, roles).filter(
    (action) =>
      (action !== 'invoice' || needsInvoice({ claimantType, grossFen })) && (action !== 'pay' || payableFen > 0),
  ) as string[];
  return mayMoveClaims(status, roles) ? [...actions, 'detachClaim'] : actions;
}

function rows<Value>(stores: ReadStores, id: string, sql: string): Value[] {
  return stores.replicaFile.prepare(sql).all(id) as Value[];
}

/** Each claim with what was approved by cost type; everything outside labour, material, handling and travel is "other". */
function statementClaims(stores: ReadStores, id: string): Detail['claims'] {
  const sumOf = (name: string, condition: string): string =>
    `coalesce((select sum(l.approved_fen) from claim_line l where l.claim_id = c.id and l.cost_type ${condition}), 0) as ${name}`;
  return rows<Detail['claims'][number]>(
    stores,
    id,
    `select c.id as claimId, k.seq, c.no, c.vin_text as vin, c.plate_no as plateNo, c.model_name as modelName,
            c.repair_finish_date as repairFinishDate, c.type, c.main_item_text as mainItem,
            ${sumOf('labourFen', "= 'LABOUR'")}, ${sumOf('materialFen', "= 'MATERIAL'")},
            ${sumOf('handlingFen', "= 'HANDLING'")}, ${sumOf('travelFen', "= 'TRAVEL'")},
            ${sumOf('otherFen', "not in ('LABOUR', 'MATERIAL', 'HANDLING', 'TRAVEL')")},
            k.claimed_fen as claimedFen, k.approved_fen as approvedFen, k.claimed_fen - k.approved_fen as cutFen,
            c.reason_code as reasonCode
       from statement_claim k join claim c on c.id = k.claim_id where k.statement_id = ? order by k.seq`,
  );
}

/** Moments kept in the statement's own columns, for statements older than their list of steps. */
const MOMENTS = [
  ['created', 'created_at_ms', 'created_by'],
  ['propose', 'checked_at_ms', 'checked_by'],
  ['approve', 'approved_at_ms', 'approved_by'],
  ['send', 'sent_at_ms', 'null'],
  ['confirm', 'confirmed_at_ms', 'null'],
  ['close', 'closed_at_ms', 'null'],
  ['pay', 'paid_at_ms', 'null'],
] as const;

function history(stores: ReadStores, id: string): Detail['history'] {
  const parts = MOMENTS.map(
    ([event, at, by]) =>
      `select '${event}' as event, (select name from app_user where id = ${by}) as byName, ${at} as atMs, null as note
         from statement where id = @id and ${at} is not null
          and not exists (select 1 from statement_event e where e.statement_id = @id and e.done_at_ms = ${at})`,
  );
  const steps = `select action as event, case done_by when 'system' then null else done_by_name end as byName,
      done_at_ms as atMs, note from statement_event where statement_id = @id`;
  return stores.replicaFile
    .prepare(`${[...parts, steps].join(' union all ')} order by atMs`)
    .all({ id }) as Detail['history'];
}
