import Database from 'better-sqlite3';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { computePlanning } from '../../src-server/parts/compute-planning.ts';
import { businessDateOf, startOfBusinessDate } from '../../src-shared/domain/units/business-date.ts';
import { addMonthsClamped } from '../../src-shared/domain/units/dates.ts';
import { describedCodes, LISTS, listFile, records, scaled, textOf } from '../world/lists/expected-lists.ts';
import { LIST_MAPS as maps, type ListMap } from '../world/lists/list-maps.ts';
import { planBySql } from '../world/lists/plan-by-sql.ts';
import { AUTO_FILE, RAF_FILE, sparePartsHistory, type HistoryRow } from '../world/lists/spare-parts-history.ts';
import { openListImports, type ListImports } from './list-import.ts';

const LONG_MS = 30 * 60_000;
const RETAIL = '08-uci-retail-ledger/2010-12/';
/** White hanging hearts, the most sold code of the ledger. */
const SPOT = '85123A';

interface CodeSum {
  code: string;
  qtyMilli: number;
  valueFen: number;
}

let lists: ListImports;

beforeAll(async () => {
  expect(existsSync(LISTS), 'the shared data (../shared/data) is absent').toBe(true);
});

describe('a public ledger replayed day by day', { timeout: LONG_MS }, () => {
  beforeAll(async () => {
    lists = await openListImports('postgres');
  }, LONG_MS);
  afterAll(() => lists.close());

  /** Quantity and value of every code in the ledger, or as the balances have them. */
  const sums = async (table: 'stock_movement' | 'stock_balance'): Promise<CodeSum[]> => {
    const { rows } = await sql<CodeSum>`
      select p.part_no as code, sum(s.qty_milli)::bigint as "qtyMilli", sum(s.value_fen)::bigint as "valueFen"
        from ${sql.table(table)} s join part p on p.id = s.part_id group by p.part_no
       order by p.part_no collate "C"`.execute(lists.company.server.store.db);
    return rows.map(({ code, qtyMilli, valueFen }) => ({
      code,
      qtyMilli: Number(qtyMilli),
      valueFen: Number(valueFen),
    }));
  };

  test('every code has the quantity and the value plain SQL finds after each day, and the same day again changes nothing', async () => {
    const days = readdirSync(listFile(RETAIL))
      .sort()
      .map((name) => name.replace('.csv', ''));
    const described = new Set(days.flatMap((day) => [...describedCodes(day)]));
    for (const day of days) await lists.take('parts', `${RETAIL}${day}.csv`, maps.retailParts);
    const second = new Database(':memory:');
    second.exec('create table sold (code text, pieces integer, unit_fen integer)');
    const add = second.prepare('insert into sold values (?, ?, ?)');
    const totals = second.prepare(
      `select code, -1000 * sum(pieces) as qtyMilli, -sum(pieces * unit_fen) as valueFen from sold group by code order by code`,
    );
    const movements = (): Promise<Record<string, number>> =>
      lists.sum('select count(*)::bigint as posted, max(seq)::bigint as "lastSeq" from stock_movement');
    let posted = 0;
    for (const day of days) {
      const startedAtMs = performance.now();
      const [, ...rows] = records(textOf(`${RETAIL}${day}.csv`), ',');
      const known = rows.filter(([, code = '']) => described.has(code));
      for (const [, code, , pieces, , price] of known) add.run(code, Number(pieces), scaled(price ?? '', 2));
      posted += known.length;
      const first = await lists.take('stockMovements', `${RETAIL}${day}.csv`, maps.retailMovements);
      expect([day, first.state.created, first.state.rowsRefused]).toEqual([
        day,
        known.length,
        rows.length - known.length,
      ]);
      const wanted = totals.all() as CodeSum[];
      const isRight = async (): Promise<void> => {
        expect(await sums('stock_movement')).toEqual(wanted);
        expect(await sums('stock_balance')).toEqual(wanted);
        expect(await movements()).toEqual({ posted, lastSeq: posted });
      };
      await isRight();
      const again = await lists.take('stockMovements', `${RETAIL}${day}.csv`, maps.retailMovements);
      expect([day, again.state.created, again.state.unchanged]).toEqual([day, 0, known.length]);
      await isRight();
      const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
      console.log(
        `${day}: ${known.length} movements (${posted} so far), ${wanted.length} codes agree twice, ${seconds} s`,
      );
    }
    console.log(JSON.stringify((totals.all() as CodeSum[]).find(({ code }) => code === SPOT)));
    second.close();
  });
});

