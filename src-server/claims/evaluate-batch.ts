import { evaluateClaim } from '../../src-shared/domain/claims/evaluate-claim.ts';
import type {
  ClaimFact,
  Evaluation,
  EvaluationInput,
  EvaluationSettings,
  HistoryClaimFact,
  LineFact,
  MileageReadingFact,
  WorkOrderFact,
} from '../../src-shared/domain/claims/evaluation-types.ts';
import type { Ruleset } from '../../src-shared/domain/claims/ruleset-types.ts';
import { openMasterStore, type MasterStore } from './evaluation-masters.repository.ts';
import { loadEvidence } from './evidence.repository.ts';
import {
  loadEvaluationFacts,
  loadRuleset,
  loadStoredSettings,
  termsInForce,
  type Db,
  type EvaluationFacts,
} from './evaluation-facts.repository.ts';

/** A claim as the evaluation and the history of its vehicle see it. */
export interface EvaluableClaim extends ClaimFact {
  vehicleId: string | null;
  engineerId: string | null;
  claimantCode: string;
  claimantName: string;
  status: string;
}

export interface LoadedBatch {
  claims: readonly EvaluableClaim[];
  linesByClaim: ReadonlyMap<string, readonly LineFact[]>;
  /** Work orders and readings that are submitted with the claims and not stored yet. */
  newWorkOrders?: readonly WorkOrderFact[];
  newReadings?: readonly (MileageReadingFact & { vehicleId: string })[];
  /** The day the rules judge by; for taken-over claims the day they were submitted. */
  onDateOf(claim: EvaluableClaim): string;
}

export interface EvaluationBatch extends LoadedBatch {
  /** The day whose ruleset judges the claims. */
  today: string;
  /** false = only what live rules need is looked up, for batches of many thousands. */
  withShadow?: boolean;
}

/** What all batches of one run share: the ruleset, the settings and the masters read so far. */
export interface EvaluationSources {
  ruleset: Ruleset;
  settings: EvaluationSettings;
  masters: MasterStore;
}

/** The sources of a run in the caller's transaction; `withShadow` false leaves out the rules that only record. */
export async function openSources(db: Db, published: Ruleset, withShadow: boolean): Promise<EvaluationSources> {
  const ruleset = withShadow ? published : liveOnly(published);
  const { autoApproveLimitFen } = published.tables.limits ?? (await loadStoredSettings(db));
  return { ruleset, settings: { autoApproveLimitFen }, masters: openMasterStore(db, ruleset) };
}

/** Evaluates a batch by the ruleset in force; the claims of the batch see each other as history. Claims §3.6, §4.1. */
export async function evaluateBatch(db: Db, batch: EvaluationBatch): Promise<Map<string, Evaluation>> {
  const sources = await openSources(db, await loadRuleset(db, batch.today), batch.withShadow !== false);
  const inputOfClaim = await loadInputs(db, batch, sources);
  return new Map(batch.claims.map((claim) => [claim.id, evaluateClaim(inputOfClaim(claim), sources.ruleset)]));
}

/** Reads what the rules need of a batch, by a fixed number of statements; the function answers the input of each claim. */
export async function loadInputs(
  db: Db,
  batch: LoadedBatch,
  sources: EvaluationSources,
): Promise<(claim: EvaluableClaim) => EvaluationInput> {
  const { ruleset, settings } = sources;
  const facts = withNewRows(await loadEvaluationFacts(db, idsOf(batch), sources), batch);
  const evidence = await loadEvidence(db, batch, { facts, ruleset });
  return (claim) => ({
    ...inputOf(claim, batch.linesByClaim.get(claim.id) ?? [], facts),
    evidence: evidence.get(claim.id) ?? {},
    settings,
    evaluatedOnDate: batch.onDateOf(claim),
  });
}

/** The same ruleset without the rules that only record: what they read is not looked up either. */
export function liveOnly(ruleset: Ruleset): Ruleset {
  return { ...ruleset, rules: ruleset.rules.filter((row) => row.mode === 'LIVE') };
}

