import type { AnswerEntry } from '../answer-table.ts';
import type { DemoFacts } from './demo-facts.ts';
import type { DemoGroup } from './products.ts';
import type { RepairCase } from './repair-case.ts';
import type { RepairMaker } from './repairs.ts';
import type { DemoStation } from './stations.ts';
import type { DemoVehicle } from './vehicles.ts';

/** What a trick gets to work with. `attempt` differs at every call, so a trick that finds nothing is simply tried again. */
export interface TrickContext {
  facts: DemoFacts;
  maker: RepairMaker;
  vehicles: DemoVehicle[];
  /** A finish day: half of the planted cases lie in the last week, where clerks have not decided yet. */
  day: number;
  nearMiss: boolean;
}

export interface PlantedRepair {
  repair: RepairCase;
  expected: readonly string[];
  fact: string;
  companion?: boolean;
  /** What is done to the written documents afterwards, where the repair itself cannot say it. */
  afterRows?: () => void;
}

/** Plants one case and returns its claims, the guilty one last; null when this attempt found no fitting vehicle. */
export type Trick = (context: TrickContext) => PlantedRepair[] | null;

export interface TrickPlan {
  rule: string;
  trick: Trick;
  count: number;
  nearMisses: number;
}

export interface Planted {
  repairs: RepairCase[];
  answers: AnswerEntry[];
  /** What is still to be done once the documents are written. */
  afterRows: (() => void)[];
}

const RECENT_DAYS = 7;

/** Plants every plan in turn, before the honest repairs of the year fill the days around them. */
export function plantAll(facts: DemoFacts, maker: RepairMaker, plans: readonly TrickPlan[]): Planted {
  const planted: Planted = { repairs: [], answers: [], afterRows: [] };
  const vehicles = maker.masters.vehicles.filter((vehicle) => vehicle.status === 'SOLD');
  for (const plan of plans) {
    plantPlan(planted, { facts, maker, vehicles, plan, nearMiss: false, count: plan.count });
    plantPlan(planted, { facts, maker, vehicles, plan, nearMiss: true, count: plan.nearMisses });
  }
  return planted;
}

interface PlanRun {
  facts: DemoFacts;
  maker: RepairMaker;
  vehicles: DemoVehicle[];
  plan: TrickPlan;
  nearMiss: boolean;
  count: number;
}

function plantPlan(planted: Planted, run: PlanRun): void {
  const random = run.facts.random(`plant/${run.plan.rule}/${String(run.nearMiss)}`);
  let made = 0;
  for (let attempt = 0; made < run.count; attempt += 1) {
    if (attempt > 20_000) throw new RangeError(`the demo company has no room for ${run.plan.rule}`);
    const recent = made % 2 === 1;
    const day = recent
      ? run.facts.todayDay - random.int(1, RECENT_DAYS)
      : random.int(run.facts.firstDay + 40, run.facts.todayDay - 40);
    const { facts, maker, nearMiss } = run;
    const result = run.plan.trick({
      facts,
      maker,
      vehicles: random.shuffled(sample(run.vehicles, random.int(0, 1_000_000))),
      day,
      nearMiss,
    });
    if (result === null) continue;
    made += 1;
    for (const item of result) {
      planted.repairs.push(item.repair);
      if (item.afterRows !== undefined) planted.afterRows.push(item.afterRows);
      const kind = item.companion === true ? 'COMPANION' : nearMiss ? 'NEAR_MISS' : 'PLANTED';
      planted.answers.push({
        claimId: item.repair.claimId,
        kind,
        rule: run.plan.rule,
        expected: item.expected,
        fact: item.fact,
      });
    }
  }
}

/** Forty vehicles from a random place on: enough to find one that fits without shuffling the whole fleet. */
function sample(vehicles: DemoVehicle[], start: number): DemoVehicle[] {
  return Array.from({ length: 40 }, (_, index) => vehicles[(start + index * 37) % vehicles.length]).filter(
    (vehicle) => vehicle !== undefined,
  );
}

/** The first honest repair that any of the vehicles can have on that day. */
export function honestRepair(
  context: TrickContext,
  want: { group?: DemoGroup; station?: DemoStation; finish?: 'replace' } | null,
  accept: (vehicle: DemoVehicle) => boolean = () => true,
): RepairCase | null {
  for (const vehicle of context.vehicles) {
    if (!accept(vehicle)) continue;
    const repair = context.maker.repairOf(vehicle, context.day, want);
    if (repair !== null) return repair;
  }
  return null;
}
