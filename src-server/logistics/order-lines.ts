import type { GoodsOrderStepInput } from '../../src-shared/contract/goods-orders.contract.ts';
import { isWholeUnit } from '../../src-shared/domain/parts/movement-types.ts';
import { isAnyOf } from '../db/bulk-rows.ts';
import { rejected, type Db, type Refused } from './application.repository.ts';
import type { GoodsLine, GoodsOrder } from './goods-order.repository.ts';
import type { PostMovements } from './warehouse-stock.ts';

/** What a step of an order works with. */
export interface OrderStep {
  order: GoodsOrder;
  lines: readonly GoodsLine[];
  body: GoodsOrderStepInput;
  postMovements: PostMovements;
}

export type AskedLine = GoodsOrderStepInput['lines'][number] & { line: GoodsLine };

/**
 * Every line that is asked for once and belongs here, with quantities its unit allows, in the order of their parts so that
 * two steps never wait for each other crosswise; else why not.
 */
export async function askedOrderLines(db: Db, { lines, body }: OrderStep): Promise<AskedLine[] | Refused> {
  const byId = new Map(lines.map((line) => [line.id, line]));
  const parts = await db
    .selectFrom('part')
    .select(['id', 'uom', 'uomWhole'])
    .where(
      isAnyOf(
        'id',
        lines.map(({ partId }) => partId),
      ),
    )
    .execute();
  const isWhole = new Map(parts.map((part) => [part.id, isWholeUnit(part)]));
  const asked: AskedLine[] = [];
  for (const each of body.lines) {
    const line = byId.get(each.lineId);
    if (line === undefined || !byId.delete(each.lineId)) return rejected('order-line-unknown', {});
    const quantities = [each.qtyMilli, each.damagedMilli, each.wrongMilli, each.overMilli];
    if (isWhole.get(line.partId) === true && quantities.some((milli) => milli % 1000 !== 0))
      return rejected('order-qty-not-whole', { lineNo: line.lineNo });
    asked.push({ ...each, line });
  }
  return asked.sort((a, b) => (a.line.partId < b.line.partId ? -1 : 1));
}