function inputOf(
  claim: EvaluableClaim,
  lines: readonly LineFact[],
  facts: EvaluationFacts,
): Omit<EvaluationInput, 'settings' | 'evaluatedOnDate'> {
  const { vehicleId, stationId, engineerId, workOrderId } = claim;
  const station = stationId === null ? undefined : facts.stations.get(stationId);
  const terms = stationId === null ? null : termsInForce(facts.termsByStation.get(stationId), claim.repairFinishDate);
  return {
    claim,
    lines,
    vehicle: vehicleId === null ? null : (facts.vehicles.get(vehicleId) ?? null),
    station: station === undefined ? null : { ...station, terms },
    workOrder: workOrderId === null ? null : (facts.workOrders.get(workOrderId) ?? null),
    engineer: engineerId === null ? null : (facts.engineers.get(engineerId) ?? null),
    mileageReadings: facts.readingsByVehicle.get(vehicleId ?? '') ?? [],
    history: vehicleId === null ? [] : (facts.historyByVehicle.get(vehicleId) ?? []),
    warrantyOverrides: facts.overridesByVehicle.get(vehicleId ?? '') ?? [],
    fittedParts: facts.fittedByVehicle.get(vehicleId ?? '') ?? [],
    masters: facts.masters,
    sampled: facts.sampledClaimIds.has(claim.id),
  };
}

function withNewRows(facts: EvaluationFacts, batch: LoadedBatch): EvaluationFacts {
  const isStored = ({ id, vehicleId }: EvaluableClaim): boolean =>
    facts.historyByVehicle.get(vehicleId ?? '')?.some((claim) => claim.id === id) ?? false;
  const history: (HistoryClaimFact & { vehicleId: string | null })[] = batch.claims.filter(
    (claim) => claim.vehicleId !== null && !isStored(claim),
  );
  const newWorkOrders = (batch.newWorkOrders ?? []).map((workOrder) => [workOrder.id, workOrder] as const);
  return {
    ...facts,
    workOrders: newWorkOrders.length === 0 ? facts.workOrders : new Map([...facts.workOrders, ...newWorkOrders]),
    historyByVehicle: appended(facts.historyByVehicle, history),
    readingsByVehicle: appended(facts.readingsByVehicle, batch.newReadings ?? []),
  };
}

function appended<T extends { vehicleId: string | null }>(
  stored: ReadonlyMap<string, T[]>,
  added: readonly T[],
): ReadonlyMap<string, T[]> {
  if (added.length === 0) return stored;
  const result = new Map(stored);
  for (const [vehicleId, rows] of Map.groupBy(added, (row) => row.vehicleId ?? '')) {
    result.set(vehicleId, [...(stored.get(vehicleId) ?? []), ...rows]);
  }
  return result;
}

function idsOf({ claims, linesByClaim }: LoadedBatch) {
  const lines = [...linesByClaim.values()].flat();
  return {
    claimIds: claims.map((claim) => claim.id),
    vehicleIds: known(claims.map((claim) => claim.vehicleId)),
    stationIds: known(claims.map((claim) => claim.stationId)),
    engineerIds: known(claims.map((claim) => claim.engineerId)),
    workOrderIds: known(claims.map((claim) => claim.workOrderId)),
    opIds: known([...lines.map((line) => line.opId), ...claims.map((claim) => claim.mainOpId)]),
    partIds: known([...lines.map((line) => line.partId), ...claims.map((claim) => claim.causalPartId)]),
    repairs: claims.flatMap(({ id, vehicleId, mainOpId, causalPartId, type, repairFinishDate, workOrderId }) => {
      const repair = {
        claimId: id,
        opId: mainOpId,
        partId: causalPartId,
        type,
        finishDate: repairFinishDate,
        workOrderId,
      };
      return vehicleId === null ? [] : [{ ...repair, vehicleId }];
    }),
  };
}

function known(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids.filter((id) => id !== null))];
}
