import type { Transaction } from 'kysely';
import type { DamageStep, DamageStepInput } from '../../src-shared/contract/goods-receipts.contract.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';
import { logisticsCommands } from '../logistics/logistics.commands.ts';
import { postMovements } from '../parts/post-movements.ts';
import { applied, demoContext } from './demo-context.ts';
import { dateOf } from './facts/demo-calendar.ts';
import type { DemoFacts } from './facts/demo-facts.ts';
import { drawPhoto } from './pictures/draw-photo.ts';

const commands = logisticsCommands({ postMovements });
/** The central warehouse these deliveries come to: no count and no reconciliation of the demo company is about it. */
const SHENYANG = 4;

interface Delivery {
  daysAgo: number;
  pieces: readonly number[];
  /** Damaged of the first line. */
  damaged?: number;
  /** Of the last line have not come yet. */
  missing?: number;
  steps?: readonly (readonly [DamageStep, string, Partial<DamageStepInput>])[];
  /** Announced by the ERP and not posted yet: on the road, or noted at the gate. */
  before?: 'EXPECTED' | 'ARRIVED';
}

const TO_APPROVAL = [
  ['submit', 'kuguan02', {}],
  ['setLiability', 'peijian01', { liability: 'CARRIER' }],
] as const;

const DELIVERIES: readonly Delivery[] = [
  {
    ...{ daysAgo: 20, pieces: [30, 20], damaged: 2 },
    steps: [
      ...TO_APPROVAL,
      ['approve', 'caiwu01', {}],
      ['dispose', 'kuguan02', { disposition: 'SCRAP' }],
      ['claim', 'caiwu01', { claimNo: 'SP-2026-0417' }],
    ],
  },
  { daysAgo: 11, pieces: [24, 12, 6], missing: 2 },
  {
    ...{ daysAgo: 8, pieces: [18], damaged: 1 },
    steps: [
      ['submit', 'kuguan02', {}],
      ['setLiability', 'peijian01', { liability: 'SUPPLIER' }],
    ],
  },
  { daysAgo: 3, pieces: [16, 8], damaged: 3, steps: [['submit', 'kuguan02', {}]] },
  { daysAgo: 1, pieces: [12], damaged: 1 },
  { daysAgo: 0, pieces: [10, 6], before: 'EXPECTED' },
  { daysAgo: 1, pieces: [9, 4], before: 'ARRIVED' },
];

/** Suppliers' deliveries of the last weeks as the ERP announces them, what was found of them, and what follows from the damage. */
export async function addDemoReceipts(db: Transaction<CentralTables>, facts: DemoFacts): Promise<void> {
  const warehouseId = facts.rows('warehouse')[SHENYANG]?.id ?? '';
  const parts = await db
    .selectFrom('stockBalance')
    .innerJoin('part', 'part.id', 'stockBalance.partId')
    .select(['part.partNo', 'part.supplyPriceFen'])
    .where('stockBalance.warehouseId', '=', warehouseId)
    .where('stockBalance.condition', '=', 'NEW')
    .orderBy('part.partNo')
    .limit(40)
    .execute();
  const suppliers = facts.rows('supplier');
  for (const [index, delivery] of DELIVERIES.entries()) {
    const docNo = String(1_800_412 + index * 13);
    const chosen = delivery.pieces.map((_, at) => parts[(index * 5 + at) % parts.length]);
    for (const [at, part] of chosen.entries())
      await db
        .insertInto('erpDocumentLine')
        .values({
          ...{ ...rowIdentity(facts.ids.next(), 'g'), erpSystem: 'SAP', docType: 'LF', docNo, lineNo: String(at + 1) },
          ...{ partNo: part?.partNo ?? '', partnerCode: suppliers[index]?.code ?? null },
          ...{ qtyMilli: (delivery.pieces[at] ?? 0) * 1000, unitPriceMicro: (part?.supplyPriceFen ?? 0) * 10_000 },
          postingDate: dateOf(facts.todayDay - delivery.daysAgo - 2),
        })
        .execute();
    if (delivery.before === 'ARRIVED') await noteArrival(db, facts, { docNo, warehouseId });
    if (delivery.before === undefined)
      await receive(db, facts, { delivery, docNo, warehouseId, partNos: chosen.map((part) => part?.partNo ?? '') });
  }
}

/** It stands at the gate since this morning and waits for its check. */
async function noteArrival(
  db: Transaction<CentralTables>,
  facts: DemoFacts,
  { docNo, warehouseId }: { docNo: string; warehouseId: string },
): Promise<void> {
  const context = demoContext(db, facts, { login: 'kuguan02', daysAgo: 0, minute: 515 });
  applied(
    await commands['goods.arrival'](context, {
      ...{ kind: 'goods.arrival', arrivalId: null, version: 0, step: 'arrive', source: 'PURCHASE', warehouseId },
      ...{
        sourceDocNo: docNo,
        carrier: '中铁快运',
        waybill: `ZT${docNo}`,
        arrivedDate: context.today,
        note: '',
        lines: [],
      },
    }),
  );
}

async function receive(
  db: Transaction<CentralTables>,
  facts: DemoFacts,
  come: { delivery: Delivery; docNo: string; warehouseId: string; partNos: readonly string[] },
): Promise<void> {
  const { delivery, docNo, warehouseId, partNos } = come;
  const { daysAgo, pieces, damaged = 0, missing = 0, steps = [] } = delivery;
  const context = demoContext(db, facts, { login: 'kuguan02', daysAgo, minute: 560 });
  const { reportId } = applied(
    await commands['goods.receive'](context, {
      ...{ kind: 'goods.receive', sourceDocNo: docNo, warehouseId, carrier: '中铁快运', waybill: `ZT${docNo}` },
      ...{ arrivedDate: context.today, note: '' },
      lines: partNos.map((partNo, at) => {
        const damagedMilli = at === 0 ? damaged * 1000 : 0;
        const missingMilli = at === partNos.length - 1 ? missing * 1000 : 0;
        const okMilli = (pieces[at] ?? 0) * 1000 - damagedMilli - missingMilli;
        return { partNo, okMilli, damagedMilli, wrongMilli: 0, overMilli: 0 };
      }),
    }),
  );
  if (typeof reportId !== 'string' || steps.length === 0) return;
  for (const phash64 of ['5a3c0ff0963c5aa5', '0ff05a3ca5963c5a'])
    applied(
      await commands['damage.photo'](context, {
        ...{ kind: 'damage.photo', reportId, fileName: `破损-${phash64.slice(0, 4)}.png` },
        contentBase64: drawPhoto({
          ...{ kind: 'FAULT_PART', phash64, vin: docNo, plateNo: '', mileageKm: 0, partNo: partNos[0] ?? '' },
          takenDate: context.today,
        }).toString('base64'),
      }),
    );
  for (const [at, [step, login, change]] of steps.entries()) {
    const later = demoContext(db, facts, { login, daysAgo: Math.max(0, daysAgo - at - 1), minute: 600 + at });
    const row = await db
      .selectFrom('damageReport')
      .select(['_v', 'valueFen'])
      .where('id', '=', reportId)
      .executeTakeFirstOrThrow();
    applied(
      await commands['damage.step'](later, {
        ...{ kind: 'damage.step', reportId, version: row._v, step, note: '', liability: null, disposition: null },
        ...{ claimFen: row.valueFen, claimNo: '', ...change },
      }),
    );
  }
}
