import { describe, expect, it } from 'vitest';
import { figuresOffRows, figuresWithRows } from '../../src-main/parts/reports/testing/rows-behind.ts';
import { REPORT_FIGURES, STOCK_REPORTS } from '../../src-shared/contract/stock-reports.ts';
import { demoReplica, NOW_MS, TODAY } from './demo-replica.ts';

const { stores } = demoReplica(0.1);

describe('the reports of stock over the demo company', () => {
  const opened = STOCK_REPORTS.filter((name) => REPORT_FIGURES[name] !== undefined);

  it.each(opened)('%s: every figure is the sum of the rows it opens', (name) => {
    const asked = { name, warehouseId: null, fromDate: '2025-11-24', toDate: TODAY, nowMs: NOW_MS };
    expect(figuresOffRows(stores, asked)).toEqual([]);
    expect(figuresWithRows(stores, asked)).toBeGreaterThan(0);
  });
});
