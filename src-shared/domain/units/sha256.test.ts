import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decimalFraction, roundDecimals } from './fraction.ts';
import { sha256 } from './sha256.ts';

describe('sha256', () => {
  it('agrees with the platform on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 150 }), (text) => {
        expect(Buffer.from(sha256(text)).toString('hex')).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
      }),
      { numRuns: 50 },
    );
  });

  it.each([0, 55, 56, 63, 64, 119, 120])('pads a message of %i bytes', (length) => {
    const text = 'a'.repeat(length);
    expect(Buffer.from(sha256(text)).toString('hex')).toBe(createHash('sha256').update(text).digest('hex'));
  });
});

describe('decimalFraction', () => {
  it.each([
    [3.5, 35n, 10n],
    [-0.25, -25n, 100n],
    [1e21, 10n ** 21n, 1n],
    [1.5e-7, 15n, 10n ** 8n],
  ])('reads %d as it is written', (value, num, den) => {
    expect(decimalFraction(value)).toEqual({ num, den });
  });

  it('rounds half away from zero for display and never shows −0', () => {
    expect([roundDecimals(0.125, 2), roundDecimals(-0.125, 2), Object.is(roundDecimals(-0.001, 2), 0)]).toEqual([
      0.13,
      -0.13,
      true,
    ]);
  });
});
