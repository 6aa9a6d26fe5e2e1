/**
 * What the public lists hold, counted and summed by a program of its own: it shares no code with the import. Texts are cut
 * by the small reader below, workbooks are opened by another library than the import's reader of .xlsx.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as sheetJs from '@e965/xlsx';

export const LISTS = fileURLToPath(new URL('../../../../shared/data', import.meta.url));
export const listFile = (name: string): string => path.join(LISTS, name);

/** What an import of a file must come to; sums are in the units of the stored columns. */
export interface ExpectedList {
  rows: number;
  things: number;
  refused: number;
  repeated: number;
  sums: Record<string, number>;
}

/** Records of a text file: quotes by ", doubled inside; ends of line of any kind. */
export function records(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (quoted) {
      if (sign === '"' && text.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else if (sign === '"') quoted = false;
      else cell += sign;
    } else if (sign === '"' && cell === '') quoted = true;
    else if (sign === separator) {
      row.push(cell);
      cell = '';
    } else if (sign === '\n' || sign === '\r') {
      if (sign === '\r' && text.charAt(at + 1) === '\n') at += 1;
      rows.push([...row, cell]);
      row = [];
      cell = '';
    } else cell += sign;
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell]);
  return rows.filter((each) => each.some((text_) => text_.trim() !== ''));
}

export function textOf(name: string): string {
  return readFileSync(listFile(name), 'utf8').replace(/^\uFEFF/, '');
}

function sheetRows(name: string, sheet: string): unknown[][] {
  const book = sheetJs.read(readFileSync(listFile(name)), { type: 'buffer' });
  return sheetJs.utils
    .sheet_to_json<unknown[]>(book.Sheets[sheet] ?? {}, { header: 1, raw: true })
    .filter((row) => row.some((cell) => cell !== null && cell !== undefined && String(cell).trim() !== ''));
}

const add = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);
/** Decimal text times 10^places, half up, without floats: "45.1200" at 6 is 45120000. */
export function scaled(text: string, places: number): number {
  const [, sign = '', whole = '0', decimals = ''] = /^(-?)(\d*)\.?(\d*)$/.exec(text.trim()) ?? [];
  const kept = decimals.slice(0, places).padEnd(places, '0');
  const up = Number(decimals.charAt(places) || '0') >= 5 ? 1n : 0n;
  const value = Number(BigInt(`${whole || '0'}${kept}`) + up);
  return sign === '-' && value !== 0 ? -value : value;
}

function keyed(rows: readonly unknown[][], keyOf: (row: readonly unknown[]) => string): Map<string, unknown[][]> {
  return Map.groupBy(rows, keyOf) as Map<string, unknown[][]>;
}

const whole = (rows: readonly unknown[][], sums: Record<string, number> = {}): ExpectedList => ({
  ...{ rows: rows.length, things: rows.length, refused: 0, repeated: 0, sums },
});

export function plants(): ExpectedList {
  const rows = sheetRows('02-service-stations/Plant Master.xlsx', 'Sheet1').slice(1);
  return whole(rows, { codes: new Set(rows.map((row) => String(row[0]))).size });
}

/** The workbook that describes fields: rows without a plant cannot be stations. */
export function fieldInformation(): ExpectedList {
  const rows = sheetRows('02-service-stations/Mahindra Field Information.xlsx', 'Invoice Fields').slice(1);
  const named = rows.filter((row) => String(row[4] ?? '').trim() !== '');
  return { rows: rows.length, things: named.length, refused: rows.length - named.length, repeated: 0, sums: {} };
}

/** RAF: one part a row; the price in pounds rounded to hundredths. */
export function rafParts(): ExpectedList {
  const rows = sheetRows('03-spare-parts-stock/RAF data - 7 years demand  - 5000 items.xls', RAF_SHEET).slice(1);
  return whole(rows, { issuePriceFen: add(rows.map((row) => roundedFen(Number(row[3])))) });
}
export const RAF_SHEET = 'Results___7_years_demand_patter';

/** Opening stock of RAF: the demand of January 1996 stands for the quantity, the price for the unit cost. */
export function rafOpening(): ExpectedList {
  const rows = sheetRows('03-spare-parts-stock/RAF data - 7 years demand  - 5000 items.xls', RAF_SHEET).slice(1);
  return whole(rows, {
    qtyMilli: add(rows.map((row) => Number(row[4]) * 1000)),
    valueFen: add(rows.map((row) => roundedFen(Number(row[3])) * Number(row[4]))),
  });
}

/** AUTO: sheet lumpdatp, one part a row that has a code; the last two rows of the sheet are sums without one. */
export function autoParts(): ExpectedList {
  const rows = sheetRows('03-spare-parts-stock/AUTO.xls', 'lumpdatp').slice(1);
  const named = rows.filter((row) => String(row[0] ?? '').trim() !== '');
  return {
    ...{ rows: rows.length, things: named.length, refused: rows.length - named.length, repeated: 0 },
    sums: {
      issuePriceFen: add(named.map((row) => roundedFen(Number(row[30])))),
      qtyMilli: add(named.map((row) => Number(row[1]) * 1000)),
    },
  };
}

function roundedFen(price: number): number {
  return scaled(String(Number(price.toPrecision(15))), 2);
}

