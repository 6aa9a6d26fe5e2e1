import { sql } from 'kysely';
import { NOT_LIVE_STATUSES } from '../../src-shared/domain/claims/claim-status.ts';
import type { IssueEvidence } from '../../src-shared/domain/claims/evidence-types.ts';
import { isAnyOf } from '../db/bulk-rows.ts';
import type { EvaluableClaim } from './evaluate-batch.ts';
import type { OrderPartRow } from './evidence-orders.repository.ts';
import type { Db } from './evaluation-facts.repository.ts';

/**
 * What the documents the orders name issued of each part to the claim's station for its vehicle, less what claims before this
 * one took of them. A document is one of the ERP (its partner the station; one without a VIN is for any vehicle) or an
 * application of ours that was shipped. Claims §5 P04, 0330.
 */
export async function issuesOf(
  db: Db,
  claims: readonly EvaluableClaim[],
  partsByOrder: ReadonlyMap<string, readonly OrderPartRow[]>,
): Promise<Map<string, IssueEvidence[]>> {
  const asked = claims.flatMap(({ id, workOrderId, stationId, vinText, submittedAtMs }) => {
    const rows = partsByOrder.get(workOrderId ?? '') ?? [];
    const free = rows.filter((row) => row.supplyMode === 'FREE_ISSUE');
    const wanted = new Map(
      free.map(({ partId, issueDoc }) => [`${issueDoc ?? ''} ${partId ?? ''}`, { partId, issueDoc }]),
    );
    return [...wanted.values()].flatMap(({ partId, issueDoc }) =>
      partId === null || issueDoc === null
        ? []
        : [[id, stationId, vinText, issueDoc, partId, workOrderId, submittedAtMs]],
    );
  });
  if (asked.length === 0) return new Map();
  const { rows } = await sql<IssueEvidence & { askedId: string; takenMilli: number }>`
    with asked as materialized (
      select q.a ->> 0 as id, q.a ->> 1 as station_id, q.a ->> 2 as vin, q.a ->> 3 as doc_no, q.a ->> 4 as part_id,
        q.a ->> 5 as work_order_id, (q.a ->> 6)::bigint as submitted_at_ms
      from jsonb_array_elements(${JSON.stringify(asked)}::jsonb) as q(a)),
    issued as (
      select q.id, q.doc_no, q.part_id, sum(abs(e.qty_milli)) as qty_milli
      from asked q join part p on p.id = q.part_id join station s on s.id = q.station_id
      join erp_document_line e on e.doc_no = q.doc_no and e.part_no = p.part_no and e.partner_code = s.code
      where (e.vin is null or e.vin = q.vin)
        and upper(coalesce(e.status, '')) not in ('CANCELLED', 'CANCELED', 'VOID')
      group by 1, 2, 3
      union all
      select q.id, q.doc_no, q.part_id, sum(l.qty_ship_milli)
      from asked q join parts_application a on a.app_no = q.doc_no and a.station_id = q.station_id
      join parts_application_line l on l.application_id = a.id
      where q.part_id in (l.part_id, l.substitute_part_id) and (a.vin is null or a.vin = q.vin)
        and a.kind in ('WARRANTY', 'TECH_CAMPAIGN')
      group by 1, 2, 3)
    select q.id as asked_id, q.doc_no, q.part_id, sum(i.qty_milli)::bigint as qty_milli,
      coalesce((select sum(w.qty_milli) from work_order_part w join claim c on c.work_order_id = w.work_order_id
        where w.issue_doc = q.doc_no and w.part_id = q.part_id and w.work_order_id is distinct from q.work_order_id
          and c.submitted_at_ms < q.submitted_at_ms and c.status not in (${sql.join(NOT_LIVE_STATUSES)})), 0)::bigint as taken_milli
    from asked q join issued i on i.id = q.id and i.doc_no = q.doc_no and i.part_id = q.part_id
    group by q.id, q.doc_no, q.part_id, q.work_order_id, q.submitted_at_ms`.execute(db);
  const issues = rows.map(({ takenMilli, qtyMilli, ...row }) => ({
    ...row,
    qtyMilli: Math.max(0, Number(qtyMilli) - Number(takenMilli)),
  }));
  return Map.groupBy(issues, (row) => row.askedId);
}

/** Those of the serial numbers that stand on a document of the ERP. Claims §5 P06. */
export async function shippedSerialsOf(db: Db, serials: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('erpDocumentLine')
    .select('serialNo')
    .distinct()
    .where(isAnyOf('serialNo', serials))
    .execute();
  return rows.flatMap((row) => row.serialNo ?? []);
}
