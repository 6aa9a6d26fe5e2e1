import { evaluateClaim } from '../../../src-shared/domain/claims/evaluate-claim.ts';
import type { EvaluationInput, Masters } from '../../../src-shared/domain/claims/evaluation-types.ts';
import { FIRST_RULESET } from '../../../src-shared/domain/claims/first-ruleset.ts';
import { FIRST_SETTINGS } from '../../../src-shared/domain/claims/first-rates.ts';
import { lineFactOf, type StoredClaimLine } from '../../../src-shared/domain/claims/line-fact.ts';
import { indexMasters } from '../../../src-shared/domain/claims/masters.ts';
import {
  automaticDecisionRow,
  evaluatedClaimColumns,
  evaluatedLineColumns,
  ruleHitRows,
} from '../../claims/evaluation-columns.ts';
import { MINUTE_MS } from '../facts/demo-calendar.ts';
import type { DemoFacts, Fact } from '../facts/demo-facts.ts';
import { evidenceLookUp } from './evidence.ts';

export type ClaimRow = Fact<'claim'>;
export type LineRow = Fact<'claimLine'>;

/** Every claim in the order of submission, judged by the published rules as of its own day, with what came before it as history. */
export function evaluateAll(
  facts: DemoFacts,
  linesByClaim: ReadonlyMap<string, LineRow[]>,
  unread: ReadonlySet<string>,
): void {
  const lookUp = evaluationLookUp(facts);
  const historyByVehicle = new Map<string, ClaimRow[]>();
  for (const claim of facts.rows('claim')) {
    if (unread.has(claim.id)) continue;
    const history = historyByVehicle.get(claim.vehicleId ?? '') ?? [];
    const lines = linesByClaim.get(claim.id) ?? [];
    const input = lookUp(claim, lines, history);
    const evaluation = evaluateClaim(input, FIRST_RULESET);
    const moment = {
      nowMs: (claim.submittedAtMs ?? 0) + 2 * MINUTE_MS,
      today: claim.submittedDate ?? facts.options.today,
      newId: () => facts.ids.next(),
    };
    Object.assign(claim, evaluatedClaimColumns(evaluation, moment));
    const evaluatedBySeq = new Map(evaluation.lines.map((line) => [line.seq, line]));
    for (const line of lines) {
      const evaluated = evaluatedBySeq.get(line.seq);
      if (evaluated !== undefined) Object.assign(line, evaluatedLineColumns(evaluated, evaluation));
    }
    const place = { id: claim.id, _scope: '' };
    for (const hit of ruleHitRows(place, evaluation, moment)) facts.add('ruleHit', hit);
    const decision = automaticDecisionRow(place, evaluation, moment);
    if (decision !== null) facts.add('auditDecision', decision);
    if (claim.vehicleId !== null && claim.vehicleId !== undefined)
      historyByVehicle.set(claim.vehicleId, [...history, claim]);
  }
}

type LookUp = (claim: ClaimRow, lines: readonly LineRow[], history: readonly ClaimRow[]) => EvaluationInput;

/** Rows of the facts as the evaluation wants them; a fact written by the generator has every column it names. */
function evaluationLookUp(facts: DemoFacts): LookUp {
  const masters = mastersOf(facts);
  const evidenceOf = evidenceLookUp(facts);
  const models = byId(facts.rows('productModel'));
  const vehicles = new Map(
    facts.rows('vehicle').map((row) => [row.id, { ...row, series: models.get(row.modelId)?.series ?? null }]),
  );
  const stations = byId(facts.rows('station'));
  const engineers = byId(facts.rows('engineer'));
  const workOrders = byId(facts.rows('workOrder'));
  const termsByStation = Map.groupBy(facts.rows('stationTerms'), (row) => row.stationId);
  const readingsByVehicle = Map.groupBy(facts.rows('mileageReading'), (row) => row.vehicleId);
  return (claim, lines, history) => {
    const station = stations.get(claim.stationId ?? '');
    const terms = (termsByStation.get(claim.stationId ?? '') ?? []).find(
      (row) =>
        row.validFromDate <= claim.repairFinishDate && claim.repairFinishDate <= (row.validToDate ?? '9999-12-31'),
    );
    const input = {
      claim,
      lines: lines.map((line) => lineFactOf(line as StoredClaimLine)),
      vehicle: vehicles.get(claim.vehicleId ?? '') ?? null,
      station: station === undefined ? null : { ...station, terms: terms ?? null },
      workOrder: workOrders.get(claim.workOrderId ?? '') ?? null,
      engineer: engineers.get(claim.engineerId ?? '') ?? null,
      mileageReadings: readingsByVehicle.get(claim.vehicleId ?? '') ?? [],
      history,
      warrantyOverrides: [],
      fittedParts: [],
      masters,
      evidence: evidenceOf(claim, history),
      settings: { autoApproveLimitFen: FIRST_SETTINGS.autoApproveLimitFen },
      sampled: false,
      evaluatedOnDate: claim.submittedDate ?? facts.options.today,
    };
    return input as EvaluationInput;
  };
}

function mastersOf(facts: DemoFacts): Masters {
  const rows = {
    rates: facts.rows('rate'),
    operations: facts.rows('labourOperation'),
    operationIncludes: facts.rows('labourOperationInclude'),
    parts: facts.rows('part'),
    componentGroups: facts.rows('componentGroup'),
    policies: facts.rows('warrantyPolicy'),
    coverages: facts.rows('warrantyCoverage'),
  };
  return indexMasters(rows as Parameters<typeof indexMasters>[0]);
}

function byId<T extends { id: string }>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.id, row]));
}
