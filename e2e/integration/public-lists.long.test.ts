import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImportKind } from '../../src-shared/contract/exchange.contract.ts';
import * as expected from '../world/lists/expected-lists.ts';
import { LIST_MAPS as maps, type ListMap } from '../world/lists/list-maps.ts';
import { CLAIMS_CSV, deriveStationFiles } from '../world/station-file/derive.ts';
import { expectedOf } from '../world/station-file/second-tool.ts';
import { openHeduiLists, type HeduiLists } from './hedui-lists.ts';
import { refusedWithoutVin, sumOf, takeTwice } from './list-checks.ts';

const SOLD = `select sum(qty_milli)::bigint as "qtyMilli", sum(value_fen)::bigint as "valueFen" from stock_movement where type = 'ISSUE_SALE'`;
const STATIONS = '02-service-stations/';
const PARTS = '03-spare-parts-stock/';
const ERP = '09-adventureworks-procurement/';
const CHINA = '11-cn-divisions-and-names/';
const LONG_MS = 30 * 60_000;
let lists: HeduiLists;

beforeAll(async () => {
  expect(existsSync(expected.LISTS), 'the shared data (../shared/data) is absent').toBe(true);
  lists = await openHeduiLists();
});
afterAll(async () => {
  console.log(lists.table());
  await lists.close();
});

const sum = (query: string): Promise<Record<string, number>> => sumOf(lists.db, query);
const twice = (kind: ImportKind, file: string, map: ListMap, list: expected.ExpectedList): Promise<void> =>
  takeTwice(lists.take, { kind, file, map, expected: list });

