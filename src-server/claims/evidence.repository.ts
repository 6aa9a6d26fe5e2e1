import type {
  ClaimEvidence,
  OrderEvidence,
  OtherAttachmentEvidence,
} from '../../src-shared/domain/claims/evidence-types.ts';
import type { LineFact } from '../../src-shared/domain/claims/evaluation-types.ts';
import type { RuleRow, Ruleset } from '../../src-shared/domain/claims/ruleset-types.ts';
import type { EvaluableClaim } from './evaluate-batch.ts';
import {
  callsOf,
  dispatchesOf,
  oncePaidOf,
  partsOf,
  requestsOf,
  visitsHereOf,
  visitsOf,
  type OrderPartRow,
} from './evidence-orders.repository.ts';
import { attachmentsOf, otherAttachmentsOf, plateReadingsOf } from './evidence-files.repository.ts';
import {
  campaignsOf,
  changesOf,
  decisionsOf,
  editsOf,
  fittedQtyOf,
  oldPartsOf,
  placesOf,
  preauthsOf,
  repairPathsOf,
  serialFittingsOf,
  serialReturnsOf,
} from './evidence-records.repository.ts';
import { issuesOf, shippedSerialsOf } from './evidence-papers.repository.ts';
import { recoveriesOf } from './evidence-recovery.repository.ts';
import { nearPhotosOf } from './near-photos.repository.ts';
import { technicianDaysOf, tripsOf, type TripRow } from './evidence-days.repository.ts';
import type { Db, EvaluationFacts } from './evaluation-facts.repository.ts';
import { statisticsOf } from './station-statistics.repository.ts';

export interface EvidenceBatch {
  claims: readonly EvaluableClaim[];
  linesByClaim: ReadonlyMap<string, readonly LineFact[]>;
}

export interface EvidenceOptions {
  facts: EvaluationFacts;
  ruleset: Ruleset;
}

/** Which rules read what; a source none of whose rules runs is not looked at. */
const READERS = {
  visits: ['G01'],
  parts: ['P04', 'P06', 'O03'],
  calls: ['G04', 'G05', 'W05'],
  paidOrders: ['W05'],
  otherFiles: ['A02', 'A03'],
  allFiles: ['A01', 'A03', 'A04', 'P08', 'T06'],
  nearPhotos: ['A03'],
  requests: ['W07', 'T01', 'T02', 'T03'],
  issues: ['P04'],
  shipments: ['P06'],
  visitsHere: ['S06'],
  trips: ['T04', 'T06', 'A04', 'T02'],
  technicianDays: ['L04', 'S06'],
  campaigns: ['D05', 'D06'],
  preauths: ['G06'],
  changes: ['V03', 'W08'],
  oldParts: ['O01', 'O02', 'O03', 'O04'],
  fittings: ['P01', 'P06'],
  decisions: ['G07'],
  statistics: ['W06', 'S03', 'S04', 'S06', 'S07', 'S08', 'L07'],
  places: ['T02'],
  recoveries: ['F05'],
  edits: ['G03', 'W05'],
  plateReadings: ['A05'],
  repairPaths: ['P07'],
} as const;
type Source = keyof typeof READERS;

