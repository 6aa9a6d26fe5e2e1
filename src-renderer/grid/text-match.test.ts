import { describe, expect, it } from 'vitest';
import { textMatcher } from './text-match.ts';

describe('searching as people type', () => {
  it.each([
    ['长治', '长治力行汽车维修有限公司', true],
    ['czlx', '长治力行汽车维修有限公司', true],
    ['CZLX', '长治力行汽车维修有限公司', true],
    ['lxqc', '长治力行汽车维修有限公司', true],
    ['czxl', '长治力行汽车维修有限公司', false],
    ['cq', '重庆宏远', true],
    ['ｋｌ', 'KL-01', true],
    ['kl', '客路', true],
    ['x', '西安', false],
    ['', '任何', true],
  ])('%s in %s: %s', async (typed, text, found) => {
    expect((await textMatcher(typed)).matches(text)).toBe(found);
  });
});
