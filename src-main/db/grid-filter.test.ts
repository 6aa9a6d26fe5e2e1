import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Filter } from '../../src-shared/contract/query.ts';
import { CLAIM_COLUMNS, CLAIM_TEXT_CONDITION } from '../claims/claim-columns.ts';
import { isIndexOrder } from '../claims/claim-query.ts';
import { filterCondition, queryCondition } from './grid-filter.ts';

test('a column outside the allow-list is refused and never becomes SQL', () => {
  for (const column of ['password', 'c.id', 'id; drop table claim', '__proto__', 'constructor']) {
    expect(() => filterCondition(CLAIM_COLUMNS, { column, op: 'blank', values: [] })).toThrow(/unknown-column/);
  }
});

test('what a person types is only ever a parameter', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (typed) => {
      const filters: Filter[] = [{ column: 'claimantName', op: 'contains', values: [typed] }];
      const { sql, params } = queryCondition(CLAIM_COLUMNS, CLAIM_TEXT_CONDITION, { filters, text: typed });
      expect(sql.replaceAll(/[^?]/g, '')).toHaveLength(params.length);
      expect(sql).not.toContain('@');
    }),
  );
});

test('a value of the wrong kind or number is refused', () => {
  const wrong: Filter[] = [
    { column: 'claimedFen', op: 'atLeast', values: ['100'] },
    { column: 'claimedFen', op: 'between', values: [100] },
    { column: 'status', op: 'in', values: [1] },
    { column: 'status', op: 'blank', values: ['x'] },
  ];
  for (const filter of wrong) expect(() => filterCondition(CLAIM_COLUMNS, filter)).toThrow(/bad-filter/);
});

test('percent signs and underscores are looked for as they are', () => {
  const { params } = filterCondition(CLAIM_COLUMNS, { column: 'no', op: 'contains', values: ['5%_a\\'] });
  expect(params).toEqual(['%5\\%\\_a\\\\%']);
});

test('the blank among the values of a set finds rows without a value too', () => {
  const blank = filterCondition(CLAIM_COLUMNS, { column: 'modelName', op: 'in', values: ['', 'A1'] });
  expect(blank).toEqual({ sql: "coalesce(c.model_name, '') in (?,?)", params: ['', 'A1'] });
  const named = filterCondition(CLAIM_COLUMNS, { column: 'modelName', op: 'in', values: ['A1'] });
  expect(named.sql).toBe('c.model_name in (?)');
});

test('a queue by risk and plain lists by indexed columns need no prepared ordering; anything else does', () => {
  const queue: Filter = { column: 'queue', op: 'in', values: ['DECIDE'] };
  expect(isIndexOrder({ filters: [queue], text: '', sort: [] })).toBe(true);
  expect(isIndexOrder({ filters: [], text: '', sort: [{ column: 'claimedFen', direction: 'asc' }] })).toBe(true);
  expect(isIndexOrder({ filters: [queue], text: '', sort: [{ column: 'claimedFen', direction: 'asc' }] })).toBe(false);
  expect(isIndexOrder({ filters: [], text: 'LXC', sort: [] })).toBe(false);
});
