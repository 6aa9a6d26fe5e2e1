import { numberParameter, type EvaluationContext, type RuleFinding } from './evaluation-context.ts';
import { onLines } from './finding.ts';
import type { RuleRow } from './ruleset-types.ts';
import { routeKmOf } from './travel-route.ts';

/** T01: more kilometres than the route with its tolerance, recorded or estimated from the coordinates. */
export function kmOverRoute({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const toleranceBp = numberParameter(row, 'toleranceBp');
  return onLines(input.lines, (line) => {
    if (line.costType !== 'TRAVEL' || line.km === null) return null;
    const { km: routeKm, isEstimate } = routeKmOf(line, numberParameter(row, 'detourBp'));
    // Compared exactly, as the calculation does: the limit is the whole kilometres of route × tolerance.
    if (routeKm === null || line.km * 10_000 <= routeKm * toleranceBp) return null;
    const limitKm = Math.floor((routeKm * toleranceBp) / 10_000);
    const facts = { claimedKm: line.km, routeKm, limitKm, overKm: line.km - limitKm, isEstimate };
    return { lineSeq: line.seq, facts: isEstimate ? { ...facts, context: 'estimate' } : facts };
  });
}
