import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as expected from '../world/lists/expected-lists.ts';
import { LIST_MAPS as maps } from '../world/lists/list-maps.ts';
import { refusedWithoutVin } from './list-checks.ts';
import { openListImports, type ListImports } from './list-import.ts';

let lists: ListImports;

beforeAll(async () => {
  expect(existsSync(expected.LISTS), 'the shared data (../shared/data) is absent').toBe(true);
  lists = await openListImports();
});
afterAll(() => lists.close());

const STATIONS = '02-service-stations/';
const ERP = '09-adventureworks-procurement/';
const CHINA = '11-cn-divisions-and-names/';

describe('public lists through the unattended import, twice each', () => {
  test('stations: the plants; of the description of fields only what has a plant', async () => {
    await lists.takeTwice('stations', `${STATIONS}Plant Master.xlsx`, maps.plants, expected.plants());
    const described = expected.fieldInformation();
    const { preview } = await lists.take(
      'stations',
      `${STATIONS}Mahindra Field Information.xlsx`,
      maps.fieldInformation,
      true,
    );
    expect(preview).toMatchObject({
      rowsRead: described.rows,
      things: described.things,
      rowsRefused: described.refused,
    });
  });

  test('claims without a VIN are refused, each at its row', async () => {
    await refusedWithoutVin(lists.take);
  });

  test('a day of movements: equal rows both count, codes that differ in case are two parts', async () => {
    const day = '2010-12-22';
    const file = `08-uci-retail-ledger/2010-12/${day}.csv`;
    const ledger = expected.retailDay(day, expected.describedCodes(day));
    await lists.takeTwice('parts', file, maps.retailParts, expected.retailParts(day));
    await lists.takeTwice('stockMovements', file, maps.retailMovements, ledger);
    const sold = `select sum(qty_milli)::bigint as "qtyMilli", sum(value_fen)::bigint as "valueFen" from stock_movement where type = 'ISSUE_SALE'`;
    expect(await lists.sum(sold)).toEqual(ledger.sums);
  });

  test('suppliers, parts and balances of an ERP, without headers, separated by tabs', async () => {
    await lists.takeTwice('suppliers', `${ERP}Vendor.csv`, maps.vendors, expected.vendors());
    await lists.takeTwice('parts', `${ERP}Product.csv`, maps.products, expected.products());
    const parts = `select sum(std_cost_fen)::bigint as "stdCostFen", sum(issue_price_fen)::bigint as "issuePriceFen" from part where uom = 'EA'`;
    expect(await lists.sum(parts)).toEqual(expected.products().sums);
    await lists.takeTwice('erpBalances', `${ERP}ProductInventory.csv`, maps.inventory, expected.inventory());
    expect(await lists.sum('select sum(qty_milli)::bigint as "qtyMilli" from erp_balance')).toEqual(
      expected.inventory().sums,
    );
  });

  test('divisions in three encodings and names; the json says why it is refused', async () => {
    await lists.takeTwice('divisions', `${CHINA}provinces.csv`, maps.provinces, expected.divisions('provinces'));
    await lists.takeTwice('divisions', `${CHINA}cities.csv`, maps.cities, expected.divisions('cities'));
    for (const file of ['derived-cities.gb18030.csv', 'derived-cities.utf8bom.csv']) {
      const { state } = await lists.take('divisions', CHINA + file, maps.cities);
      expect([file, state.created, state.updated, state.unchanged]).toEqual([
        file,
        0,
        0,
        expected.divisions('cities').things,
      ]);
    }
    await lists.takeTwice('nameLists', `${CHINA}Chinese_Family_Name.xlsx`, maps.familyNames, expected.familyNames());
    expect(await lists.sum('select sum(weight_micro)::bigint as "weightMicro" from name_list_entry')).toEqual(
      expected.familyNames().sums,
    );
    await expect(lists.take('divisions', `${CHINA}pca-code.json`, maps.provinces)).rejects.toMatchObject({
      data: { reason: 'format-not-supported', details: { format: 'json' } },
    });
  });
});
