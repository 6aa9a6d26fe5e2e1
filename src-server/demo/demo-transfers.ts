import type { Transaction } from 'kysely';
import type { GoodsOrderStep, GoodsOrderStepInput } from '../../src-shared/contract/goods-orders.contract.ts';
import type { OrderReason } from '../../src-shared/domain/logistics/order-transition.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';
import { logisticsCommands } from '../logistics/logistics.commands.ts';
import { postMovements } from '../parts/post-movements.ts';
import { applied, demoContext } from './demo-context.ts';
import type { DemoFacts } from './facts/demo-facts.ts';

const commands = logisticsCommands({ postMovements });

/** The central warehouses that no count and no reconciliation of the demo company is about. */
const XIAN = 3;
const SHENYANG = 4;
const HQ_PARTS = 24;
const HQ_PIECES = 60;

type Place = 'hq' | 'xian' | 'shenyang' | 'stationA' | 'stationB';

interface Found {
  ok: number;
  damaged?: number;
  over?: number;
}

interface Tale {
  from: Place;
  to: Place;
  reason: OrderReason;
  daysAgo: number;
  /** Pieces of every line. */
  pieces: readonly number[];
  until: 'DRAFT' | 'APPROVED' | 'IN_TRANSIT' | 'CLOSED' | 'CANCELLED';
  /** What was found of every line each time something came. */
  found?: readonly (readonly Found[])[];
  writeOff?: string;
}

const TALES: readonly Tale[] = [
  {
    ...{ from: 'hq', to: 'xian', reason: 'REPLEN', daysAgo: 16, pieces: [12, 8, 4], until: 'CLOSED' },
    found: [[{ ok: 12 }, { ok: 8 }, { ok: 4 }]],
  },
  {
    ...{ from: 'xian', to: 'stationA', reason: 'REPLEN', daysAgo: 13, pieces: [2, 1], until: 'CLOSED' },
    found: [[{ ok: 1 }, { ok: 1 }]],
    writeOff: '承运人确认丢失 1 件',
  },
  {
    ...{ from: 'hq', to: 'shenyang', reason: 'REPLEN', daysAgo: 9, pieces: [10, 6], until: 'IN_TRANSIT' },
    found: [[{ ok: 6, damaged: 2 }, { ok: 6 }]],
  },
  {
    ...{ from: 'shenyang', to: 'stationB', reason: 'EMERGENCY', daysAgo: 6, pieces: [1], until: 'CLOSED' },
    found: [[{ ok: 2, over: 1 }]],
  },
  { from: 'xian', to: 'shenyang', reason: 'BALANCE', daysAgo: 5, pieces: [3, 2], until: 'IN_TRANSIT' },
  { from: 'hq', to: 'xian', reason: 'REPLEN', daysAgo: 3, pieces: [6, 6, 6], until: 'IN_TRANSIT' },
  { from: 'xian', to: 'stationA', reason: 'EMERGENCY', daysAgo: 1, pieces: [1], until: 'APPROVED' },
  { from: 'hq', to: 'shenyang', reason: 'REPLEN', daysAgo: 2, pieces: [8], until: 'APPROVED' },
  { from: 'hq', to: 'xian', reason: 'REPLEN', daysAgo: 1, pieces: [5, 3], until: 'DRAFT' },
  { from: 'shenyang', to: 'xian', reason: 'BALANCE', daysAgo: 4, pieces: [2], until: 'CANCELLED' },
];

/** Transfers of the demo company over its three levels, made by the very commands people use, on the days they would have been. */
export async function addDemoTransfers(db: Transaction<CentralTables>, facts: DemoFacts): Promise<void> {
  const room = new DemoTransfers(db, facts);
  await room.open();
  for (const each of TALES) await room.tell(each);
}

class DemoTransfers {
  readonly #db: Transaction<CentralTables>;
  readonly #facts: DemoFacts;
  readonly #places = new Map<Place, string>();
  #waybill = 3_108_820;

  constructor(db: Transaction<CentralTables>, facts: DemoFacts) {
    this.#db = db;
    this.#facts = facts;
  }

