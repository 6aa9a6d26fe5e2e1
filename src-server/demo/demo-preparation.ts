import type { Transaction } from 'kysely';
import { isWholeUnit } from '../../src-shared/domain/parts/movement-types.ts';
import type { PreparationStep } from '../../src-shared/domain/parts/preparation-plan.ts';
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
  /** What the plan could not give has been released to purchasing. */
  isBought?: true;
  /** Why the first line that gets something gets nothing after all. */
  change?: string;
  steps: readonly (readonly [step: PreparationStep, login: string, note?: string])[];
}

const TALES: readonly Tale[] = [
  {
    ...{ daysAgo: 4, weeks: 4, seasonBp: 10_000, note: '月度补货', change: '本仓另有供应商直发', isBought: true },
    steps: [
      ['review', 'jihua01'],
      ['approve', 'peijian01'],
      ['release', 'jihua01'],
    ],
  },
  {
    ...{ daysAgo: 2, weeks: 13, seasonBp: 12_000, note: '换季备货' },
    steps: [
      ['review', 'jihua01'],
      ['sendBack', 'peijian01', '季节系数偏高，请按一成重算'],
      ['cancel', 'jihua01', '按一成重算'],
    ],
  },
  { daysAgo: 1, weeks: 13, seasonBp: 11_000, note: '换季备货，按一成', steps: [['review', 'jihua01']] },
];

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
  const bought = await db
    .selectFrom('purchaseRequest')
    .select(['id', '_v'])
    .where('planId', '=', planId)
    .executeTakeFirst();
  if (bought !== undefined && told.isBought === true) {
    const context = demoContext(db, facts, { login: 'peijian01', daysAgo, minute: 760 });
    const body = { kind: 'purchase.step' as const, requestId: bought.id, version: bought._v };
    applied(await commands['purchase.step'](context, { ...body, step: 'release', text: '' }));
  }
  return true;
}
