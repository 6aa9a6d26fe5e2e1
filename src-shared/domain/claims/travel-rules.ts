import { numberParameter, type EvaluationContext, type RuleFinding } from './evaluation-context.ts';
import { onLines } from './finding.ts';
import type { RuleRow } from './ruleset-types.ts';
import { routeOf } from './travel-route.ts';

const CONTEXTS = { DISPATCH: {}, ESTIMATE: { context: 'estimate' }, STATED: { context: 'stated' } } as const;

/** T01: more kilometres than the route with its tolerance, as it was dispatched or estimated from the coordinates. */
export function kmOverRoute({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const toleranceBp = numberParameter(row, 'toleranceBp');
  return onLines(input.lines, (line) => {
    if (line.costType !== 'TRAVEL' || line.km === null) return null;
    const { km: routeKm, basis } = routeOf(input, line, numberParameter(row, 'detourBp'));
    // Compared exactly, as the calculation does: the limit is the whole kilometres of route × tolerance.
    if (routeKm === null || basis === null || line.km * 10_000 <= routeKm * toleranceBp) return null;
    const limitKm = Math.floor((routeKm * toleranceBp) / 10_000);
    const facts = { claimedKm: line.km, routeKm, limitKm, overKm: line.km - limitKm, basis };
    return { lineSeq: line.seq, facts: { ...facts, ...CONTEXTS[basis] } };
  });
}
