import { rateInForce, type RateScope } from './rate-lookup.ts';
import type { EvaluationInput, HistoryClaimFact } from './evaluation-types.ts';
import type { RateKey } from './first-rates.ts';
import type { Facts, RuleParameter, RuleRow, Ruleset, Severity } from './ruleset-types.ts';
import { resolveWarranty, type ResolvedWarranty } from './warranty-coverage.ts';

/** What one evaluation knows besides its input; made once, read by every rule and every step of the money. */
export interface EvaluationContext {
  input: EvaluationInput;
  rulesetVersion: number;
  warranty: ResolvedWarranty;
  /** The row of a live rule; null when the rule is in shadow, off or not in the ruleset: then it changes no amount. */
  live(ruleId: string): RuleRow | null;
  /** The value of the rate in force on the repair finish date, or null. */
  rate(key: RateKey): number | null;
  /** Live claims of the same vehicle that came before this one, earliest first: a copy is caught, the original never. */
  earlier: readonly HistoryClaimFact[];
}

/**
 * What a rule found; the severity of the rule's row unless the finding has its own. A fact named `context` chooses among
 * the rule's sentences (i18next: `rule.S01.sentence_contract`).
 */
export interface RuleFinding {
  lineSeq: number | null;
  severity?: Severity;
  facts: Facts;
}

const rowsById = new WeakMap<Ruleset, ReadonlyMap<string, RuleRow>>();

function rowsOf(ruleset: Ruleset): ReadonlyMap<string, RuleRow> {
  let rows = rowsById.get(ruleset);
  if (rows === undefined) {
    rows = new Map(ruleset.rules.map((row) => [row.id, row]));
    rowsById.set(ruleset, rows);
  }
  return rows;
}

/** The context of one evaluation. */
export function contextOf(input: EvaluationInput, ruleset: Ruleset): EvaluationContext {
  const { claim, station, masters } = input;
  const scope: RateScope = {
    onDate: claim.repairFinishDate,
    stationId: claim.stationId,
    grade: station?.terms?.grade ?? null,
    regionId: claim.regionId,
    productLine: claim.productLine,
    claimType: claim.type,
  };
  const rows = rowsOf(ruleset);
  return {
    input,
    rulesetVersion: ruleset.version,
    warranty: resolveWarranty(input),
    live: (ruleId) => {
      const row = rows.get(ruleId);
      return row?.mode === 'LIVE' ? row : null;
    },
    rate: (key) => rateInForce(masters, key, scope)?.value ?? null,
    earlier: earlierClaims(input),
  };
}

const NOT_LIVE: ReadonlySet<string> = new Set([
  'DRAFT',
  'DELETED',
  'WITHDRAWN',
  'REJECTED',
  'AUTO_REJECTED',
  'EXPIRED',
  'REVERSED',
]);

function earlierClaims({ claim, history }: EvaluationInput): HistoryClaimFact[] {
  const submittedAtMs = claim.submittedAtMs ?? Number.MAX_SAFE_INTEGER;
  const earlier: HistoryClaimFact[] = [];
  for (const other of history) {
    if (other.submittedAtMs === null || other.submittedAtMs > submittedAtMs || other.id === claim.id) continue;
    if (other.submittedAtMs === submittedAtMs && other.id > claim.id) continue;
    if (!NOT_LIVE.has(other.status)) earlier.push(other);
  }
  if (earlier.length < 2) return earlier;
  return earlier.sort((a, b) =>
    a.repairFinishDate < b.repairFinishDate ? -1 : a.repairFinishDate > b.repairFinishDate ? 1 : a.id < b.id ? -1 : 1,
  );
}

function parameterOf(row: RuleRow, name: string): RuleParameter {
  const value = row.parameters[name];
  if (value === undefined) throw new RangeError(`rule ${row.id} has no parameter ${name}`);
  return value;
}

/** A threshold of the rule's row; a missing one is a fault of the published ruleset. */
export function numberParameter(row: RuleRow, name: string): number {
  const value = parameterOf(row, name);
  if (typeof value !== 'number') throw new RangeError(`parameter ${name} of rule ${row.id} is not a number`);
  return value;
}

/** A list of codes of the rule's row; a missing one is a fault of the published ruleset. */
export function listParameter(row: RuleRow, name: string): readonly string[] {
  const value = parameterOf(row, name);
  if (!Array.isArray(value)) throw new RangeError(`parameter ${name} of rule ${row.id} is not a list`);
  return value as readonly string[];
}
