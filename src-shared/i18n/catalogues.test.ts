import { describe, expect, it } from 'vitest';
import { CommandBody } from '../contract/commands.ts';
import { FIRST_RULESET } from '../domain/claims/first-ruleset.ts';
import { CATALOGUES } from './index.ts';

const chinese = CATALOGUES['zh-CN'];
const english = CATALOGUES.en;

/** The values a text waits for, without their formats. */
function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{\s*([^,}\s]+)[^}]*\}\}/g)].map((match) => match[1] ?? '').sort();
}

describe.each([
  ['zh-CN', chinese],
  ['en', english],
])('the parameters of the rules in %s', (_locale, catalogue) => {
  const names = [...new Set(FIRST_RULESET.rules.flatMap(({ parameters }) => Object.keys(parameters)))].sort();
  const labels = Object.entries(catalogue).filter(([key]) => key.startsWith('ruleParameter.'));

  it('have a label each, and no label is left over', () => {
    expect(labels.map(([key]) => key.slice('ruleParameter.'.length)).sort()).toEqual(names);
  });

  it('have labels that differ and can be read back from a line of them', () => {
    expect(new Set(labels.map(([, label]) => label)).size).toBe(names.length);
    expect(labels.filter(([, label]) => /[=＝;；]/u.test(label))).toEqual([]);
  });

  it.each([
    [/Bp$/, '%'],
    [/Days$|^days$/, /天|days/],
    [/Fen$/, /元|yuan/],
    [/hoursCenti|Hours$/, /小时|\(h\)/],
    [/Km$|KmPerDay$/, /公里|km/],
  ])('say the unit of %s', (unit, word) => {
    const without = labels.filter(
      ([key, label]) => unit.test(key) && (typeof word === 'string' ? !label.includes(word) : !word.test(label)),
    );
    expect(without).toEqual([]);
  });
});

it.each([
  ['zh-CN', chinese],
  ['en', english],
])('every kind of command has a name of its own in %s, and no name is left over', (_locale, catalogue) => {
  const kinds = CommandBody.options.map((option) => option.shape.kind.value);
  const names = Object.entries(catalogue).filter(([key]) => key.startsWith('command.'));
  expect(names.map(([key]) => key.slice('command.'.length)).sort()).toEqual([...kinds].sort());
  expect(new Set(names.map(([, name]) => name)).size).toBe(kinds.length);
});

it('every fact in the sentence of a rule has a name, for where the rule is shown without a claim', () => {
  const facts = Object.entries(chinese).flatMap(([key, text]) =>
    /^rule\.[A-Z]\d\d\.sentence/.test(key) ? placeholders(text) : [],
  );
  expect([...new Set(facts)].filter((name) => !(`fact.${name}` in chinese))).toEqual([]);
});

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
