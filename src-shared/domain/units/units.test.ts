import fc from 'fast-check';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { mulDivRound, roundHalfAway, toSafeNumber } from './rounding.ts';
import { bucketOf, rowIdentity, rowKey } from './row-identity.ts';

describe('rounding', () => {
  it.each([
    [5n, 10n, 1n],
    [-5n, 10n, -1n],
    [4n, 10n, 0n],
    [-4n, 10n, 0n],
    [25n, 10n, 3n],
    [-25n, 10n, -3n],
  ])('takes %s / %s half away from zero to %s', (numerator, denominator, expected) => {
    expect(roundHalfAway(numerator, denominator)).toBe(expected);
  });

  it('keeps an intermediate product beyond 2^53 exact', () => {
    expect(mulDivRound(9_007_199_254_740_991, 9_007_199_254_740_991, 9_007_199_254_740_991)).toBe(
      9_007_199_254_740_991,
    );
    expect(() => toSafeNumber(9_007_199_254_740_992n)).toThrow(RangeError);
  });
});

describe('the key of a row', () => {
  it('is the CRC-32 of its id without the sign bit', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Za-z:_.-]{1,64}$/), (id) => {
        expect(rowKey(id)).toBe(crc32(id) & 0x7fffffff);
      }),
    );
  });

  it('puts a child into the bucket of its root', () => {
    const child = rowIdentity('01JCHILD', 'r:3', '01JROOT');
    expect(child).toEqual({ id: '01JCHILD', _scope: 'r:3', _k: rowKey('01JCHILD'), _bucket: bucketOf('01JROOT') });
    expect(bucketOf('01JROOT')).toBe(rowKey('01JROOT') % 256);
  });
});
