import { NOT_LIVE_STATUSES } from './claim-status.ts';
import { rateInForce, type RateScope } from './rate-lookup.ts';
import type { EvaluationInput, HistoryClaimFact } from './evaluation-types.ts';
import type { RateKey } from './first-rates.ts';
import { labourRateOf, type LabourRate } from './labour-rate.ts';
import { labourStandards, type LabourStandard } from './labour-standards.ts';
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
  /** What an hour of labour is worth on this claim; looked up at the first question. */
  labourRate(): LabourRate;
  /** The fee of a check or first service, in fen; null = hours and rates count. Looked up at the first question. */
  fixedFeeFen(): number | null;
  /** What the catalogue grants each labour line; looked up at the first question. */
  labourStandards(): readonly LabourStandard[];
  /** Live claims of the same vehicle that came before this one, earliest first: a copy is caught, the original never. */
  earlier(): readonly HistoryClaimFact[];
  /** Of the earlier claims those with the same main operation or the same causal part, earliest first. */
  alike(): readonly HistoryClaimFact[];
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
  const rate = (key: RateKey): number | null => rateInForce(masters, key, scope)?.value ?? null;
  let labourRate: LabourRate | null = null;
  let fixedFeeFen: number | null | undefined;
  let standards: readonly LabourStandard[] | null = null;
  let earlier: readonly HistoryClaimFact[] | null = null;
  let alike: readonly HistoryClaimFact[] | null = null;
  return {
    input,
    rulesetVersion: ruleset.version,
    warranty: resolveWarranty(input),
    live: (ruleId) => {
      const row = rows.get(ruleId);
      return row?.mode === 'LIVE' ? row : null;
    },
    rate,
    labourRate: () => (labourRate ??= labourRateOf(rate)),
    fixedFeeFen: () => (fixedFeeFen === undefined ? (fixedFeeFen = rate('FIXED_FEE')) : fixedFeeFen),
    labourStandards: () => (standards ??= labourStandards(input)),
    earlier: () => (earlier ??= earlierClaims(input, () => true)),
    // what has nothing in common is left out before anything is put in order: that is most of a vehicle's history
    alike: () => (alike ??= earlierClaims(input, isAlike)),
  };
}

const NOT_LIVE: ReadonlySet<string> = new Set(NOT_LIVE_STATUSES);

type IsAsked = (claim: EvaluationInput['claim'], other: HistoryClaimFact) => boolean;

const isAlike: IsAsked = ({ mainOpId, causalPartId }, other) =>
  (mainOpId !== null && other.mainOpId === mainOpId) || (causalPartId !== null && other.causalPartId === causalPartId);

function earlierClaims({ claim, history }: EvaluationInput, isAsked: IsAsked): readonly HistoryClaimFact[] {
  const submittedAtMs = claim.submittedAtMs ?? Number.MAX_SAFE_INTEGER;
  const earlier: HistoryClaimFact[] = [];
  for (const other of history) {
    if (other.submittedAtMs === null || other.submittedAtMs > submittedAtMs) continue;
    if (!isAsked(claim, other) || other.id === claim.id) continue;
    if (other.submittedAtMs === submittedAtMs && other.id > claim.id) continue;
    if (!NOT_LIVE.has(other.status)) insertByFinish(earlier, other);
  }
  return earlier;
}

/** Puts a claim in its place, by finish and id. The lists are short, and for such this is quicker than a sort. */
function insertByFinish(claims: HistoryClaimFact[], added: HistoryClaimFact): void {
  let at = claims.length;
  claims.push(added);
  for (let before = claims[at - 1]; before !== undefined && finishesBefore(added, before); before = claims[at - 1]) {
    claims[at] = before;
    at -= 1;
  }
  claims[at] = added;
}

function finishesBefore(one: HistoryClaimFact, other: HistoryClaimFact): boolean {
  if (one.repairFinishDate !== other.repairFinishDate) return one.repairFinishDate < other.repairFinishDate;
  return one.id < other.id;
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
