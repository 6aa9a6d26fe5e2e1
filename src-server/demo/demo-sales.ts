import type { Transaction } from 'kysely';
import type { GoodsOrderStep } from '../../src-shared/contract/goods-orders.contract.ts';
import type { OrderReason } from '../../src-shared/domain/logistics/order-transition.ts';
import type { LimitChangeStep } from '../../src-shared/domain/logistics/limit-change.ts';
import type { EnteredType } from '../../src-shared/domain/logistics/limit-ledger.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';
import { logisticsCommands } from '../logistics/logistics.commands.ts';
import { postMovements } from '../parts/post-movements.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import { applied, demoContext } from './demo-context.ts';
import { addDays } from '../../src-shared/domain/units/dates.ts';
import type { DemoFacts } from './facts/demo-facts.ts';

const commands = logisticsCommands({ postMovements });
/** The central warehouse that sells: no count and no reconciliation of the demo company is about it. */
const XIAN = 3;

const YUAN = 100;
/** What stations of one kind after the other may owe, in yuan. */
const LIMITS_YUAN = [80_000, 120_000, 50_000, 200_000, 30_000];

/** Every station has its limits from the beginning of the year; some have paid cash in, some a limit for a while. */
export async function addDemoLimits(db: Transaction<CentralTables>, facts: DemoFacts): Promise<void> {
  const stations = facts.rows('station').filter(({ status }) => status === 'ACTIVE');
  for (const [index, { id: stationId }] of stations.entries()) {
    const write = async (type: EnteredType, yuan: number, note: string, daysAgo: number): Promise<void> => {
      const context = demoContext(db, facts, { login: 'caiwu01', daysAgo, minute: 520 });
      const untilDate = type === 'TEMP_LIMIT' ? addDays(context.today, 45) : null;
      const amountFen = yuan * YUAN;
      applied(
        await commands['limit.change'](context, {
          ...{ kind: 'limit.change', stationId, type, amountFen, untilDate, note },
        }),
      );
    };
    await write('LIMIT_SET', LIMITS_YUAN[index % LIMITS_YUAN.length] ?? 0, '年度信用额度', 300);
    if (index % 3 === 0) await write('CASH_IN', 20_000 + (index % 7) * 5000, '预存货款', 60);
    if (index % 11 === 4) await write('TEMP_LIMIT', 40_000, '冬季备件', 12);
  }
  await addLimitRequests(db, facts);
}

/** Changes that are asked for: one in force, one with finance, one with the region, one refused. */
async function addLimitRequests(db: Transaction<CentralTables>, facts: DemoFacts): Promise<void> {
  const stations = facts.rows('station').filter(({ status }) => status === 'ACTIVE');
  const ways: readonly (readonly LimitChangeStep[])[] = [
    ['regionApprove', 'financeApprove'],
    ['regionApprove'],
    [],
    ['refuse'],
  ];
  for (const [at, steps] of ways.entries()) {
    const daysAgo = 9 - at * 2;
    const request = {
      ...{ stationId: stations[(at * 5 + 7) % stations.length]?.id ?? '', kind: 'LIMIT_SET' as const, untilDate: null },
      ...{ amountFen: (450_000 + at * 30_000) * YUAN, reason: '新增公交车队维保合同，月用量翻倍' },
    };
    const asking = demoContext(db, facts, { login: 'peijian01', daysAgo, minute: 570 });
    const { changeId } = applied(await commands['limit.request'](asking, { kind: 'limit.request', request }));
    for (const [index, step] of steps.entries()) {
      const login = step === 'financeApprove' ? 'caiwu02' : 'pianqu01';
      const context = demoContext(db, facts, { login, daysAgo: daysAgo - 1, minute: 580 + index * 60 });
      const note = step === 'refuse' ? '上季度回款偏慢，暂不增加' : '';
      applied(
        await commands['limit.decide'](context, {
          ...{ kind: 'limit.decide', changeId: String(changeId), version: index + 1, step, note },
        }),
      );
    }
  }
}

interface Tale {
  daysAgo: number;
  /** Pieces of every line. */
  pieces: readonly number[];
  until: 'CREDIT_HOLD' | 'CREDIT_OK' | 'APPROVED' | 'ERP_SENT' | 'SHIPPED' | 'SIGNED' | 'INVOICED' | 'PAID';
  /** The station may owe this much only, in yuan. */
  limitYuan?: number;
}

