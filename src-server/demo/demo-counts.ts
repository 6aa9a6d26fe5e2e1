import { sql, type Transaction } from 'kysely';
import type { CountStep } from '../../src-shared/contract/counts.contract.ts';
import { FIRST_COUNT_SETTINGS } from '../../src-shared/domain/counts/first-counts.ts';
import { endsYear } from '../../src-shared/domain/counts/period-checklist.ts';
import { addMonths, monthOf } from '../../src-shared/domain/counts/stock-period.ts';
import type { BodyOf, CommandContext } from '../commands/command-handler.ts';
import { countCommands } from '../counts/counts.commands.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';
import { postMovements, unbalancedKeys } from '../parts/post-movements.ts';
import { applied, demoContext, demoUser, type Moment } from './demo-context.ts';
import { dateOf } from './facts/demo-calendar.ts';
import type { DemoFacts } from './facts/demo-facts.ts';

const commands = countCommands({ postMovements, unbalancedKeys });

/** Counts of the demo company in every state, made by the very commands people use, on the days they would have been. */
export async function addDemoCounts(db: Transaction<CentralTables>, facts: DemoFacts): Promise<void> {
  const room = new DemoCountRoom(db, facts);
  await room.postedWithLateMovement();
  await room.posted();
  await room.yearEnd();
  await room.forReview();
  await room.toRecount();
  await room.halfCounted();
  await room.justReleased();
  await room.planned();
  await room.cancelled();
}

/** A central warehouse no other count of the company is about. */
const YEAR_END_WAREHOUSE = 4;

interface Planned {
  type: 'CYCLE' | 'FULL';
  warehouse: number;
  zones: string[];
  /** Null = everything there. */
  capacity: number | null;
  name: string;
}

/** Counts that differ, by line: pieces more or less than the book. */
type Off = ReadonlyMap<number, number>;
const NOTHING_OFF: Off = new Map();

class DemoCountRoom {
  readonly #db: Transaction<CentralTables>;
  readonly #facts: DemoFacts;

  constructor(db: Transaction<CentralTables>, facts: DemoFacts) {
    this.#db = db;
    this.#facts = facts;
  }

