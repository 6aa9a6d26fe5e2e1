import { evaluateClaim } from '../../src-shared/domain/claims/evaluate-claim.ts';
import { FIRST_RULESET } from '../../src-shared/domain/claims/first-ruleset.ts';
import type { RuleRow, Ruleset } from '../../src-shared/domain/claims/ruleset-types.ts';
import { checkInvoices } from '../../src-shared/domain/settlement/invoice-rules.ts';
import { generateCase, generateInvoiceCase } from './generate-cases.ts';
import { REFERENCE_RULES, referenceHits } from './reference-evaluator.ts';
import { referenceInvoiceHits } from './reference-invoices.ts';
import { NO_RETURN_NO_PAY } from './reference-papers.ts';

export interface Disagreement {
  seed: number;
  onlyEngine: string[];
  onlyReference: string[];
}

export interface ReferenceComparison {
  disagreements: Disagreement[];
  hitsByRule: Map<string, number>;
}

/** The first ruleset with the rules that are off awake, so that they are compared as well. */
const ALL_AWAKE: Ruleset = { ...FIRST_RULESET, rules: FIRST_RULESET.rules.map(awake) };

function awake(row: RuleRow): RuleRow {
  const parameters = row.id === 'O04' ? { ...row.parameters, classes: [NO_RETURN_NO_PAY] } : row.parameters;
  return { ...row, parameters, mode: row.mode === 'OFF' ? 'SHADOW' : row.mode };
}

/** Where engine and reference differ on `count` generated claims, and how often each rule was hit. */
export function compareWithReference(count: number): ReferenceComparison {
  return compareCases(count, (seed) => {
    const generated = generateCase(seed);
    const { hits } = evaluateClaim(generated.input, ALL_AWAKE);
    const engine = hits
      .filter((hit) => Object.hasOwn(REFERENCE_RULES, hit.ruleId))
      .map((hit) => `${hit.ruleId}:${hit.severity}:${hit.lineSeq ?? ''}`);
    return { engine, reference: referenceHits(generated) };
  });
}

/** The same for the invoices of `count` generated statements, which F01–F04 judge. */
export function compareInvoices(count: number): ReferenceComparison {
  return compareCases(count, (seed) => {
    const generated = generateInvoiceCase(seed);
    const found = checkInvoices(generated.expected, generated.invoices, generated.used);
    const engine = found.map((hit) => `${hit.ruleId}:${hit.severity}:${hit.invoiceId ?? ''}`);
    return { engine, reference: referenceInvoiceHits(generated) };
  });
}

function compareCases(
  count: number,
  judge: (seed: number) => { engine: string[]; reference: string[] },
): ReferenceComparison {
  const disagreements: Disagreement[] = [];
  const hitsByRule = new Map<string, number>();
  for (let seed = 1; seed <= count; seed++) {
    const { engine, reference } = judge(seed);
    for (const hit of reference) hitsByRule.set(hit.slice(0, 3), (hitsByRule.get(hit.slice(0, 3)) ?? 0) + 1);
    const onlyEngine = engine.filter((hit) => !reference.includes(hit)).sort();
    const onlyReference = reference.filter((hit) => !engine.includes(hit));
    if (onlyEngine.length + onlyReference.length > 0) disagreements.push({ seed, onlyEngine, onlyReference });
  }
  return { disagreements, hitsByRule };
}
