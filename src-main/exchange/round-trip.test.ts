import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as sheetJs from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { THING_KINDS, type ThingKind } from '../../src-shared/domain/exchange/things.ts';
import { IMPORT_KINDS } from '../../src-shared/domain/exchange/import-kinds.ts';
import { suggestMapping } from '../../src-shared/domain/exchange/suggest-mapping.ts';
import type { ReadStores } from '../db/stores.ts';
import readForeignFile, { type Inspected, type Previewed } from './read-file.isolated.ts';
import { writeDataCsv } from './data-csv.ts';
import { writeTemplate } from './template-workbook.ts';
import { workbookText } from './workbook-text.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hedui-round-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const quiet = { progress: () => undefined };
const FACTS = { userName: '张三', nowMs: 1_772_000_000_000, appVersion: 'test' };

/** A store whose one statement gives these rows. */
function storesWith(rows: readonly object[]): ReadStores {
  return { replicaFile: { prepare: () => ({ iterate: () => rows.values() }) } } as unknown as ReadStores;
}

async function template(kind: ThingKind, rows: readonly object[]): Promise<string> {
  const file = path.join(folder, `${kind}.xlsx`);
  const input = { ...FACTS, path: file, kind, withData: rows.length > 0 };
  return (await writeTemplate(storesWith(rows), input, workbookText('zh-CN'))).path;
}

async function csv(kind: ThingKind, rows: readonly object[]): Promise<string> {
  const control = { progress: () => undefined, breathe: () => Promise.resolve(), cancelled: () => false };
  const run = { control, t: workbookText('zh-CN') };
  return (await writeDataCsv(storesWith(rows), { path: path.join(folder, `${kind}.csv`), kind }, run)).path;
}

async function read(
  kind: ThingKind,
  file: string,
): Promise<{ inspected: Inspected; values: unknown[]; previewed: Previewed }> {
  const place = { path: file, kind, sheet: null };
  const inspected = (await readForeignFile({ action: 'inspect', ...place, headerRowNo: null }, quiet)) as Inspected;
  const thingsPath = path.join(folder, `${kind}.ndjson`);
  const previewed = (await readForeignFile(
    {
      ...{ action: 'preview', ...place, sheet: inspected.sheet, headerRowNo: inspected.headerRowNo, thingsPath },
      ...{ mapping: suggestMapping(kind, inspected.columns), known: {} },
    },
    quiet,
  )) as Previewed;
  const lines = readFileSync(thingsPath, 'utf8').split('\n').filter(Boolean);
  return { inspected, previewed, values: lines.map((line) => (JSON.parse(line) as { values: unknown }).values) };
}

describe('templates', () => {
  it.each(THING_KINDS)(
    '%s: every field is found again by its key, and the choices are in the dictionary',
    async (kind) => {
      const file = await template(kind, []);
      const inspected = (await readForeignFile(
        { action: 'inspect', path: file, kind, sheet: null, headerRowNo: null },
        quiet,
      )) as Inspected;
      expect([inspected.headerRowNo, inspected.rowCount]).toEqual([2, 0]);
      expect(Object.keys(suggestMapping(kind, inspected.columns).fields)).toEqual(
        IMPORT_KINDS[kind].fields.map((field) => field.key),
      );
      const book = sheetJs.read(readFileSync(file), { type: 'buffer' });
      const dictionary = sheetJs.utils.sheet_to_json<Record<string, string>>(book.Sheets['字典'] ?? {});
      for (const field of IMPORT_KINDS[kind].fields) {
        const choices = dictionary.map((row) => row[field.key]).filter((choice) => choice !== undefined);
        expect([field.key, choices]).toEqual([field.key, field.type === 'flag' ? ['Y', 'N'] : [...field.choices]]);
      }
    },
  );
});

