import { describe, expect, it } from 'vitest';
import { changingSteps } from './changing-steps.ts';

const step = (name: string, amountFen: number, ruleId: string | null = null) => ({
  ...{ step: name, amountFen, ruleId, rulesetVersion: ruleId === null ? null : 3, facts: {} },
});

describe('the steps of a line in the panel', () => {
  it('are those that changed the amount, and add up to the difference', () => {
    const trace = [
      step('claimed', 1000),
      step('quantity', 900, 'L01'),
      step('standard', 900),
      step('split', 450, 'S1'),
      step('payable', 450),
    ];
    const steps = changingSteps(trace as Parameters<typeof changingSteps>[0]);
    expect(steps.map(({ step: { ruleId }, byFen }) => [ruleId, byFen])).toEqual([
      ['L01', -100],
      ['S1', -450],
    ]);
    expect(steps.reduce((sum, { byFen }) => sum + byFen, 1000)).toBe(450);
  });

  it('are none where everything claimed stands', () => {
    expect(changingSteps([step('claimed', 5), step('payable', 5)] as Parameters<typeof changingSteps>[0])).toEqual([]);
  });
});