describe('the public lists through the program hedui, twice each', { timeout: LONG_MS }, () => {
  test('stations: the plants; of the description of fields only what has a plant', async () => {
    await twice('stations', `${STATIONS}Plant Master.xlsx`, maps.plants, expected.plants());
    const described = expected.fieldInformation();
    const fields = `${STATIONS}Mahindra Field Information.xlsx`;
    const { preview } = await lists.take('stations', fields, maps.fieldInformation, true);
    expect(preview).toMatchObject({
      ...{ rowsRead: described.rows, things: described.things, rowsRefused: described.refused },
    });
  });

  test('the claims of a station, with its vehicles and operations', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'hedui-station-file-'));
    try {
      const files = deriveStationFiles(folder);
      const made = async (kind: ImportKind, file: string, map: ListMap): Promise<number> =>
        (await lists.take(kind, file, map)).state.created;
      expect(await made('labourOperations', files.operationsBook, maps.stationOperations)).toBe(files.operationCount);
      expect(await made('vehicles', files.vehiclesCsv, maps.stationVehicles)).toBe(files.vehicleCount);
      const wanted = expectedOf(readFileSync(CLAIMS_CSV, 'utf8'), '2018-06');
      const { rowsRead: rows, claims: things, rowsRefused: refused } = wanted;
      const counts = { rows, things, refused, repeated: wanted.repeatedRowNos.length, sums: {} };
      await twice('claims', CLAIMS_CSV, maps.stationClaims(files.stationCode), counts);
      expect(await sum('select count(*)::bigint as lines from claim_line')).toEqual({ lines: wanted.lines });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('claims without a VIN are refused, each at its row', async () => {
    await refusedWithoutVin(lists.take);
  });

  test('parts and opening stock of an .xls', async () => {
    const file = `${PARTS}RAF data - 7 years demand  - 5000 items.xls`;
    await twice('parts', file, maps.rafParts, expected.rafParts());
    const { sums } = expected.rafParts();
    expect(await sum('select sum(issue_price_fen)::bigint as "issuePriceFen" from part')).toEqual(sums);
    await twice('openingStock', file, maps.rafOpening, expected.rafOpening());
    const posted = 'select sum(qty_milli)::bigint as "qtyMilli", sum(value_fen)::bigint as "valueFen" from';
    expect(await sum(`${posted} stock_movement`)).toEqual(expected.rafOpening().sums);
    expect(await sum(`${posted} stock_balance`)).toEqual(expected.rafOpening().sums);
  });

  test('the other .xls: parts and opening stock', async () => {
    const file = '03-spare-parts-stock/AUTO.xls';
    const { sums, ...counts } = expected.autoParts();
    // The parts and the stock of the other workbook are in the same company.
    const sumsNow = (): Promise<Record<string, number>> =>
      sum(
        `select (select coalesce(sum(issue_price_fen), 0) from part)::bigint as "issuePriceFen",
                (select coalesce(sum(qty_milli), 0) from stock_balance)::bigint as "qtyMilli"`,
      );
    const before = await sumsNow();
    await twice('parts', file, maps.autoParts, { ...counts, sums });
    await twice('openingStock', file, maps.autoOpening, { ...counts, sums });
    const after = await sumsNow();
    const added = Object.entries(after).map(([name, value]) => [name, value - (before[name] ?? 0)]);
    expect(Object.fromEntries(added)).toEqual(sums);
  });

  test('recalls: a campaign for each id, its rows are its documents', async () => {
    const wanted = expected.recalls();
    await twice('campaigns', '07-nhtsa-recall-docs/recall_docs_bus_truck_2020_2026.csv', maps.recalls, wanted);
    expect(
      await sum(
        'select count(*)::bigint as documents, sum(length(summary))::bigint as "summaryCharacters" from campaign_document',
      ),
    ).toEqual(wanted.sums);
  });

  test('every day of the retail ledger', async () => {
    const folder = '08-uci-retail-ledger/2010-12/';
    const days = readdirSync(expected.listFile(folder)).map((name) => name.replace('.csv', ''));
    const described = new Set<string>();
    const sums: Record<string, number> = { qtyMilli: 0, valueFen: 0 };
    for (const day of days) {
      await lists.take('parts', `${folder}${day}.csv`, maps.retailParts);
      for (const code of expected.describedCodes(day)) described.add(code);
      const wanted = expected.retailDay(day, described);
      await twice('stockMovements', `${folder}${day}.csv`, maps.retailMovements, wanted);
      for (const [name, value] of Object.entries(wanted.sums)) sums[name] = (sums[name] ?? 0) + value;
      expect(await sum(SOLD)).toEqual(sums);
    }
    expect(await sum('select sum(qty_milli)::bigint as "qtyMilli" from stock_balance')).toEqual(
      await sum('select sum(qty_milli)::bigint as "qtyMilli" from stock_movement'),
    );
  });

  test('suppliers, parts and balances of an ERP, without headers, separated by tabs', async () => {
    await twice('suppliers', `${ERP}Vendor.csv`, maps.vendors, expected.vendors());
    await twice('parts', `${ERP}Product.csv`, maps.products, expected.products());
    const parts = `select sum(std_cost_fen)::bigint as "stdCostFen", sum(issue_price_fen)::bigint as "issuePriceFen" from part where uom = 'EA'`;
    expect(await sum(parts)).toEqual(expected.products().sums);
    await twice('erpBalances', `${ERP}ProductInventory.csv`, maps.inventory, expected.inventory());
    expect(await sum('select sum(qty_milli)::bigint as "qtyMilli" from erp_balance')).toEqual(
      expected.inventory().sums,
    );
  });

  test('heads and lines of purchase orders', async () => {
    await twice('erpDocuments', `${ERP}PurchaseOrderHeader.csv`, maps.orderHeads, expected.orderHeads());
    const heads = `select sum(amount_micro)::bigint as "amountMicro", sum(tax_micro)::bigint as "taxMicro", sum(total_micro)::bigint as "totalMicro" from erp_document_line where doc_type = 'POH'`;
    expect(await sum(heads)).toEqual(expected.orderHeads().sums);

    const wanted = expected.orderLines();
    await twice('erpDocuments', '09-adventureworks-procurement/PurchaseOrderDetail.csv', maps.orderLines, wanted);
    const lines = `select sum(qty_milli)::bigint as "qtyMilli", sum(received_milli)::bigint as "receivedMilli", sum(amount_micro)::bigint as "amountMicro" from erp_document_line where doc_type = 'PO'`;
    expect(await sum(lines)).toEqual(wanted.sums);
  });

  test('divisions in three encodings, names, a quarter of a million more; the json says why it is refused', async () => {
    await twice('divisions', `${CHINA}provinces.csv`, maps.provinces, expected.divisions('provinces'));
    const cities = expected.divisions('cities');
    await twice('divisions', `${CHINA}cities.csv`, maps.cities, cities);
    for (const file of ['derived-cities.gb18030.csv', 'derived-cities.utf8bom.csv']) {
      const { state } = await lists.take('divisions', CHINA + file, maps.cities);
      expect([file, state.created, state.updated, state.unchanged]).toEqual([file, 0, 0, cities.things]);
    }
    await twice('nameLists', `${CHINA}Chinese_Family_Name.xlsx`, maps.familyNames, expected.familyNames());
    expect(await sum('select sum(weight_micro)::bigint as "weightMicro" from name_list_entry')).toEqual(
      expected.familyNames().sums,
    );
    expect(await lists.take('divisions', `${CHINA}pca-code.json`, maps.provinces)).toMatchObject({
      ...{ ok: false, reason: 'format-not-supported', details: { format: 'json' } },
    });
    await twice('divisions', '11-cn-divisions-and-names/areas.csv', maps.areas, expected.divisions('areas'));
    await twice(
      'nameLists',
      '11-cn-divisions-and-names/Company-Shorter-Form.txt',
      maps.companyNames,
      expected.companyNames(),
    );
    const names =
      "select sum(char_length(name))::bigint as characters from name_list_entry where list_code = 'COMPANY'";
    expect(await sum(names)).toEqual(expected.companyNames().sums);
  });
});
