import { describe, expect, it } from 'vitest';
import type { QueryScheme, SchemeBody } from '../../src-shared/contract/views.contract.ts';
import { schemeShown } from './shown-columns.ts';

const view = (key: string, hidden = false) => ({ key, hidden, pinned: false, widthPixels: null });
const BODY: SchemeBody = {
  filters: [{ column: 'claimedFen', op: 'atLeast', values: [500_000] }],
  sort: [{ column: 'no', direction: 'asc' }],
  columns: [view('no'), view('vin', true), view('claimedFen')],
};
const SCHEMES: QueryScheme[] = [
  { id: '1', list: 'claims', name: '大额', body: BODY, shared: false, mine: true, ownerName: '王', updatedAtMs: 0 },
];

describe('the scheme that is shown', () => {
  it('is named as long as its conditions, order and columns are those on the screen', () => {
    const moved = { ...BODY, columns: [view('no'), { ...view('claimedFen'), widthPixels: 90 }, view('vin', true)] };
    expect(schemeShown(SCHEMES, BODY)?.name).toBe('大额');
    expect(schemeShown(SCHEMES, moved)?.name).toBe('大额');
  });

  it.each([
    [
      'a condition more',
      { ...BODY, filters: [...BODY.filters, { column: 'no', op: 'contains' as const, values: ['1'] }] },
    ],
    ['another order', { ...BODY, sort: [{ column: 'no', direction: 'desc' as const }] }],
    ['a column hidden', { ...BODY, columns: [view('no'), view('claimedFen', true)] }],
    ['columns moved', { ...BODY, columns: [view('claimedFen'), view('no')] }],
  ])('is none with %s', (_what, shown) => {
    expect(schemeShown(SCHEMES, shown)).toBeNull();
  });
});
