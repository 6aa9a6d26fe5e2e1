import type { Insertable, Selectable } from 'kysely';
import type { Evaluation, LineDetail, LineFact } from '../../src-shared/domain/claims/evaluation-types.ts';
import type { ClaimDraft, ClaimLineDraft, SubmitResult } from '../../src-shared/domain/claims/claim-draft.ts';
import { SAMPLE } from '../../src-shared/domain/claims/claim-queue.ts';
import { lineFactOf } from '../../src-shared/domain/claims/line-fact.ts';
import { mainLinesOf } from '../../src-shared/domain/claims/main-lines.ts';
import { claimScope } from '../../src-shared/domain/claims/tier-of.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { AppError } from '../../src-shared/errors.ts';
import { insertRows, isAnyOf, takeDocumentNumbers } from '../db/bulk-rows.ts';
import type {
  ClaimLineTable,
  ClaimTable,
  MileageReadingTable,
  SampleCaseTable,
  StationTable,
  WorkOrderTable,
} from '../db/central-tables.generated.ts';
import { evaluateBatch, type EvaluableClaim } from './evaluate-batch.ts';
import {
  automaticDecisionRow,
  evaluatedClaimColumns,
  evaluatedLineColumns,
  ruleHitRows,
  type EvaluationMoment,
} from './evaluation-columns.ts';
import { loadRegionCodes, type Db } from './evaluation-facts.repository.ts';
import { drawSamples } from './sample.repository.ts';
import { dropOrders, storeToldOrders } from './told-orders.ts';
import { newestMeters, raiseVehicleMileage } from './mileage.repository.ts';

export type SubmitClaims = (db: Db, drafts: readonly ClaimDraft[], moment: EvaluationMoment) => Promise<SubmitResult[]>;

interface Built {
  draft: ClaimDraft;
  claim: NewClaim;
  lines: NewLine[];
  lineFacts: LineFact[];
  workOrder: Insertable<WorkOrderTable> | null;
  reading: Insertable<MileageReadingTable> | null;
}
type NewClaim = Insertable<ClaimTable> & EvaluableClaim & { _scope: string; no: string };
export type NewLine = Insertable<ClaimLineTable> & { seq: number };

/**
 * Submits claims in one batch: numbers, work orders, lines, the reading of the odometer, the evaluation by all rules as of
 * the day of submission, and where each claim stands after it. One result per draft, in order. Claims §3.2, §4.1.
 */
export const submitClaims: SubmitClaims = async (db, drafts, moment) => {
  if (drafts.length === 0) return [];
  const built = await buildAll(db, drafts, moment);
  const early = await storeToldOrders(db, built, moment);
  const judged = await evaluateBatch(db, {
    claims: built.map(({ claim }) => claim),
    linesByClaim: new Map(built.map(({ claim, lineFacts }) => [claim.id, lineFacts])),
    newWorkOrders: built.flatMap(({ workOrder }) => (workOrder === null ? [] : [workOrder])),
    newReadings: built.flatMap(({ reading }) =>
      reading === null
        ? []
        : [
            {
              ...reading,
              sourceDocId: reading.sourceDocId ?? null,
              stationId: reading.stationId ?? null,
              ...METER(reading),
            },
          ],
    ),
    today: moment.today,
    onDateOf: (claim) => claim.submittedDate ?? moment.today,
  });
  const { planId, drawn } = await drawSamples(
    db,
    built.flatMap(({ claim }) => (judged.get(claim.id)?.disposition === 'AUTO_APPROVED' ? [claim] : [])),
    moment.today,
  );
  const evaluations = new Map(
    [...judged].map(([id, one]) => [id, drawn.has(id) ? { ...one, disposition: 'IN_REVIEW' as const } : one]),
  );
  const accepted = built.filter(({ claim }) => evaluationOf(evaluations, claim.id).entryBlocks.length === 0);
  await dropOrders(
    db,
    built.flatMap(({ workOrder, claim }) =>
      workOrder !== null && early.has(workOrder.id) && evaluationOf(evaluations, claim.id).entryBlocks.length > 0
        ? [workOrder.id]
        : [],
    ),
  );
  await store(db, accepted, evaluations, { ...moment, drawn, early });
  await insertRows(db, 'sampleCase', sampleCases(accepted, drawn, { ...moment, planId }));
  return built.map(({ claim }): SubmitResult => {
    const evaluation = evaluationOf(evaluations, claim.id);
    if (evaluation.entryBlocks.length > 0) return { outcome: 'refused', hits: evaluation.entryBlocks };
    const { disposition, payableFen } = evaluation;
    return { outcome: 'submitted', claimId: claim.id, claimNo: claim.no, status: disposition, payableFen };
  });
};

