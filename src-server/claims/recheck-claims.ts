import { sql, type Insertable, type Selectable } from 'kysely';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { queueOf } from '../../src-shared/domain/claims/claim-queue.ts';
import { nextClaimStatus } from '../../src-shared/domain/claims/claim-transition.ts';
import { claimHits, evaluateClaim } from '../../src-shared/domain/claims/evaluate-claim.ts';
import type { Evaluation, Hit } from '../../src-shared/domain/claims/evaluation-types.ts';
import { lineFactOf } from '../../src-shared/domain/claims/line-fact.ts';
import type { Ruleset } from '../../src-shared/domain/claims/ruleset-types.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { insertRows, isAnyOf, readColumns, updateRows } from '../db/bulk-rows.ts';
import type { AuditDecisionTable, ClaimLineTable, ClaimTable, RuleHitTable } from '../db/central-tables.generated.ts';
import { evaluateBatch, loadInputs, openSources, type EvaluationSources } from './evaluate-batch.ts';
import {
  evaluatedLineColumns,
  judgedColumns,
  ruleHitRows,
  SYSTEM_USER,
  type EvaluationMoment,
} from './evaluation-columns.ts';
import { loadRulesetOf, type Db } from './evaluation-facts.repository.ts';

/** Claims evaluated at a time: bounds the memory of a run over a whole month. */
export const CLAIMS_TOGETHER = 1000;

/** Told of each batch, as soon as it is judged, which of its claims keep their approval; the next one is judged meanwhile. */
type ClaimsPassed = (claimIds: readonly string[]) => Promise<void>;

/** Runs all rules again over approved claims; answers the ids of those that came back to the queue. */
export type RecheckClaims = (
  db: Db,
  claimIds: readonly string[],
  moment: EvaluationMoment,
  onPassed?: ClaimsPassed,
) => Promise<string[]>;

/** What the evaluation, the history and the way back to the queue need of a claim; the rest of the wide row is not read. */
const CLAIM_COLUMNS = [
  ...(['id', '_scope', '_v', 'no', 'status', 'statusBefore', 'returnCount', 'approvedFen', 'type'] as const),
  ...(['claimantType', 'claimantId', 'claimantCode', 'claimantName', 'stationId', 'workOrderId', 'vehicleId'] as const),
  ...(['engineerId', 'vinText', 'productLine', 'regionId', 'failureDate', 'repairFinishDate', 'mileageKm'] as const),
  ...(['causalPartId', 'componentGroupId', 'mainOpId', 'responsibility', 'preauthId', 'campaignId'] as const),
  ...(['submittedAtMs', 'submittedDate', 'plateNo', 'modelId', 'complaintCode', 'causeCode', 'actionCode'] as const),
  ...(['createdBy', 'repairStartAtMs', 'repairFinishAtMs', 'rulesetVersion'] as const),
] as const;

const LINE_COLUMNS = [
  ...(['claimId', 'seq', 'costType', 'opId', 'partId', 'itemCode', 'description', 'qtyMilli', 'hoursCenti'] as const),
  ...(['km', 'unitFen', 'supplyMode', 'detailJson', 'isMain', 'isCausal', 'claimedFen'] as const),
] as const;

type ClaimRow = Pick<Selectable<ClaimTable>, (typeof CLAIM_COLUMNS)[number]>;

interface Found {
  claim: ClaimRow;
  newHits: Hit[];
  /** The reason of the first of them. */
  reasonCode: string | null;
  rulesetVersion: number;
  /** The whole evaluation with its money; made only for the claims that come back. */
  evaluate(): Evaluation;
}

/** A claim that comes back, with its whole evaluation. */
type Returned = Found & { evaluation: Evaluation };

/** Claims judged before other work of the process gets its turn; the rows of the next batch come in meanwhile. */
const CLAIMS_PER_TURN = 200;

/**
 * The re-check before the invoice notice: a claim on which a live warning or block fires that was not there when it was
 * decided loses its approval and comes back to the queue; everything else stays exactly as approved. Design §8.
 */
export const recheckClaims: RecheckClaims = async (db, claimIds, moment, onPassed) => {
  const back: Found[] = [];
  let told = Promise.resolve();
  for await (const { ids, found } of judgedBatches(db, claimIds, moment)) {
    const returned = found.filter(({ claim }) => nextClaimStatus(approvedStatusOf(claim), 'reEvaluate') !== null);
    back.push(...returned);
    if (onPassed === undefined) continue;
    const gone = new Set(returned.map(({ claim }) => claim.id));
    const passed = ids.filter((id) => !gone.has(id));
    told = told.then(() => onPassed(passed));
    // Awaited at the end; a failure in between must not end the process.
    told.catch(() => undefined);
  }
  await told;
  if (back.length > 0) await returnToReview(db, back, moment);
  return back.map(({ claim }) => claim.id);
};

