/**
 * Set 01 has no VIN, price or quantity. From it come, at test time and outside the repository, the three files the issue
 * names: vehicles, labour operations, and which station the file belongs to.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as sheetJs from '@e965/xlsx';
import { REPOSITORY } from '../../../build/child-program.ts';
import { hoursCentiOf, readCsv } from './second-tool.ts';

const DATA = path.join(REPOSITORY, '..', 'shared', 'data');
export const STATION_BOOK = path.join(DATA, '02-service-stations', 'Plant Master.xlsx');
export const CLAIMS_CSV = path.join(DATA, '01-workshop-invoice-lines', 'shared_2017-05_to_2018-06.csv');

export interface StationFiles {
  vehiclesCsv: string;
  operationsBook: string;
  /** The station the file of invoice lines belongs to: the first of the plant master. */
  stationCode: string;
  stationName: string;
  vehicleCount: number;
  operationCount: number;
}

/** Refuses in a sentence when the shared data is not beside the repository. */
export function deriveStationFiles(folder: string): StationFiles {
  for (const file of [STATION_BOOK, CLAIMS_CSV]) {
    if (!existsSync(file)) throw new Error(`absent, so the story cannot run: ${path.relative(REPOSITORY, file)}`);
  }
  const [, ...rows] = readCsv(readFileSync(CLAIMS_CSV, 'utf8'));
  const vehicles = new Set(rows.map((row) => JSON.stringify([row[3], row[2], row[4]])));
  const texts = new Set(rows.map((row) => (row[6] ?? '').trim()).filter((text) => text !== ''));

  const vehiclesCsv = path.join(folder, 'vehicles.csv');
  const vehicleLines = [...vehicles].map((key, index) => {
    const names = JSON.parse(key) as string[];
    return [vinOf(index), ...names].map((text) => `"${text}"`).join(',');
  });
  writeFileSync(vehiclesCsv, `vin,vehicle_no,business_partner_name,vehicle_model\r\n${vehicleLines.join('\r\n')}\r\n`);

  const operationsBook = path.join(folder, 'labour-operations.xlsx');
  const table = [
    ['op code', 'invoice_line_text', 'hours'],
    ...[...texts].map((text, index) => [`JC${String(index + 1).padStart(4, '0')}`, text, hoursCentiOf(text) / 100]),
  ];
  const book = sheetJs.utils.book_new();
  sheetJs.utils.book_append_sheet(book, sheetJs.utils.aoa_to_sheet(table), 'operations');
  writeFileSync(operationsBook, sheetJs.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer);

  const plants = sheetJs.read(readFileSync(STATION_BOOK), { type: 'buffer' });
  const [, first] = sheetJs.utils.sheet_to_json<string[]>(plants.Sheets[plants.SheetNames[0] ?? ''] ?? {}, {
    header: 1,
  });
  return {
    ...{ vehiclesCsv, operationsBook, vehicleCount: vehicles.size, operationCount: texts.size },
    stationCode: first?.[0] ?? '',
    stationName: first?.[1] ?? '',
  };
}

const DIGIT_VALUES: Readonly<Record<string, number>> = { L: 3, X: 7, T: 3, J: 1, C: 3 };
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/** A fictional VIN with a right check digit at position 9. */
function vinOf(index: number): string {
  const body = `LXTJC000${'0'}G2${String(index).padStart(6, '0')}`;
  const sum = [...body].reduce(
    (total, sign, at) => total + (WEIGHTS[at] ?? 0) * (DIGIT_VALUES[sign] ?? letterOrDigit(sign)),
    0,
  );
  const check = sum % 11 === 10 ? 'X' : String(sum % 11);
  return body.slice(0, 8) + check + body.slice(9);
}

function letterOrDigit(sign: string): number {
  return sign === 'G' ? 7 : Number(sign);
}
