import type { Transaction } from 'kysely';
import { isWholeUnit } from '../../src-shared/domain/parts/movement-types.ts';
import type { PreparationStep } from '../../src-shared/domain/parts/preparation-plan.ts';
import type { PurchaseStep } from '../../src-shared/domain/parts/purchase-request.ts';
import { proposePreparation } from '../../src-shared/domain/parts/propose-preparation.ts';
import { hideNewRows } from '../counts/blindness.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';
import { goodsRoom } from '../logistics/goods-outlook.ts';
import { postMovements } from '../parts/post-movements.ts';
import { preparationCommands } from '../parts/preparation.commands.ts';
import { preparationFacts } from '../parts/preparation-facts.ts';
import { applied, demoContext } from './demo-context.ts';
import type { DemoFacts } from './facts/demo-facts.ts';

const commands = preparationCommands({ goods: goodsRoom, hideNewRows });

interface Tale {
  daysAgo: number;
  weeks: number;
  seasonBp: number;
  note: string;
  /** Why the first line that gets something gets nothing after all. */
  change?: string;
  steps: readonly (readonly [step: PreparationStep, login: string, note?: string])[];
}

const TALES: readonly Tale[] = [
  {
    ...{ daysAgo: 4, weeks: 4, seasonBp: 10_000, note: '月度补货', change: '本仓另有供应商直发' },
    steps: [
      ['review', 'jihua01'],
      ['approve', 'peijian01'],
      ['release', 'jihua01'],
    ],
  },
  {
    ...{ daysAgo: 2, weeks: 20, seasonBp: 12_000, note: '换季备货' },
    steps: [
      ['review', 'jihua01'],
      ['sendBack', 'peijian01', '季节系数偏高，请按一成重算'],
      ['cancel', 'jihua01', '按一成重算'],
    ],
  },
  { daysAgo: 1, weeks: 20, seasonBp: 11_000, note: '换季备货，按一成', steps: [['review', 'jihua01']] },
];

interface Purchase {
  daysAgo: number;
  note: string;
  /** How many of the lines are bought; the others are put off, and come back in the next plan. */
  kept: number;
  steps: readonly (readonly [step: PurchaseStep, login: string, text: string])[];
}

/** While the parts centre had next to nothing, its plans became purchase requests. */
const PURCHASES: readonly Purchase[] = [
  {
    ...{ daysAgo: 12, note: '急需件采购', kept: 12 },
    steps: [
      ['release', 'peijian01', ''],
      ['order', 'jihua01', '4500071203'],
    ],
  },
  {
    ...{ daysAgo: 10, note: '低于安全库存', kept: 25 },
    steps: [
      ['release', 'peijian01', '供应商交期两周，请催'],
      ['cancel', 'jihua01', '供应商停产，改用替代件'],
    ],
  },
  { daysAgo: 8, note: '低于安全库存，改用替代件', kept: 9, steps: [['release', 'peijian01', '']] },
  { daysAgo: 6, note: '周补货', kept: 12, steps: [] },
];
const PUT_OFF = '下月并单采购';

/** Of what is needed in the next quarter, the parts centre has got so much of two parts in three, and all of the third. */
const COME_PERCENT = 60;
const QUARTER = { weeks: 13, seasonBp: 11_000 };

/** Preparation plans of the demo company, made by the very commands people use, on the days they would have been. */
export async function addDemoPreparation(db: Transaction<CentralTables>, facts: DemoFacts): Promise<void> {
  const hq = await db
    .selectFrom('warehouse')
    .innerJoin('region', 'region.id', 'warehouse.regionId')
    .innerJoin('warehouseBin', 'warehouseBin.warehouseId', 'warehouse.id')
    .select(['warehouse.id', 'region.code as regionCode', 'warehouseBin.id as binId'])
    .where('warehouse.level', '=', 1)
    .where('warehouseBin.type', '=', 'RECEIVING')
    .executeTakeFirstOrThrow();
  for (const bought of PURCHASES) await buy(db, facts, { ...bought, warehouseId: hq.id });
  await addGoods(db, facts, hq);
  // a very small company lacks next to nothing: its plans end there
  for (const told of TALES) if (!(await tell(db, facts, { ...told, warehouseId: hq.id }))) return;
}