/** What the documents say about each claim of a batch, by a fixed number of statements whatever its size. Claims §5. */
export async function loadEvidence(
  db: Db,
  batch: EvidenceBatch,
  options: EvidenceOptions,
): Promise<Map<string, ClaimEvidence>> {
  const running = new Set(options.ruleset.rules.flatMap(({ id, mode }) => (mode === 'OFF' ? [] : [id])));
  const reads = (source: Source): boolean => READERS[source].some((id) => running.has(id));
  const gather = async <T>(source: Source, load: () => Promise<T>): Promise<T | null> =>
    reads(source) ? load() : null;
  const { claims } = batch;
  const orderIds = claims.flatMap(({ workOrderId }) => workOrderId ?? []);
  // T01 alone asks about trips only
  const asksAll = (['W07', 'T02', 'T03'] as const).some((id) => running.has(id));
  const asked = asksAll ? claims : claims.filter(({ id }) => hasTravel(batch.linesByClaim.get(id)));
  const requestIds = asked.flatMap(({ workOrderId }) => storedRequestId(workOrderId, options.facts) ?? []);
  const sources = {
    parts: await gather('parts', () => partsOf(db, orderIds, !running.has('P06') && !running.has('O03'))),
    visits: await gather('visits', () => visitsOf(db, claims, options.facts)),
    calls: await gather('calls', () => callsOf(db, orderIds, running.has('G05'))),
    paidOrders: await gather('paidOrders', () => oncePaidOf(db, orderIds)),
    requests: await gather('requests', () => requestsOf(db, requestIds)),
    dispatches: await gather('requests', () => dispatchesOf(db, requestIds)),
    trips: await gather('trips', () => tripsOf(db, claims)),
    technicianDays: await gather('technicianDays', () => technicianDaysOf(db, claims)),
    files: await gather('allFiles', () => attachmentsOf(db, claims)),
    otherFiles: await gather('otherFiles', () => otherAttachmentsOf(db, claims)),
    nearPhotos: await gather('nearPhotos', () => nearPhotosOf(db, claims, rowOf(options.ruleset, 'A03'))),
    campaigns: await gather('campaigns', () => campaignsOf(db, claims)),
    preauths: await gather('preauths', () => preauthsOf(db, claims)),
    changes: await gather('changes', () => changesOf(db, claims)),
    oldParts: await gather('oldParts', () => oldPartsOf(db, claims)),
    decisions: await gather('decisions', () => decisionsOf(db, claims)),
    fittedQty: await gather('fittings', () => fittedQtyOf(db, batch)),
    statistics: await gather('statistics', () =>
      statisticsOf(
        db,
        claims.flatMap((claim) => claim.stationId ?? []),
      ),
    ),
    stationPlaces: await gather('places', () => placesOf(db)),
    recoveries: await gather('recoveries', () => recoveriesOf(db, claims)),
    edits: await gather('edits', () => editsOf(db, claims)),
    plateReadings: await gather('plateReadings', () => plateReadingsOf(db, claims)),
    repairPaths: await gather('repairPaths', () => repairPathsOf(db, claims)),
  };
  const serials = [...(sources.parts?.values() ?? [])].flat();
  const newSerials = serials.flatMap((row) => row.newSerial ?? []);
  const shipped = await gather('shipments', () => shippedSerialsOf(db, newSerials));
  const issues = await gather('issues', () => issuesOf(db, claims, sources.parts ?? new Map()));
  const visitsHere = await gather('visitsHere', () =>
    visitsHereOf(db, claims, Number(rowOf(options.ruleset, 'S06').parameters['days'])),
  );
  const serialReturns = await gather('oldParts', () =>
    serialReturnsOf(
      db,
      serials.flatMap((row) => row.oldSerial ?? []),
    ),
  );
  const serialFittings = await gather('fittings', () => serialFittingsOf(db, newSerials));
  return new Map(
    claims.map((claim) => [
      claim.id,
      known({
        order: orderOf(claim, options.facts, {
          parts: sources.parts?.get(claim.workOrderId ?? '') ?? [],
          trips: sources.trips?.get(claim.id) ?? [],
          technicianHours: sources.technicianDays?.get(claim.id) ?? [],
        }),
        visits: sources.visits?.get(claim.id) ?? (sources.visits === null ? undefined : []),
        call: sources.calls === null ? undefined : (sources.calls.get(claim.workOrderId ?? '') ?? null),
        orderWasPaid: wasPaid(claim, options.facts, sources.paidOrders),
        request:
          sources.requests === null
            ? undefined
            : (sources.requests.get(storedRequestId(claim.workOrderId, options.facts) ?? '') ?? null),
        dispatches: ofClaim(sources.dispatches, storedRequestId(claim.workOrderId, options.facts) ?? ''),
        issues: ofClaim(issues, claim.id),
        shippedSerials: shipped ?? undefined,
        visitsAtStation: visitsHere === null ? undefined : (visitsHere.get(claim.id) ?? 0),
        otherTrips: (sources.trips?.get(claim.id) ?? []).filter((trip) => trip.claimId !== claim.id),
        technicianDays: sources.technicianDays
          ?.get(claim.id)
          ?.flatMap((row) =>
            row.isOwn
              ? []
              : [{ technician: row.technician, dayDate: claim.repairFinishDate, otherHoursCenti: row.hoursCenti }],
          ),
        attachments: sources.files?.get(claim.id) ?? sources.otherFiles?.get(claim.id)?.own,
        otherAttachments: alikeFiles(sources.otherFiles?.get(claim.id)?.others, sources.nearPhotos?.get(claim.id)),
        campaign: sources.campaigns?.get(claim.id),
        preauth: sources.preauths === null ? undefined : (sources.preauths.get(claim.preauthId ?? '') ?? null),
        vehicleChanges: ofClaim(sources.changes, claim.vehicleId ?? ''),
        oldParts: ofClaim(sources.oldParts, claim.id),
        decisions: ofClaim(sources.decisions, claim.id),
        fittedQty: ofClaim(sources.fittedQty, claim.id),
        statistics: sources.statistics?.get(claim.stationId ?? ''),
        stationPlaces: sources.stationPlaces ?? undefined,
        recovery: sources.recoveries === null ? undefined : (sources.recoveries.get(claim.id) ?? null),
        edits: ofClaim(sources.edits, claim.id),
        plateReadings: ofClaim(sources.plateReadings, claim.id),
        repairPath: sources.repairPaths === null ? undefined : (sources.repairPaths.get(claim.id) ?? null),
        // only what came before: whoever is first with a number is innocent of the second
        serialReturns: serialReturns?.filter((entry) => isBefore(entry.submittedAtMs, claim.submittedAtMs)),
        serialFittings: serialFittings?.filter(
          (entry) => entry.vin !== claim.vinText && isBefore(entry.finishAtMs, finishOf(claim, options.facts)),
        ),
      }),
    ]),
  );
}