const TALES: readonly Tale[] = [
  { daysAgo: 75, pieces: [3, 2], until: 'INVOICED' },
  { daysAgo: 40, pieces: [4, 2], until: 'PAID' },
  { daysAgo: 12, pieces: [2, 2, 1], until: 'INVOICED' },
  { daysAgo: 8, pieces: [3], until: 'SIGNED' },
  { daysAgo: 5, pieces: [2, 1], until: 'SHIPPED' },
  { daysAgo: 4, pieces: [2], until: 'ERP_SENT' },
  { daysAgo: 3, pieces: [1, 1], until: 'APPROVED' },
  { daysAgo: 2, pieces: [3, 3], until: 'CREDIT_OK' },
  { daysAgo: 1, pieces: [4, 2], until: 'CREDIT_HOLD', limitYuan: 1 },
];

const WAY: readonly (readonly [GoodsOrderStep, string, Tale['until']])[] = [
  ['submit', 'diaodu01', 'CREDIT_OK'],
  ['approve', 'peijian01', 'APPROVED'],
  ['sendErp', 'peijian01', 'ERP_SENT'],
  ['ship', 'kuguan01', 'SHIPPED'],
  ['sign', 'diaodu01', 'SIGNED'],
  ['invoice', 'caiwu02', 'INVOICED'],
  ['pay', 'caiwu02', 'PAID'],
];

/** New parts that come back of the sales of the same number above, and how far they are. */
const RETURNS: readonly { sale: number; reason: OrderReason; daysAgo: number; steps: readonly ReturnStep[] }[] = [
  {
    ...{ sale: 1, reason: 'SURPLUS', daysAgo: 24 },
    steps: [
      ['submit', 'diaodu01'],
      ['approve', 'peijian01'],
      ['send', 'diaodu01'],
      ['receive', 'kuguan01'],
      ['inspect', 'kuguan01'],
      ['credit', 'caiwu02'],
    ],
  },
  {
    ...{ sale: 2, reason: 'WRONG', daysAgo: 4 },
    steps: [
      ['submit', 'diaodu01'],
      ['approve', 'peijian01'],
      ['send', 'diaodu01'],
    ],
  },
];
type ReturnStep = readonly [GoodsOrderStep, string];

/** Sales to stations in every state, made by the very commands people use, on the days they would have been. */
export async function addDemoSales(db: Transaction<CentralTables>, facts: DemoFacts): Promise<void> {
  const warehouse = facts.rows('warehouse')[XIAN];
  const stations = facts
    .rows('station')
    .filter(({ status, regionId }) => status === 'ACTIVE' && regionId === warehouse?.regionId);
  for (const [index, told] of TALES.entries()) {
    const station = stations[index % stations.length];
    if (station === undefined || warehouse === undefined) throw new Error('the demo company sells nothing there');
    await tell(db, facts, { told, index, station, warehouseId: warehouse.id });
  }
  for (const { sale, ...told } of RETURNS) {
    const station = stations[sale % stations.length];
    if (station === undefined || warehouse === undefined) continue;
    await bringBack(db, facts, { ...told, station, warehouseId: warehouse.id });
  }
}

/** One piece of what this station was sold comes back. */
async function bringBack(
  db: Transaction<CentralTables>,
  facts: DemoFacts,
  told: Omit<(typeof RETURNS)[number], 'sale'> & { station: { id: string; code: string }; warehouseId: string },
): Promise<void> {
  const { reason, daysAgo, steps, station, warehouseId } = told;
  const sold = await db
    .selectFrom('goodsOrderLine')
    .innerJoin('goodsOrder', 'goodsOrder.id', 'goodsOrderLine.orderId')
    .innerJoin('part', 'part.id', 'goodsOrderLine.partId')
    .select('part.partNo')
    .where('goodsOrder.kind', '=', 'SALE')
    .where('goodsOrder.stationId', '=', station.id)
    .where('goodsOrder.status', 'in', ['SIGNED', 'INVOICED', 'PAID'])
    .where('goodsOrder.requestedAtMs', '>', demoContext(db, facts, { login: 'diaodu01', daysAgo: 80, minute: 0 }).nowMs)
    .orderBy('goodsOrderLine.id')
    .executeTakeFirstOrThrow();
  const request = {
    ...{ kind: 'RETURN' as const, reason, fromWarehouseId: null, toWarehouseId: warehouseId, note: '' },
    ...{ stationCode: station.code, lines: [{ partNo: sold.partNo, qtyMilli: 1000 }] },
  };
  const asked = demoContext(db, facts, { login: 'diaodu01', daysAgo, minute: 555 });
  const body = { kind: 'goodsOrder.save' as const, orderId: null, version: 0, request };
  const orderId = String(applied(await commands['goodsOrder.save'](asked, body)).orderId);
  for (const [at, [step, login]] of steps.entries())
    await take(db, demoContext(db, facts, { login, daysAgo: Math.max(0, daysAgo - at), minute: 605 + at }), {
      ...{ orderId, step, number: '', pieces: [1] },
    });
}