/** What suppliers have delivered to the parts centre for the season. */
async function addGoods(
  db: Transaction<CentralTables>,
  facts: DemoFacts,
  hq: { id: string; regionCode: string; binId: string },
): Promise<void> {
  const context = demoContext(db, facts, { login: 'kuguan01', daysAgo: 5, minute: 490 });
  const prices = await db.selectFrom('part').select(['id', 'supplyPriceFen']).execute();
  const priceOf = new Map(prices.map(({ id, supplyPriceFen }) => [id, supplyPriceFen]));
  const outlook = await preparationFacts(db, hq.id, goodsRoom);
  const drafts = outlook.flatMap(({ partId, supplyMilli, needs, ...part }, at) => {
    const [line] = proposePreparation({ isWhole: isWholeUnit(part), supplyMilli }, needs, QUARTER);
    if (line === undefined || supplyMilli > 0) return [];
    const pieces = Math.ceil((line.wantedMilli / 1000) * (at % 3 === 0 ? 1 : COME_PERCENT / 100));
    return [
      {
        ...{ warehouseId: hq.id, binId: hq.binId, partId, owner: 'HQ', condition: 'NEW', batchNo: '', serialNo: '' },
        ...{ idemKey: `demo:season:${partId}`, regionCode: hq.regionCode, effectiveAtMs: context.nowMs },
        ...{ qtyMilli: pieces * 1000, valueFen: pieces * (priceOf.get(partId) ?? 0), type: 'OPENING' as const },
        ...{ docType: null, docNo: null, lineUid: null, erpDocNo: null, erpLine: null, note: null },
      },
    ];
  });
  await postMovements(context, drafts);
}

/** A plan of one week that its source can hardly serve: released, and what is missing bought or put off. */
async function buy(
  db: Transaction<CentralTables>,
  facts: DemoFacts,
  { warehouseId, daysAgo, note, kept, steps }: Purchase & { warehouseId: string },
): Promise<void> {
  const at = (login: string, minute: number) => demoContext(db, facts, { login, daysAgo, minute });
  const made = await commands['preparation.make'](at('jihua01', 500), {
    ...{ kind: 'preparation.make', request: { warehouseId, weeks: 1, seasonBp: 10_000, note } },
  });
  if (made.status === 'rejected' && made.reason === 'preparation-nothing-needed') return;
  const planId = String(applied(made).planId);
  const plan = { kind: 'preparation.step' as const, planId, note: '' };
  for (const [minute, login, step] of [
    [520, 'jihua01', 'review'],
    [540, 'peijian01', 'approve'],
    [560, 'jihua01', 'release'],
  ] as const) {
    const { _v: version } = await db
      .selectFrom('preparationPlan')
      .select('_v')
      .where('id', '=', planId)
      .executeTakeFirstOrThrow();
    applied(await commands['preparation.step'](at(login, minute), { ...plan, version, step }));
  }
  const request = await db
    .selectFrom('purchaseRequest')
    .select(['id', '_v'])
    .where('planId', '=', planId)
    .executeTakeFirst();
  if (request === undefined) return;
  let version = request._v;
  const lines = await db
    .selectFrom('purchaseRequestLine')
    .select('id')
    .where('requestId', '=', request.id)
    .orderBy('lineNo')
    .execute();
  for (const { id: lineId } of lines.slice(kept)) {
    const change = { requestId: request.id, version, lineId, qtyMilli: 0, reason: PUT_OFF };
    const changed = await commands['purchase.change'](at('jihua01', 590), { kind: 'purchase.change', ...change });
    version = Number(applied(changed).version);
  }
  for (const [index, [step, login, text]] of steps.entries()) {
    const body = { kind: 'purchase.step' as const, requestId: request.id, version: version + index };
    applied(await commands['purchase.step'](at(login, 620 + index * 60), { ...body, step, text }));
  }
}

async function tell(
  db: Transaction<CentralTables>,
  facts: DemoFacts,
  told: Tale & { warehouseId: string },
): Promise<boolean> {
  const { warehouseId, daysAgo, weeks, seasonBp, note } = told;
  const request = { warehouseId, weeks, seasonBp, note };
  const making = demoContext(db, facts, { login: 'jihua01', daysAgo, minute: 540 });
  const outcome = await commands['preparation.make'](making, { kind: 'preparation.make', request });
  if (outcome.status === 'rejected' && outcome.reason === 'preparation-nothing-needed') return false;
  const planId = String(applied(outcome).planId);
  const versionOf = async (): Promise<number> => {
    const plan = await db.selectFrom('preparationPlan').select('_v').where('id', '=', planId).executeTakeFirstOrThrow();
    return plan._v;
  };
  const given = await db
    .selectFrom('preparationLine')
    .select('id')
    .where('planId', '=', planId)
    .where('proposedMilli', '>', 0)
    .orderBy('lineNo')
    .execute();
  const [first, second] = given;
  if (first === undefined || second === undefined) return false;
  if (told.change !== undefined) {
    const context = demoContext(db, facts, { login: 'jihua01', daysAgo, minute: 565 });
    applied(
      await commands['preparation.change'](context, {
        ...{ kind: 'preparation.change', planId, version: await versionOf(), lineId: first.id, qtyMilli: 0 },
        reason: told.change,
      }),
    );
  }
  for (const [index, [step, login, words = '']] of told.steps.entries()) {
    const context = demoContext(db, facts, { login, daysAgo, minute: 600 + index * 45 });
    applied(
      await commands['preparation.step'](context, {
        ...{ kind: 'preparation.step', planId, version: await versionOf(), step, note: words },
      }),
    );
  }
  return true;
}
