import { movingAverage, type CostStep } from '../../../src-shared/domain/parts/moving-average.ts';
import {
  FIRST_COUNT_SETTINGS,
  FIRST_TOLERANCES,
  FIRST_VARIANCE_REASONS,
} from '../../../src-shared/domain/counts/first-counts.ts';
import { abcClasses } from '../../../src-shared/domain/counts/cycle.ts';
import { instantOf } from './demo-calendar.ts';
import type { DemoFacts, Fact } from './demo-facts.ts';
import type { DemoRandom } from './random.ts';

type PartRow = Fact<'part'>;
type WarehouseRow = Fact<'warehouse'>;
type MovementRow = Fact<'stockMovement'>;

/** How many parts lie in each central warehouse, in the order of the warehouses. */
const PARTS_BY_WAREHOUSE = [160, 60, 300, 40, 40];
const ZONES = ['A', 'B', 'C', 'D'];
const RACKS_PER_ZONE = 5;
const BINS_PER_RACK = 15;

/** What a new company starts with for counting. */
export function addFirstCountMasters(facts: DemoFacts): void {
  for (const tolerance of FIRST_TOLERANCES) {
    facts.add('toleranceSet', { id: facts.ids.next(), ...tolerance, partId: null, warehouseId: null });
  }
  for (const reason of FIRST_VARIANCE_REASONS) {
    facts.add('varianceReason', { id: facts.ids.next(), ...reason, responsibility: null });
  }
  for (const [settingKey, value] of Object.entries(FIRST_COUNT_SETTINGS)) {
    facts.add('setting', { id: facts.ids.next(), settingKey, valueJson: String(value), note: null });
  }
}

/** Bins, stock and a year of movements of the central warehouses, booked up to the evening before the last one. */
export function addStock(facts: DemoFacts): void {
  const random = facts.random('stock');
  const parts = facts.rows('part');
  const movements: MovementRow[] = [];
  for (const [index, warehouse] of facts.rows('warehouse').entries()) {
    Object.assign(warehouse, { level: 2, controlledBy: 'HQ', countModeDefault: 'ROLL', status: 'ACTIVE' });
    Object.assign(warehouse, { erpPlant: '1000', erpSloc: warehouse.code });
    const bins = addBins(facts, warehouse);
    const chosen = chooseParts(random, parts, PARTS_BY_WAREHOUSE[index] ?? 0);
    for (const [place, part] of chosen.entries()) {
      const bin = bins[Math.floor((place * bins.length) / chosen.length)];
      if (bin === undefined) continue;
      describePart(facts, part, random);
      movements.push(...yearOf(facts, random, { warehouse, binId: bin.id, part }));
    }
  }
  movements.sort((a, b) => a.postedAtMs - b.postedAtMs || (a.id < b.id ? -1 : 1));
  for (const [index, movement] of movements.entries()) {
    movement.seq = index + 1;
    facts.add('stockMovement', movement);
  }
  facts.add('documentSequence', { sequenceKey: 'stockMovement', lastValue: movements.length });
  addBalances(facts, movements);
  addClasses(facts);
}

function addBins(facts: DemoFacts, warehouse: WarehouseRow): { id: string }[] {
  const bins: { id: string }[] = [];
  for (const [zoneAt, zone] of ZONES.entries()) {
    for (let rack = 1; rack <= RACKS_PER_ZONE; rack += 1) {
      for (let place = 1; place <= BINS_PER_RACK; place += 1) {
        const id = facts.ids.next();
        bins.push({ id });
        facts.add('warehouseBin', {
          ...{ id, warehouseId: warehouse.id, zone, type: 'STOCK', capacityMilli: null, barcode: null },
          code: `${zone}-${String(rack).padStart(2, '0')}-${String(place).padStart(2, '0')}`,
          // every other rack is walked backwards: the person comes out where the next one begins
          walkSeq: zoneAt * 1000 + rack * 100 + (rack % 2 === 0 ? BINS_PER_RACK - place : place),
        });
      }
    }
  }
  return bins;
}

function chooseParts(random: DemoRandom, parts: readonly PartRow[], count: number): PartRow[] {
  const chosen = new Map<string, PartRow>();
  while (chosen.size < Math.min(count, parts.length)) {
    const part = random.pick(parts);
    if (part.uom === '件') chosen.set(part.id, part);
  }
  return [...chosen.values()];
}

/** What the parts manager's list shows of a part, once for each that lies somewhere. */
function describePart(facts: DemoFacts, part: PartRow, random: DemoRandom): void {
  if (part.drawingNo != null) return;
  const { supplyPriceFen, issuePriceFen } = part;
  Object.assign(part, {
    drawingNo: `${String(random.int(1001, 8505))}-${String(random.int(100, 99_999)).padStart(5, '0')}`,
    ...{ uomWhole: 1, stdCostFen: supplyPriceFen, isSafety: random.chance(60) ? 1 : 0 },
    ...{ priceL1Fen: Math.round(issuePriceFen * 0.85), priceL2Fen: Math.round(issuePriceFen * 0.92) },
    priceL3Fen: issuePriceFen,
  });
  if (!random.chance(250)) return;
  facts.add('uomConversion', {
    id: facts.ids.next(),
    partId: part.id,
    uom: '箱',
    num: random.pick([6, 10, 12, 20, 24]),
    den: 1,
  });
}

