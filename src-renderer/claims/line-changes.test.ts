import { describe, expect, it } from 'vitest';
import { changesOf } from './line-changes.ts';

const labour = { seq: 1, payableFen: 15000, text: '150.00', reasonCode: null };
const material = { seq: 2, payableFen: 12500, text: '125.00', reasonCode: null };

describe('adjusting a claim by line', () => {
  it('approves lines left as they are, reduces and rejects the others with their reasons', () => {
    const result = changesOf([
      labour,
      { ...material, text: '100', reasonCode: 'R10' },
      { seq: 3, payableFen: 500, text: '0', reasonCode: 'R05' },
    ]);
    expect(result).toEqual({
      ok: true,
      totalFen: 25000,
      changes: [
        { seq: 1, decision: 'APPROVE', approvedFen: 15000, reasonCode: null },
        { seq: 2, decision: 'REDUCE', approvedFen: 10000, reasonCode: 'R10' },
        { seq: 3, decision: 'REJECT', approvedFen: 0, reasonCode: 'R05' },
      ],
    });
  });

  it.each([
    ['a cut without a reason', '149.99', 'needs-reason'],
    ['more than the rules found payable', '150.01', 'above-payable'],
    ['a text that is no amount', '15o', 'no-amount'],
    ['an empty box', '', 'no-amount'],
    ['a negative amount', '-1', 'no-amount'],
  ])('names the line of %s', (_, text, problem) => {
    expect(changesOf([material, { ...labour, text }])).toEqual({ ok: false, seq: 1, problem });
  });
});
