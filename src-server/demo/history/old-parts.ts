import { dateOf, DAY_MS, dayOf, instantOf, yearMonthOf } from '../facts/demo-calendar.ts';
import type { DemoFacts } from '../facts/demo-facts.ts';
import { CARRIERS } from '../facts/names/words.ts';
import type { DemoRandom } from '../facts/random.ts';
import type { ClaimRow, LineRow } from './evaluate.ts';

const NOT_LIVE = new Set(['DRAFT', 'DELETED', 'SUBMITTED', 'REJECTED', 'AUTO_REJECTED', 'WITHDRAWN', 'EXPIRED']);

/** The replaced parts: on their way back, received and looked at, or overdue, by how long ago the repair was. */
export function addOldParts(facts: DemoFacts, linesByClaim: ReadonlyMap<string, LineRow[]>): void {
  const random = facts.random('old-parts');
  const parts = new Map(facts.rows('part').map((part) => [part.id, part]));
  const boxes = new Map<string, string>();
  for (const claim of facts.rows('claim')) {
    if (NOT_LIVE.has(claim.status) || claim.stationId === null || claim.stationId === undefined) continue;
    for (const line of linesByClaim.get(claim.id) ?? []) {
      const part = line.costType === 'MATERIAL' ? parts.get(line.partId ?? '') : undefined;
      if (part === undefined || !['RETURN', 'HOLD'].includes(part.oldPartPolicy)) continue;
      const finishDay = dayOf(claim.repairFinishDate);
      const status = statusOf({ policy: part.oldPartPolicy, ageDays: facts.todayDay - finishDay, random });
      const inBox = !['DUE', 'TAGGED', 'HELD', 'OVERDUE', 'SCRAPPED'].includes(status);
      const isInspected = status.startsWith('INSPECTED') || status === 'TO_SUPPLIER';
      const isReceived = isInspected || status === 'RECEIVED';
      facts.add('oldPart', {
        id: facts.ids.next(),
        tagNo: `JJ${(claim.no ?? '').slice(2)}${String(line.seq)}`,
        claimId: claim.id,
        claimLineId: line.id,
        partId: part.id,
        qtyMilli: line.qtyMilli ?? 1000,
        serial: null,
        stationId: claim.stationId,
        policy: part.oldPartPolicy,
        dueDate: dateOf(finishDay + (part.returnDays ?? part.holdDays ?? 30)),
        boxId: inBox ? boxFor(facts, { boxes, claim, random, received: isReceived }) : null,
        status,
        receivedQtyMilli: isReceived ? (line.qtyMilli ?? 1000) : null,
        inspectResult: isInspected
          ? status === 'INSPECTED_BAD'
            ? random.pick(['NOT_FAULTY', 'WRONG_PART'])
            : 'OK'
          : null,
        inspector: isInspected ? '蒋国庆' : null,
        inspectedAtMs: isInspected ? instantOf(Math.min(finishDay + 38, facts.todayDay - 1), 640) : null,
        disposition: status === 'TO_SUPPLIER' ? 'SUPPLIER' : status === 'SCRAPPED' ? 'SCRAP' : null,
      });
    }
  }
}

function statusOf(input: { policy: string; ageDays: number; random: DemoRandom }): string {
  const { policy, ageDays, random } = input;
  if (policy === 'HOLD') return ageDays > 60 ? 'SCRAPPED' : 'HELD';
  if (ageDays < 4) return 'DUE';
  if (ageDays < 12) return 'TAGGED';
  if (ageDays < 18) return 'BOXED';
  if (ageDays < 26) return 'SHIPPED';
  if (ageDays < 40) return 'RECEIVED';
  return random.weighted([
    ['INSPECTED_OK', 62],
    ['TO_SUPPLIER', 30],
    ['INSPECTED_BAD', 3],
    ['OVERDUE', 5],
  ] as const);
}

interface BoxInput {
  boxes: Map<string, string>;
  claim: ClaimRow;
  random: DemoRandom;
  received: boolean;
}

/** One box a station and half-month. */
function boxFor(facts: DemoFacts, { boxes, claim, random, received }: BoxInput): string {
  const day = dayOf(claim.repairFinishDate) + 16;
  const key = `${claim.stationId ?? ''}/${yearMonthOf(day)}/${String(Math.floor(Number(dateOf(day).slice(8)) / 16))}/${String(received)}`;
  const known = boxes.get(key);
  if (known !== undefined) return known;
  const id = facts.ids.next();
  boxes.set(key, id);
  const warehouses = facts.rows('warehouse');
  const shippedAtMs = instantOf(Math.min(day + 4, facts.todayDay - 1), 900);
  facts.add('oldPartBox', {
    id,
    no: `FX${yearMonthOf(day)}${String(boxes.size).padStart(5, '0')}`,
    stationId: claim.stationId ?? '',
    warehouseId: random.pick(warehouses).id,
    carrier: random.pick(CARRIERS),
    waybill: `${random.pick(['DB', 'SF', 'ZT', 'AN'])}${random.digits(12)}`,
    shippedAtMs,
    receivedAtMs: received ? Math.min(shippedAtMs + 4 * DAY_MS, instantOf(facts.todayDay, 0) - 60_000) : null,
    freightFen: random.int(15, 180) * 100,
  });
  return id;
}
