import type { FormDocument } from '../../../src-shared/domain/print/form-template.ts';
import type { ReadStores } from '../../db/stores.ts';
import { linesByOwner, rowsOf, type Row, type Wording } from './document-rows.ts';

const FAULT = (kind: string, column: string): string =>
  `coalesce((select f.name from fault_code f where f.kind = '${kind}' and f.code = c.${column}), c.${column})`;

/** 三包鉴定单 of claims. */
export function appraisalDocuments(stores: ReadStores, ids: readonly string[], words: Wording): FormDocument[] {
  const lines = linesByOwner(
    stores,
    ids,
    `select l.claim_id as owner, l.cost_type as costType, l.item_code as code, l.description as name,
            l.qty_milli as qtyMilli, l.hours_centi as hoursCenti, l.km, l.claimed_fen as claimedFen,
            case when l.decision = 'PENDING' then null else l.approved_fen end as approvedFen, l.decision
       from claim_line l where l.claim_id in (select value from json_each(?)) order by l.claim_id, l.seq`,
  );
  const claims = rowsOf(
    stores,
    ids,
    `select c.id, coalesce(c.no, c.station_ref, '') as no, c.claimant_code || ' ' || c.claimant_name as stationName,
            w.no as workOrderNo, c.vin_text as vin, c.plate_no as plateNo, c.model_name as modelName,
            u.name as customerName, v.engine_no as engineNo, v.in_service_date as inServiceDate,
            c.failure_date as failureDate, c.mileage_km as mileageKm, c.age_months as ageMonths,
            coalesce(c.complaint_text, ${FAULT('COMPLAINT', 'complaint_code')}) as complaintText,
            ${FAULT('CAUSE', 'cause_code')} as causeText, ${FAULT('ACTION', 'action_code')} as actionText,
            p.part_no || ' ' || p.name as causalPart, s.name as supplierName, c.responsibility,
            c.claimed_fen as claimedFen,
            case when c.decided_at_ms is null then null else c.approved_fen end as approvedFen,
            case when c.decided_at_ms is null then null else c.approved_fen end as approvedWordsFen,
            c.reason_code as reasonCode, c.warranty_position as warrantyPosition,
            c.decided_at_ms as decidedAtMs, d.name as decidedByName,
            (select a.note from audit_decision a where a.claim_id = c.id and a.note is not null and a.note <> '' and a.action <> 'ASSIGN'
              order by a.decided_at_ms desc, a.id desc limit 1) as decisionNote
       from claim c left join work_order w on w.id = c.work_order_id left join vehicle v on v.id = c.vehicle_id
            left join customer u on u.id = v.customer_id left join part p on p.id = c.causal_part_id
            left join supplier s on s.id = p.supplier_id left join app_user d on d.id = c.decided_by
      where c.id in (select value from json_each(?))`,
  );
  return claims.map((row) => {
    const { id, no, warrantyPosition, decidedAtMs, decisionNote, ...values } = row;
    const verdict = [warrantyPosition === null ? '' : verdictText(String(warrantyPosition), words), decisionNote ?? ''];
    return {
      type: 'claim',
      id: String(id),
      no: String(no),
      values: {
        ...values,
        no: no ?? '',
        verdictText: verdict.filter((part) => part !== '').join(' '),
        decidedDate: decidedAtMs === null ? null : words.date(Number(decidedAtMs)),
      },
      lines: (lines.get(String(id)) ?? []).map((line) => ({ ...line, quantity: quantityText(line, words) })),
    };
  });
}

function verdictText(position: string, words: Wording): string {
  return words.text(position === 'IN' || position === 'CAMPAIGN' ? 'form.verdict.IN' : 'form.verdict.OUT');
}

/** Hours, kilometres or pieces: one column of the form has whatever the line counts. */
function quantityText(line: Row, words: Wording): string {
  if (line.hoursCenti !== null) return `${words.value(line.hoursCenti ?? null, 'hours')} h`;
  if (line.km !== null) return `${words.value(line.km ?? null, 'integer')} km`;
  return words.value(line.qtyMilli ?? null, 'quantity');
}

/** 旧件标签: one label for every old part. */
export function oldPartDocuments(stores: ReadStores, ids: readonly string[]): FormDocument[] {
  const parts = rowsOf(
    stores,
    ids,
    `select o.id, o.tag_no as tagNo, p.part_no as partNo, p.name as partName, o.qty_milli as qtyMilli,
            substr(coalesce(c.vin_text, a.vin), -8) as vinTail, coalesce(c.no, c.station_ref, a.app_no) as claimNo,
            c.failure_date as failureDate, s.name as stationName, o.due_date as dueDate,
            coalesce(c.complaint_text, c.complaint_code, a.fault_text, a.fault_code) as faultText
       from old_part o join part p on p.id = o.part_id join station s on s.id = o.station_id
            left join claim c on c.id = o.claim_id
            left join parts_application_line l on l.id = o.application_line_id
            left join parts_application a on a.id = l.application_id
      where o.id in (select value from json_each(?))`,
  );
  return parts.map(({ id, ...values }) => ({
    type: 'oldPart',
    id: String(id),
    no: String(values.tagNo),
    values,
    lines: [],
  }));
}