/**
 * The claims on which a live warning or block fires that is not stored yet, with those hits; writes nothing. Each claim is
 * judged by the version it was decided by: a re-check looks for new facts, not for new rules (0130).
 */
export async function findNewHits(db: Db, claimIds: readonly string[], moment: EvaluationMoment): Promise<Found[]> {
  const all: Found[] = [];
  for await (const { found } of judgedBatches(db, claimIds, moment)) all.push(...found);
  return all;
}

/** One batch of claims after the other with what was found on them; the rows of the next come in while one is judged. */
async function* judgedBatches(
  db: Db,
  claimIds: readonly string[],
  moment: EvaluationMoment,
): AsyncGenerator<{ ids: readonly string[]; found: Found[] }> {
  const sourcesOf = versionSources(db, moment.today);
  const batches: string[][] = [];
  for (let start = 0; start < claimIds.length; start += CLAIMS_TOGETHER) {
    batches.push(claimIds.slice(start, start + CLAIMS_TOGETHER));
  }
  const load = async (ids: readonly string[] | undefined): Promise<StoredBatch[]> =>
    ids === undefined ? [] : loadStored(db, ids, sourcesOf, moment);
  let next = load(batches[0]);
  for (const [index, ids] of batches.entries()) {
    const batch = await next;
    next = load(batches[index + 1]);
    // Awaited in the next round; a failure in between must not end the process.
    next.catch(() => undefined);
    const found: Found[] = [];
    for (const ofVersion of batch) found.push(...(await judge(ofVersion)));
    yield { ids, found };
  }
}

type SourcesOf = (version: number | null) => Promise<EvaluationSources>;

/** The sources of each version of the rules, opened at the first claim that was decided by it. */
function versionSources(db: Db, today: string): SourcesOf {
  const opened = new Map<number | null, Promise<EvaluationSources>>();
  return (version) => {
    const known = opened.get(version);
    if (known !== undefined) return known;
    const opening = loadRulesetOf(db, version, today).then((ruleset) => openSources(db, ruleset, false));
    opened.set(version, opening);
    return opening;
  };
}

/** Stored claims that one version of the rules decided. */
interface StoredBatch {
  claims: ClaimRow[];
  inputOfClaim: Awaited<ReturnType<typeof loadInputs>>;
  /** Live hits already stored, as `hitKey` writes them. */
  knownKeys: ReadonlySet<string>;
  ruleset: Ruleset;
}

async function loadStored(
  db: Db,
  claimIds: readonly string[],
  sourcesOf: SourcesOf,
  moment: { today: string },
): Promise<StoredBatch[]> {
  const { claims, batch } = await readStored(db, claimIds, moment);
  const { rows } = await sql<{ key: string }>`
    select claim_id || ' ' || rule_id || ' ' || coalesce(line_seq::text, '') as key from rule_hit
    where mode = 'LIVE' and ${isAnyOf('claim_id', claimIds)}`.execute(db);
  const knownKeys = new Set(rows.map(({ key }) => key));
  const batches: StoredBatch[] = [];
  for (const [version, ofVersion] of Map.groupBy(claims, (claim) => claim.rulesetVersion)) {
    const sources = await sourcesOf(version);
    const inputOfClaim = await loadInputs(db, { ...batch, claims: ofVersion }, sources);
    batches.push({ claims: ofVersion, inputOfClaim, knownKeys, ruleset: sources.ruleset });
  }
  return batches;
}

async function judge({ claims, inputOfClaim, knownKeys, ruleset }: StoredBatch): Promise<Found[]> {
  const found: Found[] = [];
  for (const [index, claim] of claims.entries()) {
    if (index > 0 && index % CLAIMS_PER_TURN === 0) await nextTurn();
    const input = inputOfClaim(claim);
    const newHits = claimHits(input, ruleset).filter(
      (hit) => hit.mode === 'LIVE' && hit.severity !== 'INFO' && !knownKeys.has(hitKey({ ...hit, claimId: claim.id })),
    );
    if (newHits.length === 0) continue;
    const { version: rulesetVersion } = ruleset;
    const reasonCode = ruleset.rules.find((rule) => rule.id === newHits[0]?.ruleId)?.reasonCode ?? null;
    found.push({ claim, newHits, reasonCode, rulesetVersion, evaluate: () => evaluateClaim(input, ruleset) });
  }
  return found;
}

/** What the rules in force say about stored claims today, by id; writes nothing. */
export async function evaluateStored(
  db: Db,
  claimIds: readonly string[],
  { today, withShadow }: { today: string; withShadow: boolean },
): Promise<{ claim: ClaimRow; evaluation: Evaluation }[]> {
  const { claims, batch } = await readStored(db, claimIds, { today });
  const evaluations = await evaluateBatch(db, { ...batch, today, withShadow });
  return claims.flatMap((claim) => {
    const evaluation = evaluations.get(claim.id);
    return evaluation === undefined ? [] : [{ claim, evaluation }];
  });
}

