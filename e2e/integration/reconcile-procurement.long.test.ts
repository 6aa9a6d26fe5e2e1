import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REPOSITORY } from '../../build/child-program.ts';
import { insertRows } from '../../src-server/db/bulk-rows.ts';
import { reconCommands } from '../../src-server/reconciliation/recon.commands.ts';
import { openTestCentral, type TestCentral } from '../../src-server/testing/central-store.ts';
import { addRegion } from '../../src-server/testing/rows.ts';
import { inCommand, testUser } from '../../src-server/testing/small-company.ts';
import { ReconContributions } from '../../src-shared/contract/reconciliation.contract.ts';
import { startOfBusinessDate } from '../../src-shared/domain/units/business-date.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';

const FOLDER = path.join(REPOSITORY, '..', 'shared', 'data', '09-adventureworks-procurement');
const manager = testUser('U-PM', ['partsManager']);
const HOUR_MS = 3_600_000;
const LONG_MS = 300_000;

interface Receipt {
  id: string;
  docNo: string;
  line: string;
  date: string;
  partId: string;
  place: string;
  qtyMilli: number;
}

interface OurRow extends Receipt {
  /** Where and under which part we booked it. */
  ourPartId: string;
  ourPlace: string;
  ourMilli: number;
}

const lines = (name: string): string[][] =>
  readFileSync(path.join(FOLDER, name), 'utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
const cell = (row: readonly string[], at: number): string => row[at] ?? '';
const milli = (text: string): number => Math.round(Number(text) * 1000);
const keyOf = (place: string, partId: string): string => `${place} ${partId}`;

/** Stock of every location and every receipt of goods of the public procurement data. */
function readCompany(): { parts: Map<string, string>; stock: Map<string, number>; receipts: Receipt[] } {
  const parts = new Map(lines('Product.csv').map((row) => [`P${cell(row, 0)}`, cell(row, 2)]));
  const stock = new Map<string, number>();
  const firstPlace = new Map<string, string>();
  for (const row of lines('ProductInventory.csv')) {
    const [partId, place] = [`P${cell(row, 0)}`, `L${cell(row, 1)}`];
    stock.set(keyOf(place, partId), (stock.get(keyOf(place, partId)) ?? 0) + milli(cell(row, 4)));
    if (!firstPlace.has(partId)) firstPlace.set(partId, place);
  }
  const receipts = lines('PurchaseOrderDetail.csv').flatMap((row): Receipt[] => {
    const partId = `P${cell(row, 4)}`;
    const qtyMilli = milli(cell(row, 7)) - milli(cell(row, 8));
    const place = firstPlace.get(partId);
    if (qtyMilli <= 0 || place === undefined || !parts.has(partId)) return [];
    const [docNo, line, date] = [cell(row, 0), cell(row, 1), cell(row, 2).slice(0, 10)];
    return [{ id: `${docNo}-${line}`, docNo, line, date, partId, place, qtyMilli }];
  });
  return { parts, stock, receipts };
}

/** Changes to our side of the books, each on a key of its own, and the difference each must be found as. */
function alter(rows: OurRow[], cutoffDate: string): { rows: OurRow[]; wanted: Map<string, Record<string, number>> } {
  const wanted = new Map<string, Record<string, number>>();
  const perKey = Map.groupBy(rows, ({ place, partId }) => keyOf(place, partId));
  const untouched = [...perKey].filter(([, each]) => each.length > 1).map(([, each]) => each);
  const isNear = ({ date }: OurRow): boolean =>
    startOfBusinessDate(cutoffDate) - startOfBusinessDate(date) < 5 * 24 * HOUR_MS;
  const take = (fits: (row: OurRow) => boolean): OurRow => {
    for (const [at, each] of untouched.entries()) {
      const row = each.find((one) => one.qtyMilli > 20_000 && fits(one));
      if (row === undefined) continue;
      untouched.splice(at, 1);
      return row;
    }
    throw new Error('the data has no such receipt');
  };
  const isOld = (row: OurRow): boolean =>
    startOfBusinessDate(cutoffDate) - startOfBusinessDate(row.date) > 30 * 24 * HOUR_MS;
  const note = (row: OurRow, name: string, qtyMilli: number, key = keyOf(row.place, row.partId)): void =>
    void wanted.set(key, { [name]: qtyMilli });

  const quantity = take(isOld);
  quantity.ourMilli += 7000;
  note(quantity, 'QTY_MISMATCH', 7000);
  const boxes = take(isOld);
  boxes.ourMilli = boxes.qtyMilli * 12;
  note(boxes, 'UOM', boxes.qtyMilli * 11);
  const turned = take(isOld);
  turned.ourMilli = -turned.qtyMilli;
  note(turned, 'SIGN_ERROR', -2 * turned.qtyMilli);
  const lost = take(isOld);
  note(lost, 'MISSING_IN_SYSTEM', -lost.qtyMilli);
  const late = take(isNear);
  note(late, 'TIMING_IN_TRANSIT', -late.qtyMilli);
  const twice = take(isOld);
  note(twice, 'DUPLICATE_POSTING', twice.qtyMilli);
  const extra = take(isOld);
  note(extra, 'MISSING_IN_ERP', 123_000);
  const elsewhere = take(isOld);
  elsewhere.ourPlace = elsewhere.place === 'L1' ? 'L6' : 'L1';
  note(elsewhere, 'LOCATION', -elsewhere.qtyMilli);
  note(elsewhere, 'LOCATION', elsewhere.qtyMilli, keyOf(elsewhere.ourPlace, elsewhere.partId));
  const replaced = take(isOld);
  replaced.ourPartId = 'P-NEW';
  note(replaced, 'SUBSTITUTION', -replaced.qtyMilli);
  note(replaced, 'SUBSTITUTION', replaced.qtyMilli, keyOf(replaced.place, 'P-NEW'));
  wanted.set('SUBSTITUTED', { [replaced.partId]: 0 });
  const rest = take(isOld);
  note(rest, 'UNEXPLAINED', -5000);
  return {
    wanted,
    rows: [
      ...rows.filter((row) => row !== lost && row !== late),
      { ...twice, id: `${twice.id}-again` },
      { ...extra, id: `${extra.id}-extra`, docNo: 'ONLY-OURS', line: '1', qtyMilli: 0, ourMilli: 123_000 },
    ],
  };
}

describe('the public procurement data against an altered copy of itself', () => {
  let store: TestCentral;
  beforeAll(async () => {
    expect(existsSync(FOLDER), 'the shared data (../shared/data/09-adventureworks-procurement) is absent').toBe(true);
    store = await openTestCentral('postgres');
  }, LONG_MS);
  afterAll(() => store.close());

  test(
    'finds every altered figure in its class, and nothing else',
    async () => {
      const { parts, stock, receipts: all } = readCompany();
      // two stragglers come weeks after the last busy day
      const cutoffDate = '2025-08-16';
      const receipts = all.filter(({ date }) => date <= cutoffDate);
      const copy = receipts.map((row) => ({
        ...row,
        ourPartId: row.partId,
        ourPlace: row.place,
        ourMilli: row.qtyMilli,
      }));
      const { rows, wanted } = alter(copy, cutoffDate);
      const [replacedPart = ''] = Object.keys(wanted.get('SUBSTITUTED') ?? {});
      wanted.delete('SUBSTITUTED');
      const unexplained = [...wanted].find(([, classes]) => 'UNEXPLAINED' in classes)?.[0] ?? '';
      const { db } = store;
      await fill(store, { parts, stock, receipts, rows, cutoffDate, replacedPart, unexplained });

      const places = await db.selectFrom('warehouse').select('id').execute();
      const rowsOfErp = [...stock].length;
      const request = {
        ...{ warehouseIds: places.map(({ id }) => id), cutoffDate, erpSystem: 'AW', controlRows: rowsOfErp },
        controlQtyMilli: [...stock.values()].reduce((sum, qty) => sum + qty, 5000),
      };
      const commands = reconCommands({ hideNewRows: () => Promise.resolve() });
      const startedAtMs = performance.now();
      const outcome = await inCommand(
        db,
        manager,
        (context) => commands['recon.start']({ ...context, today: cutoffDate }, { kind: 'recon.start', request }),
        startOfBusinessDate(cutoffDate),
      );
      expect(outcome).toMatchObject({ status: 'applied' });
      const items = await db.selectFrom('reconItem').selectAll().execute();
      const found = new Map<string, Record<string, number>>();
      for (const item of items) {
        const contributions = ReconContributions.parse(JSON.parse(item.contributionsJson ?? '[]'));
        const sum = contributions.reduce((all, { qtyMilli }) => all + qtyMilli, 0);
        expect([item.partId, sum]).toEqual([item.partId, (item.ledgerMilli ?? 0) - (item.erpMilli ?? 0)]);
        if (contributions.length === 0) continue;
        const classes = Object.fromEntries(contributions.map((each) => [each.class, each.qtyMilli]));
        found.set(keyOf(item.warehouseId ?? '', item.partId ?? ''), classes);
      }
      console.log(
        `reconcile-procurement: ${String(items.length)} keys, ${String(receipts.length)} receipts, ` +
          `${String(wanted.size)} keys altered, ${String(found.size)} found, ` +
          `${((performance.now() - startedAtMs) / 1000).toFixed(1)} s`,
      );
      expect(Object.fromEntries([...found].sort())).toEqual(Object.fromEntries([...wanted].sort()));
    },
    LONG_MS,
  );
});

interface Company {
  parts: Map<string, string>;
  stock: Map<string, number>;
  receipts: Receipt[];
  rows: OurRow[];
  cutoffDate: string;
  replacedPart: string;
  unexplained: string;
}

/** The ERP's side as it is, but for one balance; ours from the copy, opened so that both began alike. */
async function fill({ db }: TestCentral, company: Company): Promise<void> {
  const { parts, stock, receipts, rows, cutoffDate, replacedPart, unexplained } = company;
  const regionId = await addRegion(db, '1');
  const places = new Set([...[...stock.keys()].map((key) => key.split(' ')[0] ?? ''), 'L1', 'L6']);
  await insertRows(
    db,
    'warehouse',
    [...places].map((place) => ({
      ...rowIdentity(place, 'g'),
      ...{ code: place, name: place, regionId, erpPlant: 'AW', erpSloc: place.slice(1) },
    })),
  );
  const partRows = [...parts, ['P-NEW', 'NEW-0001'] as const].map(([id, partNo]) => ({
    ...rowIdentity(id, 'g'),
    ...{ partNo, name: partNo, uom: 'EA', issuePriceFen: 100, supplyPriceFen: 80, oldPartPolicy: 'NONE' },
  }));
  await insertRows(db, 'part', partRows);
  await insertRows(
    db,
    'uomConversion',
    [...parts.keys()].map((partId) => ({ ...rowIdentity(`U-${partId}`, 'g'), partId, uom: 'CTN', num: 12, den: 1 })),
  );
  const link = { oldPartId: replacedPart, newPartId: 'P-NEW', type: 'FULL', validFromDate: '2020-01-01' };
  await insertRows(db, 'partSupersession', [{ ...rowIdentity('S-1', 'g'), ...link }]);
  await insertRows(
    db,
    'erpBalance',
    [...stock].map(([key, qtyMilli]) => {
      const [place = '', partId = ''] = key.split(' ');
      return {
        ...rowIdentity(`B-${key}`.replace(' ', '-'), 'g'),
        ...{
          erpSystem: 'AW',
          extractDate: cutoffDate,
          plant: 'AW',
          sloc: place.slice(1),
          partNo: parts.get(partId) ?? '',
        },
        qtyMilli: qtyMilli + (key === unexplained ? 5000 : 0),
      };
    }),
  );
  await insertRows(
    db,
    'erpDocumentLine',
    receipts.map((row) => ({
      ...rowIdentity(`E-${row.id}`, 'g'),
      ...{ erpSystem: 'AW', docType: 'WE', docNo: row.docNo, lineNo: row.line, docYear: '' },
      ...{ partNo: parts.get(row.partId) ?? '', plant: 'AW', sloc: row.place.slice(1) },
      ...{ receivedMilli: row.qtyMilli, rejectedMilli: 0, postingDate: row.date },
    })),
  );
  await fillLedger({ db }, { ...company, rows, receipts });
}

async function fillLedger({ db }: Pick<TestCentral, 'db'>, { stock, receipts, rows }: Company): Promise<void> {
  const opening = new Map(stock);
  for (const { place, partId, qtyMilli } of receipts) {
    opening.set(keyOf(place, partId), (opening.get(keyOf(place, partId)) ?? 0) - qtyMilli);
  }
  const common = { owner: 'HQ', condition: 'NEW', batchNo: '', serialNo: '', valueFen: 0, userId: 'U', deviceId: 'D' };
  const begun = [...opening].map(([key, qtyMilli]) => {
    const [warehouseId = '', partId = ''] = key.split(' ');
    const effectiveAtMs = startOfBusinessDate('2000-01-01');
    const papers = { docNo: null as string | null, erpDocNo: null as string | null, erpLine: null as string | null };
    return {
      id: `O-${key}`.replace(' ', '-'),
      warehouseId,
      partId,
      qtyMilli,
      effectiveAtMs,
      type: 'OPENING',
      ...papers,
    };
  });
  const booked = rows.map((row) => ({
    ...{ id: `M-${row.id}`, warehouseId: row.ourPlace, partId: row.ourPartId, qtyMilli: row.ourMilli, type: 'RECEIPT' },
    ...{ effectiveAtMs: startOfBusinessDate(row.date) + 9 * HOUR_MS, docNo: `RK-${row.docNo}-${row.line}` },
    ...(row.docNo === 'ONLY-OURS' ? { erpDocNo: null, erpLine: null } : { erpDocNo: row.docNo, erpLine: row.line }),
  }));
  const movements = [...begun, ...booked].map((row, index) => ({
    ...rowIdentity(row.id, 'r:1.h'),
    ...common,
    ...row,
    ...{ seq: index + 1, postedAtMs: row.effectiveAtMs, idemKey: row.id },
  }));
  await insertRows(db, 'stockMovement', movements);
  await insertRows(db, 'documentSequence', [{ sequenceKey: 'stockMovement', lastValue: movements.length }]);
}
