import type { RuleHitDetail } from '../../src-shared/contract/claims.contract.ts';

export interface HitSeries {
  bars: readonly { name: string; value: number; isMine: boolean; expected?: number }[];
  /** A value no bar should pass; null = none. */
  limit: number | null;
  /** The limit lies between two bars: after so many of them. */
  limitAfter?: number;
}

/** The figures a statistical hit keeps as `series` (numbers with blanks between), as bars with the limit they broke; else null. */
export function hitSeries({ ruleId, facts }: Pick<RuleHitDetail, 'ruleId' | 'facts'>): HitSeries | null {
  const values = String(facts['series'] ?? '')
    .split(' ')
    .filter((text) => text !== '')
    .map(Number);
  const number = (name: string): number => Number(facts[name] ?? 0);
  if (values.length === 0) return null;
  if (ruleId === 'S07') {
    const total = values.reduce((sum, value) => sum + value, 0);
    const bars = values.map((value, index) => ({
      ...{ name: String(index + 1), value, isMine: false },
      expected: total * Math.log10(1 + 1 / (index + 1)),
    }));
    return { bars, limit: null };
  }
  if (ruleId === 'S03') {
    const last = values.length - 1;
    const bars = values.map((value, index) => ({ name: String(value), value, isMine: index === last }));
    return { bars, limit: (number('meanCenti') / 100) * (number('timesBp') / 10_000) };
  }
  if (ruleId === 'S04') {
    const mine = values.indexOf(number('averageFen'));
    const bars = values.map((value, index) => ({
      name: String(Math.round(value / 100)),
      value,
      isMine: index === mine,
    }));
    return { bars, limit: number('limitFen') };
  }
  // S08: steps of a twentieth of the automatic limit from half of it; the tenth ends at the limit
  const bars = values.map((value, index) => ({
    name: `${String(50 + 5 * (index + 1))} %`,
    value,
    isMine: index === 9,
  }));
  return { bars, limit: null, limitAfter: 10 };
}