/** Stored claims with their lines, as the evaluation takes them today: an old part that was due since is overdue now. */
export async function readStored(db: Db, claimIds: readonly string[], { today }: { today: string }) {
  const claims = await readColumns(db, 'claim', CLAIM_COLUMNS, { column: 'id', values: claimIds });
  claims.sort((a, b) => (a.id < b.id ? -1 : 1));
  const lines = await readColumns(db, 'claimLine', LINE_COLUMNS, { column: 'claimId', values: claimIds });
  lines.sort((a, b) => a.seq - b.seq);
  const linesByClaim = new Map(
    [...Map.groupBy(lines, (row) => row.claimId)].map(([claimId, rows]) => [claimId, rows.map(lineFactOf)]),
  );
  return { claims, batch: { claims, linesByClaim, onDateOf: () => today } };
}

/** A claim on a draft statement is judged as what it was before; when it is hit, it leaves the statement (claims §3.2). */
function approvedStatusOf(claim: ClaimRow): string {
  return claim.status === 'STATED' ? (claim.statusBefore ?? claim.status) : claim.status;
}

function hitKey(hit: { claimId: string; ruleId: string; lineSeq: number | null }): string {
  return `${hit.claimId} ${hit.ruleId} ${hit.lineSeq ?? ''}`;
}

async function returnToReview(db: Db, found: readonly Found[], moment: EvaluationMoment): Promise<void> {
  const back = found.map((entry) => ({ ...entry, evaluation: entry.evaluate() }));
  await updateRows(
    db,
    'claim',
    back.map((entry) => reopenedClaim(entry, moment)),
  );
  const lines = await db
    .selectFrom('claimLine')
    .select(['id', 'claimId', 'seq'])
    .where(
      isAnyOf(
        'claimId',
        back.map(({ claim }) => claim.id),
      ),
    )
    .execute();
  const byClaim = Map.groupBy(lines, (line) => line.claimId);
  await updateRows(
    db,
    'claimLine',
    back.flatMap((entry) => reopenedLines(entry, byClaim.get(entry.claim.id) ?? [])),
  );
  await insertRows(
    db,
    'ruleHit',
    back.flatMap((entry) => newHitRows(entry, moment)),
  );
  await insertRows(
    db,
    'auditDecision',
    back.map((entry) => reopenEntry(entry, moment)),
  );
}

function reopenedClaim({ claim, evaluation }: Returned, { nowMs }: EvaluationMoment) {
  const status = 'IN_REVIEW';
  return {
    id: claim.id,
    ...judgedColumns(evaluation, nowMs),
    ...{
      status,
      statusBefore: approvedStatusOf(claim),
      statementId: null,
      queue: queueOf({ status, returnCount: claim.returnCount }) as string,
    },
    ...{ queuedAtMs: nowMs, approvedFen: 0, cutFen: evaluation.claimedFen - evaluation.payableFen, reasonCode: null },
    ...{ decidedLevel: null, decidedAtMs: null, decidedBy: null, closedDate: null },
  };
}

function reopenedLines(
  { evaluation }: Returned,
  lines: readonly Pick<Selectable<ClaimLineTable>, 'id' | 'seq'>[],
): (Partial<Selectable<ClaimLineTable>> & { id: string })[] {
  const idBySeq = new Map(lines.map((line) => [line.seq, line.id]));
  return evaluation.lines.flatMap((line) => {
    const id = idBySeq.get(line.seq);
    const columns = {
      ...evaluatedLineColumns(line, evaluation),
      decision: 'PENDING',
      approvedFen: 0,
      reasonCode: null,
    };
    return id === undefined ? [] : [{ id, ...columns }];
  });
}

/** The new hits of a claim as rows. */
export function newHitRows(
  { claim, rulesetVersion, newHits }: Pick<Found, 'claim' | 'rulesetVersion' | 'newHits'>,
  moment: EvaluationMoment,
): Insertable<RuleHitTable>[] {
  return ruleHitRows(claim, { rulesetVersion, hits: newHits }, moment);
}

function reopenEntry(
  { claim, evaluation, newHits, reasonCode }: Returned,
  moment: EvaluationMoment,
): Insertable<AuditDecisionTable> {
  const ruleIds = [...new Set(newHits.map((hit) => hit.ruleId))];
  return {
    ...rowIdentity(moment.newId(), claim._scope, claim.id),
    ...{ claimId: claim.id, lineSeq: null, level: 'SYSTEM', action: 'REOPEN' },
    reasonCode,
    ...{ note: ruleIds.join(','), statusFrom: claim.status, statusTo: 'IN_REVIEW' },
    ...{ amountBeforeFen: claim.approvedFen, amountAfterFen: evaluation.payableFen, linesBeforeJson: null },
    ...{ decidedBy: SYSTEM_USER.id, decidedByName: SYSTEM_USER.name, decidedAtMs: moment.nowMs },
    ...{ deviceId: null, claimVersionSeen: claim._v, batchId: null, commandId: null, undoesId: null },
  };
}