/** Campaigns: distinct NHTSA ids; every row is a document, equal rows are one. */
export function recalls(): ExpectedList {
  const [, ...rows] = records(textOf('07-nhtsa-recall-docs/recall_docs_bus_truck_2020_2026.csv'), ',');
  const documents = new Set(rows.map((row) => JSON.stringify(row.map((cell) => cell.trim()))));
  return {
    ...{ rows: rows.length, things: new Set(rows.map((row) => row[0])).size, refused: 0 },
    repeated: rows.length - documents.size,
    sums: {
      documents: documents.size,
      summaryCharacters: add([...documents].map((row) => (JSON.parse(row) as string[])[5]?.length ?? 0)),
    },
  };
}

/** Claims of a public set that names no vehicle: every row must be refused. */
export function warrantyClaims(): ExpectedList {
  const [, ...rows] = records(textOf('04-warranty-claims-fraud/df_Clean.csv'), ',');
  return { rows: rows.length, things: 0, refused: rows.length, repeated: 0, sums: {} };
}

/**
 * One day of the retail ledger: a movement a row, sold quantities leave the stock. Rows of a code that no day so far has
 * described are refused, because it is no part.
 */
export function retailDay(day: string, described: ReadonlySet<string>): ExpectedList {
  const [, ...all] = records(textOf(`08-uci-retail-ledger/2010-12/${day}.csv`), ',');
  const rows = all.filter((row) => described.has(row[1] ?? ''));
  return {
    ...{ rows: all.length, things: rows.length, refused: all.length - rows.length, repeated: 0 },
    sums: {
      qtyMilli: add(rows.map((row) => -Number(row[3]) * 1000)),
      valueFen: add(rows.map((row) => -Number(row[3]) * scaled(row[5] ?? '', 2))),
    },
  };
}

/** Codes that the day names with a description. */
export function describedCodes(day: string): Set<string> {
  const [, ...rows] = records(textOf(`08-uci-retail-ledger/2010-12/${day}.csv`), ',');
  return new Set(rows.filter((row) => (row[2] ?? '').trim() !== '').map((row) => row[1] ?? ''));
}

/** Parts named by days of the ledger: the first description counts, the same one again is a repeat, another is refused. */
export function retailParts(day: string): ExpectedList {
  const [, ...rows] = records(textOf(`08-uci-retail-ledger/2010-12/${day}.csv`), ',');
  const first = new Map<string, string>();
  let repeated = 0;
  let refused = 0;
  for (const row of rows) {
    const [, code = '', name = ''] = row;
    if (name.trim() === '') refused += 1;
    else if (!first.has(code)) first.set(code, name.trim());
    else if (first.get(code) === name.trim()) repeated += 1;
    else refused += 1;
  }
  return { rows: rows.length, things: first.size, refused, repeated, sums: {} };
}

function tabbed(name: string): string[][] {
  return textOf(`09-adventureworks-procurement/${name}.csv`)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('\t'));
}

export const vendors = (): ExpectedList => whole(tabbed('Vendor'));

export function products(): ExpectedList {
  const rows = tabbed('Product');
  return whole(rows, {
    stdCostFen: add(rows.map((row) => scaled(row[8] ?? '', 2))),
    issuePriceFen: add(rows.map((row) => scaled(row[9] ?? '', 2))),
  });
}

export function inventory(): ExpectedList {
  const rows = tabbed('ProductInventory');
  return whole(rows, { qtyMilli: add(rows.map((row) => Number(row[4]) * 1000)) });
}

export function orderLines(): ExpectedList {
  const rows = tabbed('PurchaseOrderDetail');
  return whole(rows, {
    qtyMilli: add(rows.map((row) => scaled(row[3] ?? '', 3))),
    receivedMilli: add(rows.map((row) => scaled(row[7] ?? '', 3))),
    amountMicro: add(rows.map((row) => scaled(row[6] ?? '', 6))),
  });
}

export function orderHeads(): ExpectedList {
  const rows = tabbed('PurchaseOrderHeader');
  return whole(rows, {
    amountMicro: add(rows.map((row) => scaled(row[8] ?? '', 6))),
    taxMicro: add(rows.map((row) => scaled(row[9] ?? '', 6))),
    totalMicro: add(rows.map((row) => scaled(row[11] ?? '', 6))),
  });
}

export function divisions(file: string): ExpectedList {
  const [, ...rows] = records(textOf(`11-cn-divisions-and-names/${file}.csv`), ',');
  return whole(rows, { names: add(rows.map((row) => row[1]?.length ?? 0)) });
}

export function familyNames(): ExpectedList {
  const rows = sheetRows('11-cn-divisions-and-names/Chinese_Family_Name.xlsx', '中文姓氏1074个').slice(1);
  const names = keyed(rows, (row) => String(row[0]).trim());
  const same = [...names.values()].map((each) => each.filter((row) => row[1] === each[0]?.[1]).length - 1);
  return {
    ...{ rows: rows.length, things: names.size, repeated: add(same) },
    refused: rows.length - names.size - add(same),
    sums: { weightMicro: add([...names.values()].map((each) => scaled(String(each[0]?.[1]), 6))) },
  };
}

/** Short names of companies: the first three lines say who made the list. */
export function companyNames(): ExpectedList {
  const lines = textOf('11-cn-divisions-and-names/Company-Shorter-Form.txt').split(/\r?\n/).slice(3);
  const names = lines.map((line) => line.trim()).filter((line) => line !== '');
  const distinct = new Set(names);
  return {
    rows: names.length,
    things: distinct.size,
    refused: 0,
    repeated: names.length - distinct.size,
    sums: { characters: add([...distinct].map((name) => name.length)) },
  };
}