interface Place {
  warehouse: WarehouseRow;
  binId: string;
  part: PartRow;
}

/** Opening stock and a year of receipts and issues of one part, never below nothing; the last working day stays quiet. */
function yearOf(facts: DemoFacts, random: DemoRandom, place: Place): MovementRow[] {
  const pace = random.weighted([
    [2, 5],
    [5, 3],
    [9, 1],
  ]);
  const size = Math.max(2, Math.min(120, Math.round(40_000 / Math.max(300, place.part.supplyPriceFen))));
  const days = Array.from({ length: pace }, () => random.int(facts.firstDay + 5, facts.todayDay - 40)).sort(
    (a, b) => a - b,
  );
  const moves = [{ day: facts.firstDay, type: 'OPENING', pieces: random.int(size, size * 3) }];
  let onHand = moves[0]?.pieces ?? 0;
  for (const day of days) {
    const isReceipt = onHand < size || random.chance(350);
    const pieces = isReceipt ? random.int(size, size * 2) : random.int(1, Math.max(1, Math.floor(onHand / 2)));
    onHand += isReceipt ? pieces : -pieces;
    moves.push({ day, type: isReceipt ? 'RECEIPT' : random.chance(600) ? 'ISSUE_WARRANTY' : 'ISSUE_SALE', pieces });
  }
  return booked(facts, random, place, moves);
}

function booked(
  facts: DemoFacts,
  random: DemoRandom,
  { warehouse, binId, part }: Place,
  moves: readonly { day: number; type: string; pieces: number }[],
): MovementRow[] {
  const isIn = (type: string): boolean => type === 'OPENING' || type === 'RECEIPT';
  const steps = moves.map(({ type, pieces }): CostStep => {
    const qtyMilli = pieces * 1000;
    if (!isIn(type)) return { type: 'ISSUE', qtyMilli };
    const price = Math.round((part.supplyPriceFen * random.int(94, 106)) / 100);
    return { type: 'RECEIPT', qtyMilli, valueFen: price * pieces };
  });
  const values = movingAverage({
    start: { qtyMilli: 0, valueFen: 0, lastCostFen: null, standardCostFen: null },
    steps,
  });
  const prefix: Readonly<Record<string, string>> = {
    OPENING: 'QC',
    RECEIPT: 'RK',
    ISSUE_SALE: 'XS',
    ISSUE_WARRANTY: 'SB',
  };
  return moves.map(({ day, type, pieces }, index): MovementRow => {
    const effectiveAtMs = instantOf(day, random.int(500, 1020));
    const id = facts.ids.next();
    return {
      ...{ id, seq: 0, warehouseId: warehouse.id, binId, partId: part.id, owner: 'HQ', condition: 'NEW' },
      ...{ batchNo: '', serialNo: '', qtyMilli: (isIn(type) ? 1 : -1) * pieces * 1000, type },
      ...{ valueFen: values[index]?.moveValueFen ?? 0, effectiveAtMs, postedAtMs: effectiveAtMs + 20 * 60_000 },
      ...{ docType: null, docNo: `${prefix[type] ?? 'QT'}-${String(random.int(1000, 99_999)).padStart(5, '0')}` },
      ...{ lineUid: null, leg: isIn(type) ? 'IN' : 'OUT', erpDocNo: null, erpLine: null, reversesId: null },
      ...{ idemKey: `demo:${id}`, userId: 'system', deviceId: 'demo', note: null },
    };
  });
}

function addBalances(facts: DemoFacts, movements: readonly MovementRow[]): void {
  for (const rows of Map.groupBy(movements, (row) => `${row.warehouseId} ${row.partId}`).values()) {
    const [first] = rows;
    if (first === undefined) continue;
    const { warehouseId, binId, partId, owner, condition } = first;
    facts.add('stockBalance', {
      ...{
        id: facts.ids.next(),
        warehouseId,
        binId: binId ?? null,
        partId,
        owner,
        condition,
        batchNo: '',
        serialNo: '',
      },
      qtyMilli: rows.reduce((sum, row) => sum + row.qtyMilli, 0),
      valueFen: rows.reduce((sum, row) => sum + row.valueFen, 0),
      lastSeq: Math.max(...rows.map((row) => row.seq)),
      lastMoveAtMs: Math.max(...rows.map((row) => row.effectiveAtMs)),
      lastCountAtMs: null,
    });
  }
}

/** Classes by what a year's issues were worth, for each warehouse (stock §4.4). */
function addClasses(facts: DemoFacts): void {
  const issued = new Map<string, Map<string, number>>();
  for (const { warehouseId, partId, type, valueFen } of facts.rows('stockMovement')) {
    const byPart = issued.get(warehouseId) ?? new Map<string, number>();
    issued.set(warehouseId, byPart);
    byPart.set(partId, (byPart.get(partId) ?? 0) + (type.startsWith('ISSUE') ? -valueFen : 0));
  }
  for (const [warehouseId, byPart] of issued) {
    const parts = [...byPart].map(([code, acvFen]) => ({ code, acvFen, atLeastB: false }));
    for (const { code, class: abcClass } of abcClasses({ parts, aBelowBp: 8000, bBelowBp: 9500 })) {
      facts.add('partWarehouseSetting', {
        id: facts.ids.next(),
        partId: code,
        warehouseId,
        method: 'MANUAL',
        abcClass,
      });
    }
  }
}