  /** A month ago: two differences, one miscount that the recount and the supervisor cleared, and an issue booked late. */
  async postedWithLateMovement(): Promise<void> {
    const at = (login: string, minute: number): Moment => ({ login, daysAgo: 30, minute });
    const sheet = await this.#plan(at('peijian01', 480), {
      warehouse: 2,
      zones: ['A'],
      capacity: 24,
      name: '循环盘点 A 区',
    });
    const right: Off = new Map([
      [4, -1],
      [9, 2],
    ]);
    await this.#finish(at, sheet, [
      ['pandian01', new Map([...right, [15, -3]])],
      ['fupan01', right],
      ['kuguan01', right],
    ]);
    await this.#explain(at('kuguan01', 810), sheet);
    await this.#step(at('peijian01', 900), sheet, 'approve');
    await this.#closeMonthBefore({ login: 'peijian01', daysAgo: 29, minute: 540 });
    await this.#lateIssue({ login: 'kuguan01', daysAgo: 29, minute: 600 }, sheet, 4);
  }

  async posted(): Promise<void> {
    const at = (login: string, minute: number): Moment => ({ login, daysAgo: 12, minute });
    const sheet = await this.#plan(
      at('peijian01', 480),
      { warehouse: 0, zones: ['B'], capacity: 20, name: '循环盘点 B 区' },
      { counter: 'pandian02' },
    );
    await this.#finish(at, sheet, [
      ['pandian02', NOTHING_OFF],
      ['fupan01', NOTHING_OFF],
      ['kuguan02', NOTHING_OFF],
    ]);
    await this.#step(at('peijian01', 900), sheet, 'approve');
  }

  /**
   * The full count of a warehouse for the end of the year, made days after the balance date: goods came and went between, so that
   * what was counted is rolled back to that date (report 13).
   */
  async yearEnd(): Promise<void> {
    const at = (login: string, minute: number): Moment => ({ login, daysAgo: 8, minute });
    const warehouseId = this.#facts.rows('warehouse')[YEAR_END_WAREHOUSE]?.id ?? '';
    await this.#movesBeforeTheCount(warehouseId);
    const sheetIds = await this.#planAll(
      at('peijian01', 480),
      { type: 'FULL', warehouse: YEAR_END_WAREHOUSE, zones: [], capacity: null, name: '年终盘点' },
      { counter: 'pandian02' },
    );
    for (const [index, sheetId] of sheetIds.entries()) {
      const off: Off = index === 0 ? new Map([[3, -1]]) : NOTHING_OFF;
      await this.#finish(at, sheetId, [
        ['pandian02', off],
        ['fupan01', off],
        ['kuguan02', off],
      ]);
      await this.#explain(at('kuguan01', 850), sheetId);
      await this.#step(at('peijian01', 900), sheetId, 'approve');
    }
  }

  /** Between the balance date and the count: two parts came in, two went out. */
  async #movesBeforeTheCount(warehouseId: string): Promise<void> {
    const keys = await this.#db
      .selectFrom('stockBalance')
      .selectAll()
      .where('warehouseId', '=', warehouseId)
      .where('qtyMilli', '>=', 5000)
      .where('condition', '=', 'NEW')
      .orderBy('id')
      .limit(4)
      .execute();
    const context = this.#context({ login: 'kuguan01', daysAgo: 10, minute: 620 });
    await postMovements(
      context,
      keys.map(({ binId, partId, owner, condition, batchNo, serialNo, _scope, qtyMilli, valueFen }, at) => {
        const movedMilli = at % 2 === 0 ? 3000 : -2000;
        return {
          ...{ warehouseId, binId, partId, owner, condition, batchNo, serialNo, regionCode: _scope.slice(2) },
          ...{ idemKey: `demo:yearEnd:${partId}`, qtyMilli: movedMilli },
          ...{
            valueFen: Math.round((valueFen * movedMilli) / qtyMilli),
            type: at % 2 === 0 ? 'RECEIPT' : 'ISSUE_SALE',
          },
          ...{ effectiveAtMs: context.nowMs, docType: null, docNo: at % 2 === 0 ? 'RK-22871' : 'XS-22406' },
          ...{ lineUid: null, erpDocNo: null, erpLine: null, note: null },
        };
      }),
    );
  }

  /** Counted twice, explained but for one line; waits for the parts manager. */
  async forReview(): Promise<void> {
    const at = (login: string, minute: number): Moment => ({ login, daysAgo: 2, minute });
    const off: Off = new Map([
      [3, -2],
      [11, 1],
      [17, -4],
      [26, 3],
    ]);
    const sheet = await this.#plan(at('peijian01', 480), {
      warehouse: 2,
      zones: ['B'],
      capacity: 40,
      name: '循环盘点 B 区',
    });
    await this.#finish(at, sheet, [
      ['pandian01', off],
      ['fupan01', off],
      ['kuguan02', off],
    ]);
    await this.#explain(at('kuguan01', 840), sheet, 1);
  }

  async toRecount(): Promise<void> {
    const at = (login: string, minute: number): Moment => ({ login, daysAgo: 1, minute });
    const sheet = await this.#plan(
      at('peijian01', 480),
      { warehouse: 2, zones: ['C'], capacity: 36, name: '循环盘点 C 区' },
      { counter: 'pandian02' },
    );
    await this.#count(
      at('pandian02', 540),
      sheet,
      new Map([
        [2, -9_999],
        [8, 24],
        [21, -2],
      ]),
    );
    await this.#step(at('pandian02', 700), sheet, 'submit');
  }

  async halfCounted(): Promise<void> {
    const at = (login: string, minute: number): Moment => ({ login, daysAgo: 1, minute });
    const sheet = await this.#plan(at('peijian01', 485), {
      warehouse: 2,
      zones: ['D'],
      capacity: 70,
      name: '循环盘点 D 区',
    });
    await this.#count(at('pandian01', 550), sheet, new Map([[7, -1]]), 45);
  }

  async justReleased(): Promise<void> {
    const at = { login: 'peijian01', daysAgo: 1, minute: 490 };
    await this.#plan(at, { warehouse: 0, zones: ['A'], capacity: 30, name: '循环盘点 A 区' }, { counter: 'pandian02' });
  }

  async planned(): Promise<void> {
    const at = { login: 'peijian01', daysAgo: 1, minute: 500 };
    await this.#plan(at, { warehouse: 1, zones: [], capacity: 25, name: '循环盘点' }, { release: false });
  }

  async cancelled(): Promise<void> {
    const at = (login: string, minute: number): Moment => ({ login, daysAgo: 20, minute });
    const sheet = await this.#plan(at('peijian01', 480), { warehouse: 3, zones: ['A'], capacity: 8, name: '抽盘' });
    await this.#step(at('peijian01', 540), sheet, 'cancel', '当天停电，改期');
  }

  /** Round after round until the sheet is ready for review; each person finds what stands beside him. */
  async #finish(
    at: (login: string, minute: number) => Moment,
    sheetId: string,
    rounds: readonly (readonly [string, Off])[],
  ): Promise<void> {
    for (const [index, [login, off]] of rounds.entries()) {
      if ((await this.#sheet(sheetId)).status === 'REVIEW') return;
      await this.#count(at(login, 540 + index * 90), sheetId, off);
      await this.#step(at(login, 600 + index * 90), sheetId, 'submit');
    }
  }

  async #plan(
    moment: Moment,
    plan: Omit<Planned, 'type'>,
    people: { counter?: string; release?: boolean } = {},
  ): Promise<string> {
    return (await this.#planAll(moment, { ...plan, type: 'CYCLE' }, people))[0] ?? '';
  }

  async #planAll(
    moment: Moment,
    plan: Planned,
    people: { counter?: string; release?: boolean } = {},
  ): Promise<string[]> {
    const request: BodyOf<'count.plan'>['request'] = {
      ...{ type: plan.type, name: plan.name, warehouseId: this.#facts.rows('warehouse')[plan.warehouse]?.id ?? '' },
      ...{ zones: plan.zones, blind: true, mode: 'ROLL', plannedDate: dateOf(this.#facts.todayDay - moment.daysAgo) },
      ...{ counterUserId: this.#userId(people.counter ?? 'pandian01'), recounterUserId: this.#userId('fupan01') },
      ...{ capacity: plan.capacity, samplePctBp: null, release: people.release ?? true },
    };
    const outcome = await commands['count.plan'](this.#context(moment), { kind: 'count.plan', request });
    const { sheetIds = [] } = applied(outcome) as { sheetIds?: string[] };
    return sheetIds;
  }

  /** Counts what is open in the present round, a line a minute and a half. */
  async #count(moment: Moment, sheetId: string, off: Off, most = Infinity): Promise<void> {
    const { round } = await this.#sheet(sheetId);
    const lines = await this.#db
      .selectFrom('countLine')
      .select(['id', 'lineNo', 'bookQtyMilli'])
      .where('sheetId', '=', sheetId)
      .where('round', '=', round)
      .orderBy('lineNo')
      .execute();
    if (lines.length === 0) return;
    const context = this.#context(moment);
    const entries = lines.slice(0, most).map(({ id, lineNo, bookQtyMilli }, index) => ({
      ...{ entryId: context.newId(), lineId: id, kind: 'COUNT' as const, method: 'GRID' as const, note: null },
      qtyMilli: Math.max(0, (bookQtyMilli ?? 0) + (off.get(lineNo) ?? 0) * 1000),
      countedAtMs: context.nowMs + index * 45_000,
    }));
    const later = { ...context, nowMs: context.nowMs + entries.length * 45_000 };
    applied(await commands['count.enter'](later, { kind: 'count.enter', sheetId, round, entries }));
  }

  async #step(moment: Moment, sheetId: string, step: CountStep, note = ''): Promise<void> {
    const { _v: version } = await this.#sheet(sheetId);
    const body = { kind: 'count.step' as const, sheetId, version, step, note, lineIds: [] };
    applied(await commands['count.step'](this.#context(moment), body));
  }

  /** Gives every difference its reason but the last few. */
  async #explain(moment: Moment, sheetId: string, leaveOut = 0): Promise<void> {
    const lines = await this.#db
      .selectFrom('countLine')
      .select(['id', 'varianceMilli'])
      .where('sheetId', '=', sheetId)
      .where('varianceMilli', '<>', 0)
      .orderBy('lineNo')
      .execute();
    for (const { id, varianceMilli } of lines.slice(0, lines.length - leaveOut)) {
      const reasonCode = (varianceMilli ?? 0) < 0 ? 'UNPOSTED_ISSUE' : 'WRONG_BIN';
      const body = { kind: 'count.explain' as const, sheetId, lineIds: [id], reasonCode, reasonText: null };
      applied(await commands['count.explain'](this.#context(moment), body));
    }
  }

  /** The last whole month is closed before the late issue comes; a year only ends after full counts, which this company has not. */
  async #closeMonthBefore(moment: Moment): Promise<void> {
    const context = this.#context(moment);
    const month = addMonths(monthOf(context.nowMs), -1);
    if (endsYear(month, FIRST_COUNT_SETTINGS.yearEndMonth)) return;
    const body = { kind: 'count.closePeriod' as const, month, note: '上线首月，与 ERP 的对账从下月起' };
    applied(await commands['count.closePeriod'](context, body));
  }

  /** An issue of the morning before the count, booked the day after it. */
  async #lateIssue(moment: Moment, sheetId: string, lineNo: number): Promise<void> {
    const line = await this.#db
      .selectFrom('countLine')
      .selectAll()
      .where('sheetId', '=', sheetId)
      .where('lineNo', '=', lineNo)
      .executeTakeFirstOrThrow();
    const { warehouseId, binId, partId, owner, condition, batchNo, serialNo, _scope, unitCostFen } = line;
    await postMovements(this.#context(moment), [
      {
        ...{ warehouseId, binId, partId, owner, condition, batchNo, serialNo, regionCode: _scope.slice(2) },
        ...{ idemKey: `demo:late:${line.id}`, qtyMilli: -1000, valueFen: -(unitCostFen ?? 0), type: 'ISSUE_SALE' },
        ...{ effectiveAtMs: (line.countedAtMs ?? 0) - 40 * 60_000, docType: null, docNo: 'XS-22310' },
        ...{ lineUid: null, erpDocNo: null, erpLine: null, note: null },
      },
    ]);
  }

  async #sheet(sheetId: string): Promise<{ status: string; round: number; _v: number }> {
    return this.#db
      .selectFrom('countSheet')
      .select(['status', 'round', '_v'])
      .where('id', '=', sheetId)
      .executeTakeFirstOrThrow();
  }

  #context(moment: Moment): CommandContext {
    return demoContext(this.#db, this.#facts, moment);
  }

  #userId(login: string): string {
    return demoUser(this.#facts, login).id;
  }
}

/** Rows of the tables that counting writes, as they are now. */
export async function countedRows(
  db: Transaction<CentralTables>,
  names: readonly string[],
): Promise<[string, number][]> {
  const counts: [string, number][] = [];
  for (const name of names) {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(name)}`.execute(db);
    counts.push([name, rows[0]?.n ?? 0]);
  }
  return counts;
}