  /** The parts centre above the central warehouses, two stations' own stores below them, and what lies in the parts centre. */
  async open(): Promise<void> {
    const [xian, shenyang] = [this.#central(XIAN), this.#central(SHENYANG)];
    const [first] = this.#facts.rows('warehouse');
    const hq = await this.#warehouse({
      ...{ code: 'ZZ01', name: '总部配件中心', regionId: first?.regionId ?? '', level: 1, parentId: null },
      stationId: null,
    });
    await this.#db.updateTable('warehouse').set({ parentId: hq }).where('level', '=', 2).execute();
    this.#places.set('hq', hq).set('xian', xian.id).set('shenyang', shenyang.id);
    this.#places.set('stationA', await this.#stationStore(xian));
    this.#places.set('stationB', await this.#stationStore(shenyang));
    await this.#fill(hq, first?.regionId ?? '');
  }

  #central(index: number): { id: string; regionId: string } {
    const row = this.#facts.rows('warehouse')[index];
    if (row === undefined) throw new Error('the demo company has no such central warehouse');
    return row;
  }

  async #stationStore(central: { id: string; regionId: string }): Promise<string> {
    const station = this.#facts
      .rows('station')
      .find(({ regionId, status }) => regionId === central.regionId && status === 'ACTIVE');
    if (station === undefined) throw new Error('the demo company has no station there');
    return this.#warehouse({
      ...{ code: `ZZ-${station.code}`, name: `${station.name}配件库`, regionId: central.regionId, level: 3 },
      ...{ parentId: central.id, stationId: station.id },
    });
  }

  async #warehouse(row: {
    code: string;
    name: string;
    regionId: string;
    level: number;
    parentId: string | null;
    stationId: string | null;
  }): Promise<string> {
    const id = this.#facts.ids.next();
    await this.#db
      .insertInto('warehouse')
      .values({
        ...{ ...rowIdentity(id, 'g'), ...row, controlledBy: row.level === 3 ? 'STATION' : 'HQ' },
        ...{ countModeDefault: 'ROLL', status: 'ACTIVE' },
      })
      .execute();
    const bins = [
      ['R-01', 'RECEIVING'],
      ['Q-01', 'QUARANTINE'],
    ] as const;
    for (const [code, type] of bins)
      await this.#db
        .insertInto('warehouseBin')
        .values({ ...rowIdentity(this.#facts.ids.next(), 'g'), warehouseId: id, code, type, zone: code.slice(0, 1) })
        .execute();
    return id;
  }

  /** Parts that lie in both of the central warehouses come from here. */
  async #fill(hq: string, regionId: string): Promise<void> {
    const region = this.#facts.rows('region').find(({ id }) => id === regionId);
    const parts = await this.#db
      .selectFrom('part')
      .select(['part.id', 'part.supplyPriceFen'])
      .where('part.id', 'in', (inner) =>
        inner
          .selectFrom('stockBalance')
          .select('partId')
          .where('warehouseId', 'in', [this.#central(XIAN).id, this.#central(SHENYANG).id])
          .where('qtyMilli', '>=', 8000),
      )
      .orderBy('part.partNo', 'desc')
      .limit(HQ_PARTS)
      .execute();
    const context = demoContext(this.#db, this.#facts, { login: 'kuguan01', daysAgo: 30, minute: 500 });
    const bin = await this.#db
      .selectFrom('warehouseBin')
      .select('id')
      .where('warehouseId', '=', hq)
      .where('type', '=', 'RECEIVING')
      .executeTakeFirstOrThrow();
    await postMovements(
      context,
      parts.map(({ id: partId, supplyPriceFen }) => ({
        ...{ warehouseId: hq, binId: bin.id, partId, owner: 'HQ', condition: 'NEW', batchNo: '', serialNo: '' },
        ...{ idemKey: `demo:hq:${partId}`, regionCode: region?.code ?? '1', effectiveAtMs: context.nowMs },
        ...{ qtyMilli: HQ_PIECES * 1000, valueFen: HQ_PIECES * supplyPriceFen, type: 'OPENING' as const },
        ...{ docType: null, docNo: null, lineUid: null, erpDocNo: null, erpLine: null, note: null },
      })),
    );
  }

  async tell(told: Tale): Promise<void> {
    const orderId = await this.#draft(told);
    if (told.until === 'DRAFT') return;
    await this.#step(told, orderId, { step: 'approve', login: 'peijian01', later: 0, pieces: told.pieces });
    if (told.until === 'CANCELLED') {
      await this.#step(told, orderId, { step: 'cancel', login: 'jihua01', later: 1, note: '需求已由其他库满足' });
      return;
    }
    if (told.until === 'APPROVED') return;
    await this.#step(told, orderId, { step: 'ship', login: 'kuguan01', later: 1, pieces: told.pieces });
    for (const found of told.found ?? [])
      await this.#step(told, orderId, { step: 'receive', login: 'kuguan02', later: 4, found });
    if (told.writeOff !== undefined)
      await this.#step(told, orderId, { step: 'writeOff', login: 'peijian01', later: 8, note: told.writeOff });
  }

  async #draft({ from, to, reason, daysAgo, pieces }: Tale): Promise<string> {
    const [fromWarehouseId, toWarehouseId] = [this.#places.get(from) ?? '', this.#places.get(to) ?? ''];
    const parts = await this.#db
      .selectFrom('stockBalance')
      .innerJoin('part', 'part.id', 'stockBalance.partId')
      .select('part.partNo')
      .where('stockBalance.warehouseId', '=', fromWarehouseId)
      .where('stockBalance.condition', '=', 'NEW')
      .where('stockBalance.qtyMilli', '>=', 2 * Math.max(...pieces) * 1000)
      .orderBy('part.partNo', 'desc')
      .offset(daysAgo % 5)
      .limit(pieces.length)
      .execute();
    const context = demoContext(this.#db, this.#facts, { login: 'jihua01', daysAgo, minute: 555 });
    const request = {
      ...{ kind: 'TRANSFER' as const, reason, fromWarehouseId, toWarehouseId, note: '' },
      stationCode: '',
      lines: parts.map(({ partNo }, at) => ({ partNo, qtyMilli: (pieces[at] ?? 1) * 1000 })),
    };
    const body = { kind: 'goodsOrder.save' as const, orderId: null, version: 0, request };
    return String(applied(await commands['goodsOrder.save'](context, body)).orderId);
  }

  async #step(
    told: Tale,
    orderId: string,
    taken: {
      step: GoodsOrderStep;
      login: string;
      later: number;
      pieces?: readonly number[];
      found?: readonly Found[];
      note?: string;
    },
  ): Promise<void> {
    const { step, login, later, note = '' } = taken;
    const daysAgo = Math.max(0, told.daysAgo - later);
    const context = demoContext(this.#db, this.#facts, { login, daysAgo, minute: 600 + later });
    const { _v: version } = await this.#db
      .selectFrom('goodsOrder')
      .select('_v')
      .where('id', '=', orderId)
      .executeTakeFirstOrThrow();
    this.#waybill += 17;
    applied(
      await commands['goodsOrder.step'](context, {
        ...{ kind: 'goodsOrder.step', orderId, version, step, note, lines: await this.#lines(orderId, taken) },
        ...{ carrier: '安捷物流', waybill: `AJ${String(this.#waybill)}`, number: '', untilDate: null },
      }),
    );
  }

  async #lines(
    orderId: string,
    { pieces, found }: { pieces?: readonly number[]; found?: readonly Found[] },
  ): Promise<GoodsOrderStepInput['lines']> {
    const rows = await this.#db
      .selectFrom('goodsOrderLine')
      .select('id')
      .where('orderId', '=', orderId)
      .orderBy('lineNo')
      .execute();
    return rows.map(({ id: lineId }, at) => {
      const { ok = pieces?.[at] ?? 0, damaged = 0, over = 0 } = found?.[at] ?? {};
      return {
        ...{ lineId, qtyMilli: ok * 1000, damagedMilli: damaged * 1000, wrongMilli: 0, overMilli: over * 1000 },
      };
    });
  }
}