/** A step of an order with these pieces of its lines. */
async function take(
  db: Transaction<CentralTables>,
  context: CommandContext,
  {
    orderId,
    step,
    number,
    pieces,
  }: { orderId: string; step: GoodsOrderStep; number: string; pieces: readonly number[] },
): Promise<void> {
  const { _v: version } = await db
    .selectFrom('goodsOrder')
    .select('_v')
    .where('id', '=', orderId)
    .executeTakeFirstOrThrow();
  const lines = await db
    .selectFrom('goodsOrderLine')
    .select('id')
    .where('orderId', '=', orderId)
    .orderBy('lineNo')
    .execute();
  const none = { damagedMilli: 0, wrongMilli: 0, overMilli: 0 };
  applied(
    await commands['goodsOrder.step'](context, {
      ...{ kind: 'goodsOrder.step', orderId, version, step, note: '', number, untilDate: null },
      ...{ carrier: '安捷物流', waybill: `AJ77${orderId.slice(-4)}` },
      lines: lines.map(({ id: lineId }, place) => ({ lineId, qtyMilli: (pieces[place] ?? 0) * 1000, ...none })),
    }),
  );
}

async function tell(
  db: Transaction<CentralTables>,
  facts: DemoFacts,
  {
    told,
    index,
    station,
    warehouseId,
  }: { told: Tale; index: number; station: { id: string; code: string }; warehouseId: string },
): Promise<void> {
  const { daysAgo, pieces, until, limitYuan } = told;
  const parts = await db
    .selectFrom('stockBalance')
    .innerJoin('part', 'part.id', 'stockBalance.partId')
    .select('part.partNo')
    .where('stockBalance.warehouseId', '=', warehouseId)
    .where('stockBalance.condition', '=', 'NEW')
    .orderBy('stockBalance.qtyMilli', 'desc')
    .orderBy('part.partNo')
    .offset(index % 3)
    .limit(pieces.length)
    .execute();
  const asked = demoContext(db, facts, { login: 'diaodu01', daysAgo, minute: 550 });
  if (limitYuan !== undefined) {
    const context = demoContext(db, facts, { login: 'caiwu01', daysAgo, minute: 530 });
    const type = 'LIMIT_SET' as const;
    applied(
      await commands['limit.change'](context, {
        ...{ kind: 'limit.change', stationId: station.id, type, amountFen: limitYuan * YUAN, untilDate: null },
        note: '额度收紧，待对账',
      }),
    );
  }
  const request = {
    ...{ kind: 'SALE' as const, reason: null, fromWarehouseId: warehouseId, toWarehouseId: null, note: '' },
    ...{ stationCode: station.code },
    lines: parts.map(({ partNo }, at) => ({ partNo, qtyMilli: (pieces[at] ?? 1) * 1000 })),
  };
  const body = { kind: 'goodsOrder.save' as const, orderId: null, version: 0, request };
  const orderId = String(applied(await commands['goodsOrder.save'](asked, body)).orderId);
  for (const [at, [step, login, status]] of WAY.entries()) {
    const context = demoContext(db, facts, { login, daysAgo: Math.max(0, daysAgo - at), minute: 600 + at });
    const number = step === 'invoice' ? `FP2026${String(4410 + index)}` : String(45_002_210 + index);
    await take(db, context, { orderId, step, number, pieces });
    if (status === until || until === 'CREDIT_HOLD') return;
  }
}