type Loose<T> = { [K in keyof T]?: T[K] | undefined };

/** A field nobody looked at is undefined, which its rules take for absent. */
function known(evidence: Loose<ClaimEvidence>): ClaimEvidence {
  return evidence as ClaimEvidence;
}

function ofClaim<T>(byClaim: ReadonlyMap<string, T[]> | null, key: string): T[] | undefined {
  return byClaim === null ? undefined : (byClaim.get(key) ?? []);
}

/** Equal files and alike ones; what is both stands once. */
function alikeFiles(
  equal: readonly OtherAttachmentEvidence[] | undefined,
  alike: readonly OtherAttachmentEvidence[] = [],
): readonly OtherAttachmentEvidence[] | undefined {
  if (equal === undefined || alike.length === 0) return equal;
  const known = new Set(equal.map(({ id }) => id));
  return [...equal, ...alike.filter(({ id }) => !known.has(id))];
}

function rowOf({ rules, version }: Ruleset, ruleId: string): RuleRow {
  const row = rules.find(({ id }) => id === ruleId);
  if (row === undefined) throw new RangeError(`ruleset ${String(version)} has no row ${ruleId}`);
  return row;
}

/** A moment nobody noted is taken for earlier than any that was. */
function isBefore(otherMs: number | null, ownMs: number | null): boolean {
  return otherMs === null || ownMs === null || otherMs < ownMs;
}

function finishOf(claim: EvaluableClaim, { workOrders }: EvaluationFacts): number | null {
  return workOrders.get(claim.workOrderId ?? '')?.finishAtMs ?? claim.repairFinishAtMs ?? null;
}

/** The order says so, or said so before. */
function wasPaid(
  { workOrderId }: EvaluableClaim,
  { workOrders }: EvaluationFacts,
  paidOrders: ReadonlySet<string> | null,
): boolean | undefined {
  if (paidOrders === null || workOrderId === null) return undefined;
  return paidOrders.has(workOrderId) || workOrders.get(workOrderId)?.payType === 'PAID';
}

/** The request behind a work order; null = nobody asked for the repair, or there is no order (0331). */
function storedRequestId(workOrderId: string | null, { workOrders }: EvaluationFacts): string | null {
  return workOrders.get(workOrderId ?? '')?.requestId ?? null;
}

function hasTravel(lines: readonly LineFact[] | undefined): boolean {
  return lines?.some((line) => line.costType === 'TRAVEL') === true;
}

interface OrderParts {
  parts: readonly OrderPartRow[];
  trips: readonly TripRow[];
  technicianHours: readonly { technician: string; hoursCenti: number; isOwn: boolean }[];
}

/** The order with where the work was done: at the far end of the trip, else at the station. */
function orderOf(claim: EvaluableClaim, facts: EvaluationFacts, rows: OrderParts): OrderEvidence | null {
  const order = facts.workOrders.get(claim.workOrderId ?? '');
  if (order === undefined) return null;
  const station = facts.stations.get(claim.stationId ?? '');
  const trip = rows.trips.find((row) => row.claimId === claim.id) ?? null;
  const place = order.place === 'FIELD' ? trip : station;
  return {
    ...{ place: order.place, plateNo: order.plateNo ?? null, engineNo: order.engineNo ?? null },
    startAtMs: order.startAtMs ?? claim.repairStartAtMs ?? null,
    finishAtMs: order.finishAtMs ?? claim.repairFinishAtMs ?? null,
    ...{ latMicro: place?.latMicro ?? null, lngMicro: place?.lngMicro ?? null },
    labour: rows.technicianHours.filter((row) => row.isOwn),
    ...{ parts: rows.parts, trip },
  };
}
