import { sql } from 'kysely';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { insertRows, updateRows } from '../db/bulk-rows.ts';
import type { DueStep } from '../due/due-steps.ts';

/** So many promises are ended at once; the step is asked again at once while there are more. */
const MOST_AT_ONCE = 500;

interface Expired {
  id: string;
  orderId: string | null;
  applicationId: string | null;
  scope: string;
  status: string;
  lineNo: number;
}

/**
 * Ends promises whose time has run out: what they held is free for others, and the paper they were made for says so in its history.
 * The paper itself stays where it is. Returns how many. Stock §2.2 (0353).
 */
export const expireReservations: DueStep = async (db, { nowMs, newId }) => {
  const { rows } = await sql<Expired>`
    with x as (select id from stock_reservation where state in ('HELD', 'PICKED') and expires_at_ms < ${nowMs}
                order by id limit ${MOST_AT_ONCE} for update skip locked)
    select x.id, o.id as "orderId", a.id as "applicationId", coalesce(o._scope, a._scope) as scope,
           coalesce(o.status, a.status) as status, coalesce(l.line_no, m.line_no)::int as "lineNo"
      from x left join goods_order_line l on l.reservation_id = x.id left join goods_order o on o.id = l.order_id
           left join parts_application_line m on m.reservation_id = x.id
           left join parts_application a on a.id = m.application_id`.execute(db);
  await updateRows(
    db,
    'stockReservation',
    rows.map(({ id }) => ({ id, state: 'RELEASED' })),
  );
  const eventOf = (paperId: string, papers: readonly Expired[]) => {
    const [{ scope, status } = { scope: '', status: '' }] = papers;
    const note = papers
      .map(({ lineNo }) => lineNo)
      .sort((one, other) => one - other)
      .join(', ');
    return {
      ...{ ...rowIdentity(newId(), scope, paperId), action: 'promiseEnds', statusFrom: status, statusTo: status, note },
      ...{ doneBy: 'system', doneByName: '–', doneAtMs: nowMs },
    };
  };
  const byOrder = Map.groupBy(rows, ({ orderId }) => orderId);
  const byApplication = Map.groupBy(rows, ({ applicationId }) => applicationId);
  await insertRows(
    db,
    'goodsOrderEvent',
    [...byOrder].flatMap(([orderId, papers]) => (orderId === null ? [] : [{ ...eventOf(orderId, papers), orderId }])),
  );
  await insertRows(
    db,
    'partsApplicationEvent',
    [...byApplication].flatMap(([applicationId, papers]) =>
      applicationId === null ? [] : [{ ...eventOf(applicationId, papers), applicationId }],
    ),
  );
  return rows.length;
};
