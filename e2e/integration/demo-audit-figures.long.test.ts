import type { TFunction } from 'i18next';
import { describe, expect, it } from 'vitest';
import { auditFigures } from '../../src-main/claims/figures/audit-figures.repository.ts';
import { bothArms } from '../../src-main/claims/claim-query.ts';
import {
  clerkColumns,
  cutColumns,
  groupColumns,
  ruleColumns,
} from '../../src-renderer/claims/figures/figure-columns.ts';
import type { FigureColumn } from '../../src-renderer/claims/figures/FigureTable.tsx';
import { FIGURE_GROUPINGS, type AuditFiguresRequest } from '../../src-shared/contract/audit-figures.contract.ts';
import type { Filter } from '../../src-shared/contract/query.ts';
import { demoReplica, TODAY } from './demo-replica.ts';

const { stores } = demoReplica(0.1);
const PERIOD = { fromDate: '2025-11-24', toDate: TODAY };
const t = ((key: string) => key) as unknown as TFunction;

interface Behind {
  claims: number;
  cutFen: number;
}

/** The claims these conditions find, as the list of claims asks for them. */
function behind(filters: readonly Filter[]): Behind {
  const arms = bothArms('c.claimed_fen - c.approved_fen as cut', { filters: [...filters], text: '' }, false);
  return stores.replicaFile
    .prepare(`select count(*) as claims, coalesce(sum(cut), 0) as cutFen from (${arms.sql})`)
    .get(...arms.params) as Behind;
}

/** Figures that are not the claims they open, and how many opened some. `told` says how many claims a figure stands for. */
function opened<Row>(
  columns: readonly FigureColumn<Row>[],
  rows: readonly Row[],
  told: (row: Row, key: string) => Partial<Behind>,
): { off: string[]; opens: number } {
  const off: string[] = [];
  let opens = 0;
  for (const row of rows) {
    for (const { key, claims } of columns) {
      const filters = claims(row);
      const figure = told(row, key);
      const found = filters === null ? { claims: 0, cutFen: 0 } : behind(filters);
      if (filters !== null) opens += 1;
      const differs = Object.entries(figure).some(([name, value]) => found[name as keyof Behind] !== value);
      if (differs) off.push(`${key} of ${JSON.stringify(row)}: ${JSON.stringify(found)} for ${JSON.stringify(figure)}`);
    }
  }
  return { off, opens };
}

const asked = (by: AuditFiguresRequest['by']): AuditFiguresRequest => ({ ...PERIOD, by });

describe('the figures of the audit over the demo company', () => {
  it.each(FIGURE_GROUPINGS)('by %s: every figure opens the claims it counts', (by) => {
    const { total, rows, groups } = auditFigures(stores, asked(by));
    expect(rows.length).toBe(Math.min(groups, 500));
    expect(rows.reduce((sum, row) => sum + row.decided, 0)).toBe(total.decided);
    const { off, opens } = opened(groupColumns(t, asked(by), total), [...rows, total], (row, key) => {
      if (key === 'name' || key === 'decided' || key === 'claimedFen') return { claims: row.decided };
      if (key === 'auditDaysMedian' || key === 'auditDaysP90') return { claims: row.decided - row.byRules };
      if (key === 'cutFen' || key === 'cutShare') return { cutFen: row.cutFen };
      if (key === 'savedFen') return { claims: row.fraud };
      return { claims: row[key as 'byRules' | 'firstPass' | 'partial' | 'rejected' | 'returned' | 'fraud'] };
    });
    expect(off).toEqual([]);
    expect(opens).toBeGreaterThan(rows.length * 2);
  });

  it('reasons, rules and people: every figure opens the claims it counts', () => {
    const request = asked('region');
    const { cuts, rules, clerks } = auditFigures(stores, request);
    const ofCuts = opened(cutColumns(t, request), cuts, ({ claims, cutFen }) => ({ claims, cutFen }));
    const ofRules = opened(ruleColumns(t, request), rules, ({ hits, upheld, overridden }, key) => ({
      claims: key === 'upheld' ? upheld : key === 'overridden' ? overridden : hits,
    }));
    const ofClerks = opened(clerkColumns(t, request), clerks, (row, key) => ({
      claims: key === 'name' || key === 'perHour' ? row.decisions : row[key as 'decisions'],
    }));
    expect([...ofCuts.off, ...ofRules.off, ...ofClerks.off]).toEqual([]);
    expect([ofCuts.opens, ofRules.opens, ofClerks.opens].every((opens) => opens > 3)).toBe(true);
  });
});
