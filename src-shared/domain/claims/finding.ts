import type { RuleFinding } from './evaluation-context.ts';
import type { LineFact } from './evaluation-types.ts';
import type { Facts, Severity } from './ruleset-types.ts';

/** Nothing found; one list for all, as most rules find nothing on most claims. */
export const NOTHING: readonly RuleFinding[] = [];

/** A finding about the whole claim. */
export function onClaim(facts: Facts, severity?: Severity): readonly RuleFinding[] {
  return [severity === undefined ? { lineSeq: null, facts } : { lineSeq: null, severity, facts }];
}

/** What `judge` finds line by line; the shared empty list where it finds nothing, as on most claims. */
export function onLines(
  lines: readonly LineFact[],
  judge: (line: LineFact) => RuleFinding | null,
): readonly RuleFinding[] {
  let found: RuleFinding[] | null = null;
  for (const line of lines) {
    const finding = judge(line);
    if (finding === null) continue;
    if (found === null) found = [finding];
    else found.push(finding);
  }
  return found ?? NOTHING;
}
