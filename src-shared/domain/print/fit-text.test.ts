import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitText, SMALLEST_SIZE, type Place } from './fit-text.ts';
import { textWidthMm } from './text-metrics.ts';

const PLACE: Place = { w: 40, h: 5, font: 'hei', size: 10, bold: false, shrink: true, maxLines: 1 };

describe('a text in its place', () => {
  it('stays at its size while it fits, shrinks by half points, and is cut with a marker at 8', () => {
    // 11 Chinese signs of 10 points are 38.8 mm wide
    expect(fitText('一二三四五六七八九十一', PLACE)).toEqual({
      lines: ['一二三四五六七八九十一'],
      size: 10,
      overflows: false,
    });
    expect(fitText('一二三四五六七八九十一二', PLACE)).toMatchObject({ size: 9, overflows: false });
    expect(fitText('一二三四五六七八九十一二三四五', PLACE)).toEqual({
      lines: ['一二三四五六七八九十一二三…'],
      size: SMALLEST_SIZE,
      overflows: true,
    });
  });

  it('wraps within its lines before it shrinks, western words at spaces, Chinese anywhere', () => {
    const place = { ...PLACE, h: 9, maxLines: 2 };
    expect(fitText('water pump leaks at idle', place)).toEqual({
      lines: ['water pump leaks at', 'idle'],
      size: 10,
      overflows: false,
    });
    expect(fitText('冷却液从水泵泄水孔滴漏，怠速', place).lines).toEqual(['冷却液从水泵泄水孔滴', '漏，怠速']);
  });

  it('shrinks before it breaks a word or a number, and breaks it where even the smallest size is too wide', () => {
    const place = { ...PLACE, w: 14, h: 9, maxLines: 2 };
    const shrunk = fitText('Warranty', place);
    expect(shrunk.lines).toEqual(['Warranty']);
    expect(shrunk.size).toBeLessThan(10);
    const tooWide = fitText('LFWSRXRH5K1E', { ...place, w: 16 });
    expect(tooWide).toMatchObject({ size: 10, overflows: false });
    expect(tooWide.lines).toHaveLength(2);
    expect(fitText('Warranty', { ...place, shrink: false }).lines).toHaveLength(2);
  });

  it('begins no line with a closing sign and keeps the lines a person wrote', () => {
    const place = { ...PLACE, h: 20, maxLines: 4 };
    expect(fitText('一二三四五六七八九十一，二', place).lines).toEqual(['一二三四五六七八九十', '一，二']);
    expect(fitText('第一行\r\n第二行', place).lines).toEqual(['第一行', '第二行']);
  });

  it('does not shrink where the template forbids it', () => {
    expect(fitText('一二三四五六七八九十一二三四五', { ...PLACE, shrink: false })).toMatchObject({
      size: 10,
      overflows: true,
    });
    expect(fitText('', PLACE)).toEqual({ lines: [], size: 10, overflows: false });
  });

  it('loses no sign unless it says so, never goes under 8 points, and stays within its width', () => {
    const text = fc.string({ unit: fc.constantFrom(...'水泵，。A b1-（）%漏'), maxLength: 60 });
    fc.assert(
      fc.property(text, fc.integer({ min: 8, max: 60 }), fc.integer({ min: 1, max: 4 }), (words, w, maxLines) => {
        const place = { ...PLACE, w, h: maxLines * 5, maxLines };
        const { lines, size, overflows } = fitText(words, place);
        expect(size).toBeGreaterThanOrEqual(SMALLEST_SIZE);
        expect(lines.length).toBeLessThanOrEqual(maxLines);
        for (const line of lines) expect(textWidthMm(line, { ...place, size })).toBeLessThanOrEqual(w + 4);
        if (!overflows) expect(lines.join('').replace(/ /g, '')).toBe(words.trimEnd().replace(/ /g, ''));
      }),
    );
  });
});
