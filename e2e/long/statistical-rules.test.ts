import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { SEEDS, statisticsDocument, TARGET } from '../statistics/document.ts';
import { measureStatisticalRules } from '../statistics/measure-rules.ts';

it('the statistical rules find what docs/statistical-rules.md says', { timeout: 600_000 }, async () => {
  const figures = await measureStatisticalRules(SEEDS);
  expect(await statisticsDocument(figures)).toBe(readFileSync(TARGET, 'utf8'));
  // a figure that fell to nothing would be a document nobody reads
  expect(figures.filter(({ found }) => found === 0)).toEqual([]);
});
