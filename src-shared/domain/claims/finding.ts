import type { RuleFinding } from './evaluation-context.ts';
import type { Facts, Severity } from './ruleset-types.ts';

/** Nothing found; one list for all, as most rules find nothing on most claims. */
export const NOTHING: readonly RuleFinding[] = [];

/** A finding about the whole claim. */
export function onClaim(facts: Facts, severity?: Severity): readonly RuleFinding[] {
  return [severity === undefined ? { lineSeq: null, facts } : { lineSeq: null, severity, facts }];
}
