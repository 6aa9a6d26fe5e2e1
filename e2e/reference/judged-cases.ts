import { evaluateClaim } from '../../src-shared/domain/claims/evaluate-claim.ts';
import { FIRST_RULESET } from '../../src-shared/domain/claims/first-ruleset.ts';
import { generateCase } from './generate-cases.ts';

/** What the engine says of each generated case from `first` on: a fingerprint of the whole answer, evidence and traces too. */
export function judgedCases(first: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    fingerprintOf(JSON.stringify(evaluateClaim(generateCase(first + index).input, FIRST_RULESET))),
  );
}

/** Two FNV-1a sums of 32 bits from different beginnings: plain enough to be the same sums in any runtime. */
function fingerprintOf(text: string): string {
  let [one, two] = [0x811c9dc5, 0x01234567];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    one = Math.imul(one ^ code, 0x01000193);
    two = Math.imul(two ^ code, 0x01000193);
  }
  return `${(one >>> 0).toString(16)}-${(two >>> 0).toString(16)}`;
}
