import { expect, it } from 'vitest';
import { hitSeries } from './hit-series.ts';

it('draws the months of a surge with the line the last one broke', () => {
  const series = hitSeries({ ruleId: 'S03', facts: { series: '10 10 31', meanCenti: 1000, timesBp: 20_000 } });
  expect(series?.bars.map(({ value, isMine }) => [value, isMine])).toEqual([
    [10, false],
    [10, false],
    [31, true],
  ]);
  expect(series?.limit).toBe(20);
});

it('marks the own station among its peers, and the step just under the automatic limit', () => {
  const peers = hitSeries({ ruleId: 'S04', facts: { series: '900 500 400', averageFen: 900, limitFen: 700 } });
  expect([peers?.bars.findIndex(({ isMine }) => isMine), peers?.limit]).toEqual([0, 700]);
  const steps = hitSeries({ ruleId: 'S08', facts: { series: Array.from({ length: 20 }, (_, at) => at).join(' ') } });
  expect([steps?.bars[9], steps?.limitAfter]).toEqual([{ name: '100 %', value: 9, isMine: true }, 10]);
});

it('puts what first digits should be over what they are; without figures there is nothing to draw', () => {
  const digits = hitSeries({ ruleId: 'S07', facts: { series: '60 35 25 19 16 13 12 10 10' } });
  expect(digits?.bars[0]?.expected).toBeCloseTo(60.2, 1);
  expect(hitSeries({ ruleId: 'S08', facts: {} })).toBeNull();
});