async function buildAll(db: Db, drafts: readonly ClaimDraft[], moment: EvaluationMoment): Promise<Built[]> {
  const stationIds = drafts.map((draft) => draft.stationId);
  const stations = new Map(
    (await db.selectFrom('station').selectAll().where(isAnyOf('id', stationIds)).execute()).map((row) => [row.id, row]),
  );
  const regionCodes = await loadRegionCodes(db);
  const meters = await newestMeters(
    db,
    drafts.flatMap((draft) => (draft.vehicle === null ? [] : [draft.vehicle.id])),
  );
  const modelNames = await loadModelNames(db, drafts);
  const places = drafts.map((draft) => {
    const claimant = claimantOf(draft, stations.get(draft.stationId));
    const regionCode = claimant === null ? undefined : regionCodes.get(claimant.regionId);
    if (claimant === null || regionCode === undefined) throw new AppError('NOT_FOUND', 'station-unknown');
    return { draft, claimant, scope: claimScope(regionCode, 'open') };
  });
  const claimNos = await numbersFor(db, places, 'claim', 'SP');
  const orderNos = await numbersFor(db, places, 'workOrder', 'WX');
  return places.map(({ draft, claimant, scope }, index) => {
    const makesOrder = draft.workOrderId === null && claimant.stationId !== null;
    const workOrder = makesOrder ? moment.newId() : draft.workOrderId;
    const ids = { claim: moment.newId(), workOrder, reading: moment.newId() };
    const modelName = draft.modelName ?? modelNames.get(draft.vehicle?.modelId ?? '') ?? null;
    const claim = claimRow({ draft, claimant, scope, ids, no: claimNos[index] ?? '', modelName });
    const lines = draft.lines.map((_line, lineIndex) => lineRow(draft.lines, lineIndex, claim, moment.newId()));
    return {
      ...{ draft, claim, lines, lineFacts: lines.map((line) => lineFactOf(stored(line))) },
      workOrder: makesOrder ? workOrderRow(draft, claim, claimant, orderNos[index] ?? '') : null,
      reading: readingRow(draft, claim, ids.reading, meters),
    };
  });
}

/** Who claims, with what its documents are numbered by. */
interface ClaimantPlace {
  type: 'STATION' | 'OWN_WORKSHOP' | 'ENGINEER';
  id: string;
  code: string;
  name: string;
  shortCode: string;
  regionId: string;
  stationId: string | null;
  engineerId: string | null;
}

function claimantOf({ engineer }: ClaimDraft, station: Selectable<StationTable> | undefined): ClaimantPlace | null {
  if (engineer !== undefined) {
    const { id, empNo, name, regionId } = engineer;
    const place = { id, code: empNo, name, shortCode: empNo, regionId };
    return { ...place, type: 'ENGINEER', stationId: null, engineerId: id };
  }
  if (station === undefined) return null;
  const { id, code, name, shortCode, regionId } = station;
  const type = station.type === 'OWN' ? 'OWN_WORKSHOP' : 'STATION';
  return { type, id, code, name, shortCode, regionId, stationId: id, engineerId: null };
}

async function loadModelNames(db: Db, drafts: readonly ClaimDraft[]): Promise<Map<string, string>> {
  const ids = drafts.flatMap((draft) => (draft.vehicle === null ? [] : [draft.vehicle.modelId]));
  const models = await db.selectFrom('productModel').select(['id', 'name']).where(isAnyOf('id', ids)).execute();
  return new Map(models.map((model) => [model.id, model.name]));
}

/** `SP` or `WX` + short code + yyMM + five digits, one series per station and month. Claims §2.2. */
async function numbersFor(
  db: Db,
  places: readonly { draft: ClaimDraft; claimant: ClaimantPlace }[],
  series: 'claim' | 'workOrder',
  prefix: string,
): Promise<string[]> {
  const wanted = places.map(({ draft, claimant }) => {
    const onDate = series === 'claim' ? draft.submittedDate : draft.repairFinishDate;
    const month = onDate.slice(2, 4) + onDate.slice(5, 7);
    const isNeeded = series === 'claim' || (draft.workOrderId === null && claimant.stationId !== null);
    return isNeeded
      ? { key: `${series}:${claimant.shortCode}:${month}`, text: prefix + claimant.shortCode + month }
      : null;
  });
  const counts = new Map<string, number>();
  for (const entry of wanted) if (entry !== null) counts.set(entry.key, (counts.get(entry.key) ?? 0) + 1);
  const next = new Map(
    [...(await takeDocumentNumbers(db, counts))].map(([key, last]) => [key, last - (counts.get(key) ?? 0)]),
  );
  return wanted.map((entry) => {
    if (entry === null) return '';
    const number = (next.get(entry.key) ?? 0) + 1;
    next.set(entry.key, number);
    return entry.text + String(number).padStart(5, '0');
  });
}

