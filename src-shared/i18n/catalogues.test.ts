import { describe, expect, it } from 'vitest';
import { CATALOGUES } from './index.ts';

const chinese = CATALOGUES['zh-CN'];
const english = CATALOGUES.en;

/** The values a text waits for, without their formats. */
function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{\s*([^,}\s]+)[^}]*\}\}/g)].map((match) => match[1] ?? '').sort();
}

describe('the two languages', () => {
  it('say the same things', () => {
    expect(Object.keys(english).sort()).toEqual(Object.keys(chinese).sort());
  });

  it('wait for the same values in every text', () => {
    const differing = Object.keys(chinese).filter((key) => {
      const [zh, en] = [chinese[key] ?? '', english[key] ?? ''].map((text) => [...new Set(placeholders(text))].join());
      return zh !== en;
    });
    expect(differing).toEqual([]);
  });

  it('leave nothing empty, and no English text in Chinese characters but the name of the language', () => {
    expect(Object.keys(chinese).filter((key) => chinese[key] === '' || english[key] === '')).toEqual([]);
    const mixed = Object.keys(english).filter((key) => /[\u4e00-\u9fff]/.test(english[key] ?? ''));
    expect(mixed.filter((key) => key !== 'language.zh-CN')).toEqual([]);
  });

  it('never show what only the program needs to know', () => {
    const seen = Object.keys(english).filter((key) => /\b(epoch|checksum|cursor|host)\b/i.test(english[key] ?? ''));
    expect(seen).toEqual([]);
  });
});
