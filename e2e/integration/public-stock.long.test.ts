import Database from 'better-sqlite3';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { computePlanning } from '../../src-server/parts/compute-planning.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import { describedCodes, LISTS, listFile, records, scaled, textOf } from '../world/lists/expected-lists.ts';
import { LIST_MAPS as maps, type ListMap } from '../world/lists/list-maps.ts';
import { planBySql } from '../world/lists/plan-by-sql.ts';
import { sparePartsHistory, type HistoryRow } from '../world/lists/spare-parts-history.ts';
import { openListImports, type ListImports } from './list-import.ts';

const LONG_MS = 30 * 60_000;
const RETAIL = '08-uci-retail-ledger/2010-12/';
const RAF = '03-spare-parts-stock/RAF data - 7 years demand  - 5000 items.xls';

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
    lists = await openListImports();
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
    for (const day of days) {
      const [, ...rows] = records(textOf(`${RETAIL}${day}.csv`), ',');
      const known = rows.filter(([, code = '']) => described.has(code));
      for (const [, code, , pieces, , price] of known) add.run(code, Number(pieces), scaled(price ?? '', 2));
      const first = await lists.take('stockMovements', `${RETAIL}${day}.csv`, maps.retailMovements);
      expect([day, first.state.created, first.state.rowsRefused]).toEqual([
        day,
        known.length,
        rows.length - known.length,
      ]);
      const wanted = second
        .prepare(
          `select code, -1000 * sum(pieces) as qtyMilli, -sum(pieces * unit_fen) as valueFen from sold group by code order by code`,
        )
        .all() as CodeSum[];
      expect(await sums('stock_movement')).toEqual(wanted);
      expect(await sums('stock_balance')).toEqual(wanted);
      const again = await lists.take('stockMovements', `${RETAIL}${day}.csv`, maps.retailMovements);
      expect([day, again.state.created, again.state.unchanged]).toEqual([day, 0, known.length]);
      expect(await sums('stock_movement')).toEqual(wanted);
    }
    second.close();
  });
});

describe('5,000 spare parts with the last three years of their demand', { timeout: LONG_MS }, () => {
  beforeAll(async () => {
    lists = await openListImports();
  }, LONG_MS);
  afterAll(() => lists.close());

  test('have the class, the turnover, the safety stock and the reorder point plain SQL finds, every one', async () => {
    const nowMs = Date.now();
    const today = businessDateOf(nowMs);
    const history = sparePartsHistory(today);
    await lists.take('parts', RAF, maps.rafParts);
    const folder = mkdtempSync(path.join(tmpdir(), 'hedui-public-stock-'));
    try {
      const opening = history.filter(({ type }) => type === 'OPENING');
      const moved = history.filter(({ type }) => type !== 'OPENING');
      const take = async (kind: 'openingStock' | 'stockMovements', rows: readonly HistoryRow[]): Promise<void> => {
        const file = path.join(folder, `${kind}.csv`);
        const cells = rows.map(({ partNo, date, type, pieces, unitFen }) =>
          [partNo, date, type, pieces, (unitFen / 100).toFixed(2)].join(','),
        );
        writeFileSync(file, ['part,date,type,qty,price', ...cells].join('\n'));
        const { state } = await lists.take(kind, file, MAPS[kind]);
        expect([kind, state.created, state.rowsRefused]).toEqual([kind, rows.length, 0]);
      };
      await take('openingStock', opening);
      await take('stockMovements', moved);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    const done = await lists.company.server.store.db
      .transaction()
      .execute((db) => computePlanning({ db, nowMs, today, newId: ulid }, ['W1']));
    expect(done).toEqual({ keys: 5000, changed: 5000 });
    const wanted = planBySql(history, today);
    const { rows } = await sql<Record<string, string | number | null>>`
      select p.part_no as "partNo", g.abc_class as abc, g.average_stock_fen as "averageFen", g.issued_fen as "issuedFen",
             g.turns_centi as "turnsCenti", g.computed_method as method, g.computed_safety_milli as "safetyMilli",
             g.computed_reorder_milli as "reorderMilli"
        from part_warehouse_setting g join part p on p.id = g.part_id order by p.part_no collate "C"`.execute(
      lists.company.server.store.db,
    );
    expect(rows).toEqual(wanted);
    // both formulas and all classes are in it
    const count = (name: 'abc' | 'method'): Record<string, number> =>
      Object.fromEntries(
        [...Map.groupBy(wanted, (each) => each[name])].map(([key, each]) => [key, each.length]).sort(),
      );
    console.log(JSON.stringify({ classes: count('abc'), methods: count('method') }));
    expect(Object.keys(count('abc'))).toEqual(['A', 'B', 'C']);
    expect(Object.keys(count('method'))).toEqual(['NORMAL', 'POISSON']);
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
    },
  },
};