function claimRow(input: {
  draft: ClaimDraft;
  claimant: ClaimantPlace;
  scope: string;
  ids: { claim: string; workOrder: string | null };
  no: string;
  modelName: string | null;
}): NewClaim {
  const { draft, claimant, scope, ids, no, modelName } = input;
  const places = mainLinesOf(draft.lines);
  const main = draft.lines[places.main ?? 0];
  const causal = places.causal === null ? undefined : draft.lines[places.causal];
  const { type, failureDate, repairFinishDate, repairStartAtMs, repairFinishAtMs, mileageKm } = draft;
  const { complaintCode, causeCode, actionCode, complaintText, responsibility, createdBy } = draft;
  return {
    ...rowIdentity(ids.claim, scope),
    ...{ no, stationRef: draft.stationRef, workOrderId: ids.workOrder },
    ...{
      claimantType: claimant.type,
      claimantId: claimant.id,
      claimantCode: claimant.code,
      claimantName: claimant.name,
    },
    ...{ type, stationId: claimant.stationId, engineerId: claimant.engineerId, vehicleId: draft.vehicle?.id ?? null },
    ...{ vinText: draft.vehicle?.vin ?? draft.vinText, plateNo: draft.plateNo ?? draft.vehicle?.plateNo ?? null },
    productLine: draft.vehicle?.productLine ?? draft.productLine,
    ...{ modelId: draft.vehicle?.modelId ?? null, modelName, regionId: claimant.regionId },
    ...{ failureDate, repairFinishDate, repairStartAtMs, repairFinishAtMs, mileageKm },
    ...{ complaintCode, causeCode, actionCode, complaintText },
    causalPartId: causal?.partId ?? null,
    componentGroupId: causal?.componentGroupId ?? main?.componentGroupId ?? null,
    ...{ mainOpId: main?.opId ?? null, mainItemText: main?.description ?? null },
    ...{ responsibility, preauthId: draft.preauthId ?? null, campaignId: draft.campaignId ?? null, createdBy },
    ...{ submittedAtMs: draft.submittedAtMs, submittedDate: draft.submittedDate },
    ...{
      status: 'SUBMITTED',
      statusBefore: null,
      queue: 'NONE',
      holdReason: null,
      assignedTo: null,
      statementId: null,
    },
  };
}

/** One line of a claim as it is stored before the rules have judged it. */
export function lineRow(
  all: readonly ClaimLineDraft[],
  index: number,
  claim: { id: string; _scope: string },
  id: string,
): NewLine {
  const line = all[index];
  if (line === undefined) throw new RangeError(`line ${index} is missing`);
  const { main, causal } = mainLinesOf(all);
  const detail: LineDetail = {
    ...line.detail,
    ...(line.claimedFen === null ? { amountStated: false } : {}),
    ...(line.costType === 'LABOUR' && line.hoursCenti === null ? { hoursStated: false } : {}),
  };
  return {
    ...rowIdentity(id, claim._scope, claim.id),
    ...{ claimId: claim.id, seq: index + 1, costType: line.costType, opId: line.opId, partId: line.partId },
    ...{ itemCode: line.itemCode, description: line.description, qtyMilli: line.qtyMilli, hoursCenti: line.hoursCenti },
    ...{ km: line.km, unitFen: line.unitFen ?? 0, supplyMode: line.supplyMode, detailJson: JSON.stringify(detail) },
    ...{ technician: line.technician, isMain: main === index ? 1 : 0, isCausal: causal === index ? 1 : 0 },
    ...{ claimedFen: line.claimedFen ?? 0, approvedQtyMilli: null, note: null },
  };
}

/** The row as the store would give it back, for the rules. */
export function stored(line: NewLine): Parameters<typeof lineFactOf>[0] {
  const { seq, costType, description, unitFen = 0, isMain = 0, isCausal = 0, claimedFen = 0 } = line;
  return {
    ...{ seq, costType, description, unitFen, isMain, isCausal, claimedFen },
    ...{ opId: line.opId ?? null, partId: line.partId ?? null, itemCode: line.itemCode ?? null },
    ...{ qtyMilli: line.qtyMilli ?? null, hoursCenti: line.hoursCenti ?? null, km: line.km ?? null },
    ...{ supplyMode: line.supplyMode ?? null, detailJson: line.detailJson ?? null },
  };
}