describe('what is exported and taken in again', () => {
  const long = `第一行\n=1+1 <b>&"'\t${'长'.repeat(400)}`;
  const part = (partNo: string, more: object = {}) => ({
    ...{
      partNo,
      name: '螺栓',
      uom: '个',
      issuePriceFen: 12345,
      supplyPriceFen: 0,
      isWear: 1,
      isSafety: null,
      serialised: 0,
    },
    ...{ oldPartPolicy: 'NONE', status: 'ACTIVE' },
    ...more,
  });

  it('is the same: leading zeros, 1E5, long numbers, codes that differ in case only, long and hostile text', async () => {
    const rows = [
      ...['0022', '22', '1E5', '12345678901234567890', 'a1', 'A1', '=cmd|1', '-7', '2026-01-05'].map((code) =>
        part(code),
      ),
      part('X', { name: long, uomWhole: 1, weightG: 7, stdCostFen: 1 }),
    ];
    const guarded = rows.concat([part("'=X", { name: "''@ '-" }), part("'0022", { name: '＝SUM(A1)' })]);
    const stored = (row: Record<string, unknown>) =>
      Object.fromEntries(
        IMPORT_KINDS.parts.fields.map(({ key, type }) => {
          const value = row[key] ?? null;
          return [key, type === 'flag' && value !== null ? value === 1 : value];
        }),
      );
    const book = await read('parts', await template('parts', rows));
    expect([book.previewed.findings, book.values]).toEqual([[], rows.map(stored)]);
    const file = await csv('parts', guarded);
    const lines = await read('parts', file);
    expect([lines.previewed.findings, lines.values]).toEqual([[], guarded.map(stored)]);
    const text = readFileSync(file, 'utf8');
    expect(text.startsWith('\uFEFF配件')).toBe(true);
    // No cell begins with a sign a spreadsheet would calculate with.
    const cells = sheetJs.utils.sheet_to_json<string[]>(
      sheetJs.read(text.slice(1), { type: 'string', raw: true }).Sheets['Sheet1'] ?? {},
      { header: 1, raw: true },
    );
    expect(cells).toHaveLength(guarded.length + 1);
    expect(cells.flat().filter((cell) => /^[=+\-@\t\r＝＋－＠]/.test(cell))).toEqual([]);
  });

  it('is the same for days, hours, millionths and quantities', async () => {
    const balance = {
      ...{ erpSystem: 'AW', extractDate: '2026-02-28', plant: '0100', sloc: '06', bin: null, partNo: '0007' },
      ...{ qtyMilli: -1005, valueMicro: 201_040_001 },
    };
    expect((await read('erpBalances', await template('erpBalances', [balance]))).values).toEqual([balance]);
    expect((await read('erpBalances', await csv('erpBalances', [balance]))).values).toEqual([balance]);
    const operation = {
      ...{
        opCode: '007',
        name: '机油',
        stdHoursCenti: 5,
        productLine: null,
        overlapGroup: null,
        overlapDeductCenti: 0,
      },
      ...{
        maxPerClaim: null,
        repairOpCode: '008',
        repairPartsFen: 1250,
        validFromDate: '2000-01-01',
        validToDate: null,
      },
    };
    expect((await read('labourOperations', await template('labourOperations', [operation]))).values).toEqual([
      operation,
    ]);
  });
});

describe('values rounded by request', () => {
  it('are counted; without the request they are refused', async () => {
    const file = path.join(folder, 'prices.csv');
    writeFileSync(file, '配件编码,名称,单位,单价\n1,a,个,379.6715616438356\n2,b,个,.005\n3,c,个,1.50\n');
    const run = async (rounds: boolean): Promise<Previewed> =>
      (await readForeignFile(
        {
          ...{ action: 'preview', path: file, kind: 'parts', sheet: null, headerRowNo: 1, known: {} },
          thingsPath: path.join(folder, 'rounded.ndjson'),
          mapping: {
            dateOrder: 'ymd',
            fields: {
              partNo: { from: 'column', column: '配件编码' },
              name: { from: 'column', column: '名称' },
              uom: { from: 'column', column: '单位' },
              issuePriceFen: { from: 'column', column: '单价', rounds },
            },
          },
        },
        quiet,
      )) as Previewed;
    expect((await run(false)).findings.map(({ rowNo, reason }) => [rowNo, reason])).toEqual([
      [2, 'too-many-decimals'],
      [3, 'too-many-decimals'],
    ]);
    const rounded = await run(true);
    expect([rounded.things, rounded.valuesRounded]).toEqual([3, 2]);
    const prices = readFileSync(path.join(folder, 'rounded.ndjson'), 'utf8').split('\n').filter(Boolean);
    expect(
      prices.map((line) => (JSON.parse(line) as { values: { issuePriceFen: number } }).values.issuePriceFen),
    ).toEqual([37967, 1, 150]);
  });
});
