import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as sheetJs from '@e965/xlsx';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GridExport } from '../../src-shared/contract/exchange.contract.ts';
import type { ReadStores } from '../db/stores.ts';
import { writeGrid } from './grid-report.ts';
import { workbookText } from './workbook-text.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hedui-grid-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ROWS = [
  {
    no: 'SP1',
    vin: 'LXCBUS7B4D1000345',
    status: 'IN_REVIEW',
    payableFen: 30_003,
    headline: { ruleId: 'L01', facts: { claimedHoursCenti: 250, limitHoursCenti: 123_450 } },
    plateNo: '=1+1',
  },
  { no: 'SP2', vin: 'V2', status: 'APPROVED', payableFen: -5, headline: null, plateNo: null },
];

const REQUEST: GridExport = {
  report: 'grid',
  source: 'claims',
  title: '索赔清单',
  query: {
    filters: [
      { column: 'queue', op: 'in', values: ['DECIDE'] },
      { column: 'status', op: 'in', values: ['IN_REVIEW'] },
    ],
    text: '',
    sort: [],
  },
  scheme: '本月超工时',
  conditions: [{ key: 'status', header: '状态', words: 'claimStatus' }],
  columns: [
    { key: 'headline', header: '规则结论', kind: 'finding', widthCharacters: 20 },
    { key: 'payableFen', header: '应付', kind: 'fen', widthCharacters: 12 },
    { key: 'no', header: '索赔单号', kind: 'code', widthCharacters: 16 },
    { key: 'status', header: '状态', kind: 'word', words: 'claimStatus', widthCharacters: 12 },
    { key: 'plateNo', header: '车牌', kind: 'code', widthCharacters: 12 },
  ],
};

/** The sheets of the written list, cell by cell, as another reader sees them. */
async function written(request: GridExport): Promise<Record<string, unknown[][]>> {
  const file = path.join(folder, 'list.xlsx');
  const facts = { userName: '王', nowMs: 0, appVersion: '1', path: file, request };
  await writeGrid({} as ReadStores, facts, {
    page: (_stores, { offset, limit }) => ({ rows: ROWS.slice(offset, offset + limit), total: ROWS.length }),
    control: { progress: () => undefined, breathe: () => Promise.resolve(), cancelled: () => false },
    t: workbookText('zh-CN'),
  });
  const book = sheetJs.read(readFileSync(file), { type: 'buffer' });
  return Object.fromEntries(
    Object.entries(book.Sheets).map(([name, sheet]) => [name, sheetJs.utils.sheet_to_json(sheet, { header: 1 })]),
  );
}

describe('a list as it is shown', () => {
  it('is as csv one line of headings and the same rows, marked as UTF-8, text that is no formula', async () => {
    await written({ ...REQUEST, format: 'csv' });
    expect(readFileSync(path.join(folder, 'list.xlsx'), 'utf8')).toBe(
      '\uFEFF规则结论,应付,索赔单号,状态,车牌\r\n"工时 2.50，定额 1,234.50",300.03,SP1,待判定,\'=1+1\r\n规则未发现问题,-0.05,SP2,已通过,\r\n',
    );
  });

  it('has the columns in their order and no other, findings in words, money in yuan, text that is no formula', async () => {
    const list = (await written(REQUEST))['索赔清单'] ?? [];
    const head = list.findIndex((row) => row[0] === '规则结论');
    expect(list[head]).toEqual(['规则结论', '应付', '索赔单号', '状态', '车牌']);
    expect(list.slice(head + 1)).toEqual([
      ['工时 2.50，定额 1,234.50', 300.03, 'SP1', '待判定', '=1+1'],
      ['规则未发现问题', -0.05, 'SP2', '已通过'],
    ]);
  });

  it('says on its notes the scheme, the conditions in words, the rows and the sums', async () => {
    const notes = new Map((await written(REQUEST))['说明']?.map(([label, value]) => [label, value]));
    expect(notes.get('查询方案')).toBe('本月超工时');
    expect(notes.get('筛选条件')).toMatch(/^队列 .* 待判定; 状态 .* 待判定$/);
    expect([notes.get('合计 应付'), notes.get('合计 索赔单号')]).toEqual(['299.98', undefined]);
    const without = (await written({ ...REQUEST, scheme: null }))['说明'] ?? [];
    expect(without.map(([label]) => label)).not.toContain('查询方案');
  });
});
