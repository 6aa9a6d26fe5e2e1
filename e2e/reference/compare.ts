import { evaluateClaim } from '../../src-shared/domain/claims/evaluate-claim.ts';
import { FIRST_RULESET } from '../../src-shared/domain/claims/first-ruleset.ts';
import { generateCase } from './generate-cases.ts';
import { REFERENCE_RULES, referenceHits } from './reference-evaluator.ts';

export interface Disagreement {
  seed: number;
  onlyEngine: string[];
  onlyReference: string[];
}

/** Where engine and reference differ on `count` generated claims, and how often each rule was hit. */
export function compareWithReference(count: number): {
  disagreements: Disagreement[];
  hitsByRule: Map<string, number>;
} {
  const disagreements: Disagreement[] = [];
  const hitsByRule = new Map<string, number>();
  for (let seed = 1; seed <= count; seed++) {
    const generated = generateCase(seed);
    const engine = evaluateClaim(generated.input, FIRST_RULESET)
      .hits.filter((hit) => Object.hasOwn(REFERENCE_RULES, hit.ruleId))
      .map((hit) => `${hit.ruleId}:${hit.severity}:${hit.lineSeq ?? ''}`)
      .sort();
    const reference = referenceHits(generated);
    for (const hit of reference) hitsByRule.set(hit.slice(0, 3), (hitsByRule.get(hit.slice(0, 3)) ?? 0) + 1);
    const onlyEngine = engine.filter((hit) => !reference.includes(hit));
    const onlyReference = reference.filter((hit) => !engine.includes(hit));
    if (onlyEngine.length + onlyReference.length > 0) disagreements.push({ seed, onlyEngine, onlyReference });
  }
  return { disagreements, hitsByRule };
}
