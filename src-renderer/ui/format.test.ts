import { describe, expect, it } from 'vitest';
import { formatFen, formatHours, formatInstant, formatPercent, formatQty, formatYuan } from './format.ts';

describe('figures on the screens', () => {
  it.each([
    [0, '0.00'],
    [5, '0.05'],
    [-5, '-0.05'],
    [123450, '1,234.50'],
    [-9000, '-90.00'],
    [21438046, '214,380.46'],
    [900719925474099, '9,007,199,254,740.99'],
  ])('writes %i fen as %s yuan', (fen, text) => {
    expect(formatFen(fen)).toBe(text);
  });

  it('writes hours, quantities and rates without inventing decimals', () => {
    expect([
      formatHours(250),
      formatQty(2000),
      formatQty(1500),
      formatQty(10000),
      formatPercent(4100),
      formatPercent(1250),
    ]).toEqual(['2.50', '2', '1.5', '10', '41%', '12.5%']);
  });

  it('leaves the cents away where only the size matters', () => {
    expect(formatYuan(21438046)).toBe('214,380');
  });

  it('shows an instant in Shanghai, wherever the machine stands', () => {
    expect(formatInstant(Date.UTC(2026, 10, 20, 16, 5))).toBe('2026-11-21 00:05');
  });
});