describe('8,000 spare parts with the demand of their last years', { timeout: LONG_MS }, () => {
  beforeAll(async () => {
    lists = await openListImports('postgres');
  }, LONG_MS);
  afterAll(() => lists.close());

  test('have the class, the turnover, the safety stock and the reorder point plain SQL finds, every one', async () => {
    const today = businessDateOf(Date.now());
    const history = sparePartsHistory(today);
    await lists.take('parts', RAF_FILE, maps.rafParts);
    await lists.take('parts', AUTO_FILE, maps.autoParts);
    const folder = mkdtempSync(path.join(tmpdir(), 'hedui-public-stock-'));
    try {
      const opening = history.filter(({ type }) => type === 'OPENING');
      const moved = history.filter(({ type }) => type !== 'OPENING');
      const take = async (kind: 'openingStock' | 'stockMovements', rows: readonly HistoryRow[]): Promise<void> => {
        const file = path.join(folder, `${kind}.csv`);
        const cells = rows.map(({ partNo, date, type, pieces, unitFen }) =>
          // each issue is an order of its own: the ledger takes what has no document for one order a week
          [partNo, date, type, pieces, (unitFen / 100).toFixed(2), `${partNo}/${date}`].join(','),
        );
        writeFileSync(file, ['part,date,type,qty,price,doc', ...cells].join('\n'));
        const { state } = await lists.take(kind, file, MAPS[kind]);
        expect([kind, state.created, state.rowsRefused]).toEqual([kind, rows.length, 0]);
        console.log(`${kind}: ${rows.length} posted`);
      };
      await take('openingStock', opening);
      await take('stockMovements', moved);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    const { db } = lists.company.server.store;
    for (const months of [0, -1, -5]) {
      const day = addMonthsClamped({ date: today, months });
      // every day as if it were the first: a class that was found before is held for a while
      await db.deleteFrom('partWarehouseSetting').execute();
      const context = { nowMs: startOfBusinessDate(day), today: day, newId: ulid };
      const done = await db.transaction().execute((within) => computePlanning({ db: within, ...context }, ['W1']));
      expect([day, done]).toEqual([day, { keys: 8000, changed: 8000 }]);
      const wanted = planBySql(history, day);
      const { rows: found } = await sql<Record<string, string | number | null>>`
        select p.part_no as "partNo", g.abc_class as abc, g.average_stock_fen as "averageFen", g.issued_fen as "issuedFen",
               g.turns_centi as "turnsCenti", g.computed_method as method, g.computed_safety_milli as "safetyMilli",
               g.computed_reorder_milli as "reorderMilli"
          from part_warehouse_setting g join part p on p.id = g.part_id order by p.part_no collate "C"`.execute(db);
      expect(found).toHaveLength(wanted.length);
      const other = wanted.flatMap((each, at) =>
        isDeepStrictEqual(found[at], each) ? [] : [{ found: found[at], wanted: each }],
      );
      expect({ day, others: other.length, first: other.slice(0, 5) }).toEqual({ day, others: 0, first: [] });
      const count = (name: 'abc' | 'method'): Record<string, number> =>
        Object.fromEntries(
          [...Map.groupBy(wanted, (each) => each[name])].map(([key, each]) => [key, each.length]).sort(),
        );
      const counts = { classes: count('abc'), methods: count('method') };
      console.log(`${day}: ${wanted.length} parts agree, ${JSON.stringify(counts)}`);
      // both formulas and all classes are in it
      expect(Object.keys(counts.classes)).toEqual(['A', 'B', 'C']);
      expect(Object.keys(counts.methods)).toEqual(['NORMAL', 'POISSON']);
    }
  });
});

const columns = { warehouseCode: { from: 'fixed', value: 'W1' }, partNo: { from: 'column', column: 'part' } } as const;
const amounts = {
  qtyMilli: { from: 'column', column: 'qty' },
  unitFen: { from: 'column', column: 'price' },
} as const;
const MAPS: Readonly<Record<'openingStock' | 'stockMovements', ListMap>> = {
  openingStock: {
    dateOrder: 'ymd',
    fields: { ...columns, ...amounts, effectiveDate: { from: 'column', column: 'date' } },
  },
  stockMovements: {
    dateOrder: 'ymd',
    fields: {
      ...{ ...columns, ...amounts, type: { from: 'column', column: 'type' } },
      effectiveAtMs: { from: 'column', column: 'date' },
      docNo: { from: 'column', column: 'doc' },
    },
  },
};
