import { existsSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { ImportKind } from '../../src-shared/contract/exchange.contract.ts';
import { ImportPage } from '../pages/import-page.ts';
import { QueuePage } from '../pages/queue-page.ts';
import { expectEqual, expectTrue } from '../world/check.ts';
import * as expected from '../world/lists/expected-lists.ts';
import { LIST_MAPS as maps, type ListMap } from '../world/lists/list-maps.ts';
import { openDesk } from '../world/open-desk.ts';
import type { Story } from '../world/story.ts';

const STATIONS = '02-service-stations/';
const PARTS = '03-spare-parts-stock/';
const ERP = '09-adventureworks-procurement/';
const CHINA = '11-cn-divisions-and-names/';
const RAF = `${PARTS}RAF data - 7 years demand  - 5000 items.xls`;
const RECALLS = '07-nhtsa-recall-docs/recall_docs_bus_truck_2020_2026.csv';
const DAY = '2010-12-22';
const LEDGER = `08-uci-retail-ledger/2010-12/${DAY}.csv`;
/** A warehouse of the demo company. */
const WAREHOUSE = 'ZX01';

interface List {
  kind: ImportKind;
  file: string;
  map: ListMap;
  wanted: expected.ExpectedList;
}

const inWarehouse = (map: ListMap): ListMap => ({
  ...map,
  fields: { ...map.fields, warehouseCode: { from: 'fixed', value: WAREHOUSE } },
});

const divisions = (name: 'provinces' | 'cities' | 'areas'): List => ({
  ...{ kind: 'divisions', file: `${CHINA}${name}.csv`, map: maps[name], wanted: expected.divisions(name) },
});

/** A story for each folder; its lists stand in an order in which what they name is there already. */
function onScreen(
  folder: string,
  lists: () => List[],
  after: (imports: ImportPage) => Promise<void> = nothingMore,
): Story {
  return {
    title: `the public lists ${folder} through the screens, each twice: counts as the second tool has them, then no change`,
    world: 'demo',
    async run(story) {
      expectTrue('the shared data (../shared/data) is present', existsSync(expected.LISTS));
      const { page } = await openDesk(story, 'jiesuan01');
      await new QueuePage(page).ready();
      const imports = new ImportPage(page);
      await imports.open();
      for (const list of lists()) await takeTwice(imports, list);
      await after(imports);
    },
  };
}

const nothingMore = (): Promise<void> => Promise.resolve();

/** The story of a station's file takes the same list: this one finds a company in which nobody has. */
export const stationsOnScreen: Story = {
  ...onScreen('02', () => [
    { kind: 'stations', file: `${STATIONS}Plant Master.xlsx`, map: maps.plants, wanted: expected.plants() },
  ]),
  alone: true,
};

export const partsOnScreen = onScreen('03', () => [
  { kind: 'parts', file: RAF, map: maps.rafParts, wanted: expected.rafParts() },
  { kind: 'openingStock', file: RAF, map: inWarehouse(maps.rafOpening), wanted: expected.rafOpening() },
  { kind: 'parts', file: `${PARTS}AUTO.xls`, map: maps.autoParts, wanted: expected.autoParts() },
  { kind: 'openingStock', file: `${PARTS}AUTO.xls`, map: inWarehouse(maps.autoOpening), wanted: expected.autoParts() },
]);

export const claimsOnScreen = onScreen('04', () => [], claimsWithoutVin);

export const recallsOnScreen = onScreen('07', () => [
  { kind: 'campaigns', file: RECALLS, map: maps.recalls, wanted: expected.recalls() },
]);

export const ledgerOnScreen = onScreen('08', () => [
  { kind: 'parts', file: LEDGER, map: maps.retailParts, wanted: expected.retailParts(DAY) },
  {
    ...{ kind: 'stockMovements', file: LEDGER, map: inWarehouse(maps.retailMovements) },
    wanted: expected.retailDay(DAY, expected.describedCodes(DAY)),
  },
]);

export const erpOnScreen = onScreen('09', () => [
  { kind: 'suppliers', file: `${ERP}Vendor.csv`, map: maps.vendors, wanted: expected.vendors() },
  { kind: 'parts', file: `${ERP}Product.csv`, map: maps.products, wanted: expected.products() },
  { kind: 'erpBalances', file: `${ERP}ProductInventory.csv`, map: maps.inventory, wanted: expected.inventory() },
  { kind: 'erpDocuments', file: `${ERP}PurchaseOrderHeader.csv`, map: maps.orderHeads, wanted: expected.orderHeads() },
  { kind: 'erpDocuments', file: `${ERP}PurchaseOrderDetail.csv`, map: maps.orderLines, wanted: expected.orderLines() },
]);

export const namesOnScreen = onScreen(
  '11',
  () => [
    divisions('provinces'),
    divisions('cities'),
    divisions('areas'),
    {
      ...{ kind: 'nameLists', file: `${CHINA}Chinese_Family_Name.xlsx` },
      ...{ map: maps.familyNames, wanted: expected.familyNames() },
    },
    {
      ...{ kind: 'nameLists', file: `${CHINA}Company-Shorter-Form.txt` },
      ...{ map: maps.companyNames, wanted: expected.companyNames() },
    },
  ],
  (imports) => refusedAtOnce(imports.page),
);

async function takeTwice(imports: ImportPage, { kind, file, map, wanted }: List): Promise<void> {
  for (const again of [false, true]) {
    const startedAtMs = performance.now();
    const name = `${kind} of ${file}${again ? ' again' : ''}`;
    await imports.choose(kind, expected.listFile(file));
    await imports.mapAs(map);
    await imports.preview();
    expectEqual(`${name}: rows`, await imports.previewCount('rowsRead'), wanted.rows);
    expectEqual(`${name}: refused`, await imports.previewCount('rowsRefused'), wanted.refused);
    expectEqual(`${name}: repeated`, await imports.previewCount('rowsRepeated'), wanted.repeated);
    expectEqual(`${name}: things`, await imports.previewCount('things'), wanted.things);
    await imports.commit();
    const [created, unchanged] = [await imports.result('created'), await imports.result('unchanged')];
    expectEqual(`${name}: made, as before`, [created, unchanged], again ? [0, wanted.things] : [wanted.things, 0]);
    expectEqual(`${name}: nothing new`, await imports.saysNothingChanged(), again);
    const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
    console.log(
      `${name}: ${String(wanted.rows)} rows, ${String(created)} made, ${String(unchanged)} as before, ${seconds} s`,
    );
    await imports.again();
  }
}

/** Claims of a list that names no vehicle: all rows are refused, and none is sent. */
async function claimsWithoutVin(imports: ImportPage): Promise<void> {
  const wanted = expected.warrantyClaims();
  await imports.choose('claims', expected.listFile('04-warranty-claims-fraud/df_Clean.csv'));
  await imports.mapAs(maps.warrantyClaims);
  await imports.preview();
  expectEqual('claims without a vehicle: rows', await imports.previewCount('rowsRead'), wanted.rows);
  expectEqual('claims without a vehicle: refused', await imports.previewCount('rowsRefused'), wanted.refused);
  await imports.page.keyboard.press('Escape');
  await imports.page.keyboard.press('Escape');
  await imports.page.getByTestId('import-file-step').waitFor();
}

/** A format that is no list: the reason stands on the screen. */
async function refusedAtOnce(page: Page): Promise<void> {
  await page.getByTestId('import-kind-divisions').click();
  await page.getByTestId('import-file').setInputFiles(expected.listFile(`${CHINA}pca-code.json`));
  await page.getByTestId('import-problem').waitFor();
  expectTrue('the reason is said', (await page.getByTestId('import-problem').innerText()).includes('json'));
}
