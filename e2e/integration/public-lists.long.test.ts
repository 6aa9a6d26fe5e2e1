import { existsSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { childTasks } from '../../src-main/host/child-tasks.ts';
import * as expected from '../world/lists/expected-lists.ts';
import { LIST_MAPS as maps } from '../world/lists/list-maps.ts';
import { openListImports, type ListImports } from './list-import.ts';

const SOLD = `select sum(qty_milli)::bigint as "qtyMilli", sum(value_fen)::bigint as "valueFen" from stock_movement where type = 'ISSUE_SALE'`;
const PARTS = '03-spare-parts-stock/';
const ERP = '09-adventureworks-procurement/';
const LONG_MS = 30 * 60_000;
let lists: ListImports;

beforeAll(async () => {
  expect(existsSync(expected.LISTS), 'the shared data (../shared/data) is absent').toBe(true);
  lists = await openListImports(childTasks());
});
afterAll(() => lists.close());

describe('the largest public lists through the unattended import, twice each', { timeout: LONG_MS }, () => {
  test('parts and opening stock of an .xls', async () => {
    const file = `${PARTS}RAF data - 7 years demand  - 5000 items.xls`;
    await lists.takeTwice('parts', file, maps.rafParts, expected.rafParts());
    const { sums } = expected.rafParts();
    expect(await lists.sum('select sum(issue_price_fen)::bigint as "issuePriceFen" from part')).toEqual(sums);
    await lists.takeTwice('openingStock', file, maps.rafOpening, expected.rafOpening());
    const posted = 'select sum(qty_milli)::bigint as "qtyMilli", sum(value_fen)::bigint as "valueFen" from';
    expect(await lists.sum(`${posted} stock_movement`)).toEqual(expected.rafOpening().sums);
    expect(await lists.sum(`${posted} stock_balance`)).toEqual(expected.rafOpening().sums);
  });

  test('the other .xls: parts and opening stock', async () => {
    const file = '03-spare-parts-stock/AUTO.xls';
    const { sums, ...counts } = expected.autoParts();
    // The parts and the stock of the other workbook are in the same company.
    const sumsNow = (): Promise<Record<string, number>> =>
      lists.sum(
        `select (select coalesce(sum(issue_price_fen), 0) from part)::bigint as "issuePriceFen",
                (select coalesce(sum(qty_milli), 0) from stock_balance)::bigint as "qtyMilli"`,
      );
    const before = await sumsNow();
    await lists.takeTwice('parts', file, maps.autoParts, { ...counts, sums });
    await lists.takeTwice('openingStock', file, maps.autoOpening, { ...counts, sums });
    const after = await sumsNow();
    const added = Object.entries(after).map(([name, value]) => [name, value - (before[name] ?? 0)]);
    expect(Object.fromEntries(added)).toEqual(sums);
  });

  test('recalls: a campaign for each id, its rows are its documents', async () => {
    const wanted = expected.recalls();
    await lists.takeTwice(
      'campaigns',
      '07-nhtsa-recall-docs/recall_docs_bus_truck_2020_2026.csv',
      maps.recalls,
      wanted,
    );
    expect(
      await lists.sum(
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
      await lists.takeTwice('stockMovements', `${folder}${day}.csv`, maps.retailMovements, wanted);
      for (const [name, value] of Object.entries(wanted.sums)) sums[name] = (sums[name] ?? 0) + value;
      expect(await lists.sum(SOLD)).toEqual(sums);
    }
    expect(await lists.sum('select sum(qty_milli)::bigint as "qtyMilli" from stock_balance')).toEqual(
      await lists.sum('select sum(qty_milli)::bigint as "qtyMilli" from stock_movement'),
    );
  });

  test('heads and lines of purchase orders', async () => {
    await lists.takeTwice('erpDocuments', `${ERP}PurchaseOrderHeader.csv`, maps.orderHeads, expected.orderHeads());
    const heads = `select sum(amount_micro)::bigint as "amountMicro", sum(tax_micro)::bigint as "taxMicro", sum(total_micro)::bigint as "totalMicro" from erp_document_line where doc_type = 'POH'`;
    expect(await lists.sum(heads)).toEqual(expected.orderHeads().sums);

    const wanted = expected.orderLines();
    await lists.takeTwice(
      'erpDocuments',
      '09-adventureworks-procurement/PurchaseOrderDetail.csv',
      maps.orderLines,
      wanted,
    );
    const lines = `select sum(qty_milli)::bigint as "qtyMilli", sum(received_milli)::bigint as "receivedMilli", sum(amount_micro)::bigint as "amountMicro" from erp_document_line where doc_type = 'PO'`;
    expect(await lists.sum(lines)).toEqual(wanted.sums);
  });

  test('districts, and a quarter of a million names', async () => {
    await lists.takeTwice('divisions', '11-cn-divisions-and-names/areas.csv', maps.areas, expected.divisions('areas'));
    await lists.takeTwice(
      'nameLists',
      '11-cn-divisions-and-names/Company-Shorter-Form.txt',
      maps.companyNames,
      expected.companyNames(),
    );
    const names = 'select sum(char_length(name))::bigint as characters from name_list_entry';
    expect(await lists.sum(names)).toEqual(expected.companyNames().sums);
  });
});