function workOrderRow(
  draft: ClaimDraft,
  claim: NewClaim,
  claimant: ClaimantPlace,
  no: string,
): Insertable<WorkOrderTable> & { id: string; no: string; place: string; payType: string } {
  const { complaintCode, causeCode, actionCode, complaintText } = draft;
  const id = claim.workOrderId ?? '';
  return {
    ...rowIdentity(id, claim._scope),
    ...{ no, stationRef: draft.stationRef, requestId: null, stationId: claimant.stationId, engineerId: null },
    ...{ vehicleId: claim.vehicleId, vinText: claim.vinText, plateNo: claim.plateNo ?? null, engineNo: null },
    ...{ mileageInKm: draft.mileageKm, mileageOutKm: draft.mileageKm, inAtMs: draft.repairStartAtMs },
    ...{ startAtMs: draft.repairStartAtMs, finishAtMs: draft.repairFinishAtMs, outAtMs: draft.repairFinishAtMs },
    place: draft.order?.place ?? (draft.lines.some((line) => line.costType === 'TRAVEL') ? 'FIELD' : 'SHOP'),
    ...{ complaintCode, causeCode, actionCode, complaintText, technician: null, payType: draft.type },
    ...{ status: 'CLAIMED', regionId: claimant.regionId },
  };
}

function readingRow(
  draft: ClaimDraft,
  claim: NewClaim,
  id: string,
  meters: ReadonlyMap<string, { meterSeq: number; offsetKm: number }>,
): Insertable<MileageReadingTable> | null {
  if (draft.vehicle === null || draft.mileageKm === null) return null;
  const meter = meters.get(draft.vehicle.id) ?? { meterSeq: 1, offsetKm: 0 };
  return {
    ...rowIdentity(id, 'g', draft.vehicle.id),
    ...{ vehicleId: draft.vehicle.id, readingKm: draft.mileageKm, readDate: draft.repairFinishDate },
    ...{ readAtMs: draft.repairFinishAtMs ?? draft.submittedAtMs, source: 'REPAIR', sourceDocType: 'WORK_ORDER' },
    ...{ sourceDocId: claim.workOrderId, stationId: claim.stationId, ...meter },
  };
}

const METER = (reading: Insertable<MileageReadingTable>): { meterSeq: number; offsetKm: number } => ({
  meterSeq: reading.meterSeq ?? 1,
  offsetKm: reading.offsetKm ?? 0,
});

async function store(
  db: Db,
  accepted: readonly Built[],
  evaluations: ReadonlyMap<string, Evaluation>,
  moment: EvaluationMoment & { drawn: ReadonlySet<string>; early: ReadonlySet<string> },
): Promise<void> {
  const of = (claim: NewClaim): Evaluation => evaluationOf(evaluations, claim.id);
  await insertRows(
    db,
    'workOrder',
    accepted.flatMap(({ workOrder }) => (workOrder === null || moment.early.has(workOrder.id) ? [] : [workOrder])),
  );
  await insertRows(
    db,
    'claim',
    accepted.map(({ claim }) => ({
      ...claim,
      ...evaluatedClaimColumns(of(claim), moment),
      ...(moment.drawn.has(claim.id) ? { holdReason: SAMPLE, queue: 'WAITING' } : {}),
    })),
  );
  await insertRows(
    db,
    'claimLine',
    accepted.flatMap(({ claim, lines }) => {
      const bySeq = new Map(of(claim).lines.map((line) => [line.seq, evaluatedLineColumns(line, of(claim))]));
      return lines.map((line) => ({ ...line, ...bySeq.get(line.seq) }));
    }),
  );
  await insertRows(
    db,
    'ruleHit',
    accepted.flatMap(({ claim }) => ruleHitRows(claim, of(claim), moment)),
  );
  await insertRows(
    db,
    'auditDecision',
    accepted.flatMap(({ claim }) => automaticDecisionRow(claim, of(claim), moment) ?? []),
  );
  const readings = accepted.flatMap(({ reading }) => (reading === null ? [] : [reading]));
  await insertRows(db, 'mileageReading', readings);
  await raiseVehicleMileage(db, readings);
}

/** The drawn claims with their plan: what proves the draw later. */
function sampleCases(
  accepted: readonly Built[],
  drawn: ReadonlySet<string>,
  { newId, nowMs, planId }: EvaluationMoment & { planId: string },
): Insertable<SampleCaseTable>[] {
  return accepted.flatMap(({ claim }) =>
    drawn.has(claim.id)
      ? [
          {
            ...rowIdentity(newId(), claim._scope, claim.id),
            ...{ planId, claimId: claim.id, drawnAtMs: nowMs, result: null, reviewedBy: null, reviewedAtMs: null },
          },
        ]
      : [],
  );
}

function evaluationOf(evaluations: ReadonlyMap<string, Evaluation>, claimId: string): Evaluation {
  const evaluation = evaluations.get(claimId);
  if (evaluation === undefined) throw new RangeError(`claim ${claimId} was not evaluated`);
  return evaluation;
}
