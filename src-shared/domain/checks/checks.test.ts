import { parse } from 'csv-parse/sync';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rmbUppercase } from './rmb-uppercase.ts';
import { usccCheck } from './uscc-check.ts';
import { vinCheck } from './vin-check.ts';

const folder = fileURLToPath(new URL('../../../../shared/data/12-check-vectors/', import.meta.url));
const readRows = (file: string): Record<string, string>[] =>
  parse(readFileSync(folder + file, 'utf8'), { columns: true, bom: true }) as Record<string, string>[];

describe('the three checks', () => {
  it('repair a VIN in nothing but outer blanks and case', () => {
    expect(vinCheck({ vin: '  latpab071w1005301\t', checkDigitApplies: true }).result).toBe('valid');
    expect(vinCheck({ vin: 'LATPAB0 1W1005301', checkDigitApplies: false }).result).toBe('malformed');
    expect(vinCheck({ vin: 'LATPAB072W1005301', checkDigitApplies: false })).toEqual({
      ...{ result: 'valid', weightedSum: 265, expectedCheckDigit: '1' },
    });
  });

  it('name the first thing wrong with a credit code', () => {
    const reasonOf = (code: string) => usccCheck({ code }).reason;
    expect(['9111', 'A1ABCDEF600037341L', '91110000600037341N', '91 110000 600037341l'].map(reasonOf)).toEqual([
      'length',
      'format',
      'check-character',
      null,
    ]);
  });

  it('write amounts so that every digit and unit reads back to the amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_007_199_254_740_991 }), (amountFen) => {
        expect(fenOfWords(rmbUppercase({ amountFen }))).toBe(BigInt(amountFen));
        if (amountFen > 0) expect(rmbUppercase({ amountFen: -amountFen })).toBe(`负${rmbUppercase({ amountFen })}`);
      }),
    );
  });
});

describe('the public check vectors (../shared/data/12-check-vectors)', () => {
  if (!existsSync(folder)) {
    it('are absent here: the copies in e2e/vectors/checks.json are run instead', () => {
      expect(existsSync(fileURLToPath(new URL('../../../e2e/vectors/checks.json', import.meta.url)))).toBe(true);
    });
    return;
  }

  it('agree about VINs', () => {
    const rows = readRows('vin_vectors.csv');
    const results = rows.map(({ vin = '' }) => vinCheck({ vin, checkDigitApplies: true }).result === 'valid');
    expect(rows.length).toBeGreaterThan(100);
    expect(results).toEqual(rows.map(({ expect: expected }) => expected === 'valid'));
  });

  it('agree about unified social credit codes', () => {
    const rows = readRows('uscc_vectors.csv');
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.map(({ input = '' }) => usccCheck({ code: input }).valid)).toEqual(
      rows.map(({ expect: expected = '' }) => expected.startsWith('valid')),
    );
  });

  it('agree about amounts in words', () => {
    const rows = readRows('rmb_uppercase_vectors.csv');
    const words = rows.map(({ amount = '' }) => rmbUppercase({ amountFen: Math.round(Number(amount) * 100) }));
    expect(rows.length).toBeGreaterThan(20);
    expect(words).toEqual(rows.map(({ expected }) => expected));
  });
});

function fenOfWords(words: string): bigint {
  const digitOf = (character: string) => BigInt('零壹贰叁肆伍陆柒捌玖'.indexOf(character));
  const small: Record<string, bigint> = { 拾: 10n, 佰: 100n, 仟: 1000n };
  const yuanText = words.includes('元') ? words.slice(0, words.indexOf('元')) : '';
  const rest = words.slice(words.indexOf('元') + 1);
  const groupValue = (text: string): bigint => {
    let value = 0n;
    let digit = 0n;
    for (const character of text) {
      const place = small[character];
      if (place === undefined) digit = digitOf(character);
      else value += digit * place;
      if (place !== undefined) digit = 0n;
    }
    return value + digit;
  };
  const belowYi = (text: string): bigint => {
    const [high, low] = text.includes('万') ? text.split('万') : ['', text];
    return groupValue(high ?? '') * 10000n + groupValue(low ?? '');
  };
  const [aboveYi, under] = yuanText.includes('亿') ? yuanText.split('亿') : ['', yuanText];
  const yuan = belowYi(aboveYi ?? '') * 100_000_000n + belowYi(under ?? '');
  const partOf = (unit: string): bigint => {
    const at = rest.indexOf(unit);
    return at < 1 ? 0n : digitOf(rest[at - 1] ?? '零');
  };
  return yuan * 100n + partOf('角') * 10n + partOf('分');
}
