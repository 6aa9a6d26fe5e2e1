import type { RunRequest, RunResult } from '../../src-shared/contract/settlement.contract.ts';
import { isBusinessDate } from '../../src-shared/domain/units/dates.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { sumExact } from '../../src-shared/domain/units/rounding.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { insertRows, takeDocumentNumbers, updateRows } from '../db/bulk-rows.ts';
import { buildStatement, type BuiltStatement, type StatementParts } from './build-statement.ts';
import { claimsSha256 } from './claims-sha256.ts';
import {
  attachClaims,
  findRun,
  insertStatementClaims,
  loadClaimants,
  loadLastStatements,
  loadOpenAdjustments,
  loadPayableClaims,
  loadRegionCodes,
  loadSettings,
  lockRuns,
  settledClaimants,
  type AdjustmentRow,
  type Claimant,
  type Db,
  type PayableClaim,
} from './settlement.repository.ts';

/**
 * Runs all rules again over approved claims and answers which came back to the queue; tells of the others as soon as a part of
 * them is judged. Supplied by the claims room.
 */
export type RecheckClaims = (
  db: Db,
  claimIds: readonly string[],
  moment: { nowMs: number; today: string; newId(): string },
  onPassed?: (claimIds: readonly string[]) => Promise<void>,
) => Promise<string[]>;

/**
 * A run: every claimant with approved claims of the period, or with approved adjustments, gets one statement. Running it
 * again makes statements only for those who have none of this run yet, and says so. Claims §4.5, design §8.
 */
export async function runSettlement(
  context: CommandContext,
  { request }: BodyOf<'settlement.run'>,
  recheckClaims: RecheckClaims,
): Promise<CommandOutcome> {
  const { db, user } = context;
  await refuseWrongRequest(db, request);
  await lockRuns(db);
  const runKey = runKeyOf(request, context.commandId);
  const done = await settledClaimants(db, runKey);
  const candidates = await loadPayableClaims(db, request, { regionId: user.regionId, except: done });
  const adjustments = (await loadOpenAdjustments(db, request.claimantIds)).filter((row) => !done.has(row.claimantId));
  const claimants = await knownClaimants(context, request, [...candidates, ...adjustments]);
  const { returned, statementIdOf } = await recheckAndAttach(context, { candidates, claimants }, recheckClaims);
  const claims = candidates.filter((claim) => !returned.has(claim.id));
  const plan = await planRun(context, { request, runKey, claims, adjustments, claimants, statementIdOf });
  const run = await storeRun(context, { request, runKey, plan });
  const result: RunResult = {
    runKey,
    repeated: plan.built.length === 0 && run.isKnown,
    ...run.totals,
    returnedToReview: returned.size,
    leftOut: plan.leftOut,
  };
  return { status: 'applied', output: { ...result } };
}

/** Whoever may get a statement from this person, in the order of their codes. */
async function knownClaimants(
  { db, user }: CommandContext,
  { taxDate }: RunRequest,
  rows: readonly { claimantId: string }[],
): Promise<Claimant[]> {
  const ids = [...new Set(rows.map(({ claimantId }) => claimantId))];
  const claimants = await loadClaimants(db, ids, taxDate);
  return [...claimants.values()]
    .filter((claimant) => user.regionId === null || claimant.regionId === user.regionId)
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

/**
 * The re-check of all candidates. Those that keep their approval are put on the statement of their claimant while the next ones
 * are judged: the one is work of the store, the other of this process (0302).
 */
async function recheckAndAttach(
  context: CommandContext,
  { candidates, claimants }: { candidates: readonly PayableClaim[]; claimants: readonly Claimant[] },
  recheckClaims: RecheckClaims,
): Promise<{ returned: ReadonlySet<string>; statementIdOf: ReadonlyMap<string, string> }> {
  const { db, newId } = context;
  const statementIdOf = new Map(
    claimants.filter(({ taxRateBp }) => taxRateBp !== null).map(({ id }) => [id, newId()] as const),
  );
  const claimantOf = new Map(candidates.map(({ id, claimantId }) => [id, claimantId]));
  const attach = async (claimIds: readonly string[]): Promise<void> =>
    attachClaims(
      db,
      claimIds.flatMap((claimId) => {
        const statementId = statementIdOf.get(claimantOf.get(claimId) ?? '');
        return statementId === undefined ? [] : [{ claimId, statementId }];
      }),
    );
  const ids = candidates.map((claim) => claim.id);
  return { returned: new Set(await recheckClaims(db, ids, context, attach)), statementIdOf };
}

interface RunPlan {
  runId: string;
  built: BuiltStatement[];
  taken: { id: string; statementId: string; status: string }[];
  leftOut: { claimantCode: string; reason: string }[];
}

interface RunInput {
  request: RunRequest;
  runKey: string;
  claims: readonly PayableClaim[];
  adjustments: readonly AdjustmentRow[];
  claimants: readonly Claimant[];
  /** The statement of each claimant who gets one, should anything be left to put on it. */
  statementIdOf: ReadonlyMap<string, string>;
}

async function planRun(context: CommandContext, input: RunInput): Promise<RunPlan> {
  const { db, newId, nowMs, user } = context;
  const { request, runKey, claims, adjustments, statementIdOf } = input;
  const claimsBy = Map.groupBy(claims, (claim) => claim.claimantId);
  const adjustmentsBy = Map.groupBy(adjustments, (row) => row.claimantId);
  const known = input.claimants.filter(({ id }) => claimsBy.has(id) || adjustmentsBy.has(id));
  const last = await loadLastStatements(
    db,
    known.map(({ id }) => id),
  );
  const settings = await loadSettings(db);
  const regionCodes = await loadRegionCodes(db);
  const settled = known.filter(({ id }) => statementIdOf.has(id));
  const numbers = await statementNumbers(db, settled, request.periodToDate);
  const runId = (await findRun(db, runKey))?.id ?? newId();
  const built = settled.map((claimant): BuiltStatement => {
    const before = last.get(claimant.id);
    const parts: StatementParts = {
      claims: claimsBy.get(claimant.id) ?? [],
      adjustments: adjustmentsBy.get(claimant.id) ?? [],
      taxRateBp: claimant.taxRateBp ?? 0,
      carryInFen: before?.carryOutFen ?? 0,
      monthsDeferred: before?.payout === 'DEFERRED' ? before.monthsDeferred + 1 : 0,
    };
    return buildStatement({
      ids: { statement: statementIdOf.get(claimant.id) ?? newId(), run: runId, newId },
      run: { runKey, request, createdAtMs: nowMs, createdBy: user.id },
      ...{ claimant, parts, settings, no: numbers.get(claimant.id) ?? '' },
      regionCode: regionCodes.get(claimant.regionId) ?? '',
    });
  });
  return {
    ...{ runId, built },
    taken: adjustments.flatMap(({ id, claimantId }) => {
      const statementId = statementIdOf.get(claimantId);
      return statementId === undefined ? [] : [{ id, statementId, status: 'STATED' }];
    }),
    leftOut: known.flatMap(({ code, problem }) => (problem === null ? [] : [{ claimantCode: code, reason: problem }])),
  };
}

async function storeRun(
  context: CommandContext,
  { request, runKey, plan }: { request: RunRequest; runKey: string; plan: RunPlan },
): Promise<{ isKnown: boolean; totals: RunTotals }> {
  const { db, nowMs, user } = context;
  const before = await findRun(db, runKey);
  const { kind, periodFromDate, periodToDate, taxDate } = request;
  if (before === undefined) {
    await db
      .insertInto('settlementRun')
      .values({
        ...rowIdentity(plan.runId, 'g'),
        ...{ runKey, kind, periodFromDate, periodToDate, taxDate, includeEarlier: request.includeEarlier ? 1 : 0 },
        ...{ startedAtMs: nowMs, startedBy: user.id, status: 'DONE' },
      })
      .execute();
  }
  await insertRows(
    db,
    'statement',
    plan.built.map(({ statement }) => statement),
  );
  await insertRows(
    db,
    'statementTaxGroup',
    plan.built.flatMap(({ groups }) => groups),
  );
  await insertStatementClaims(
    db,
    plan.built.flatMap(({ claims }) => claims),
  );
  await updateRows(db, 'statementAdjustment', plan.taken);
  const totals = await runTotals(db, runKey);
  if (before === undefined || plan.built.length > 0) {
    await db.updateTable('settlementRun').set(totals).where('id', '=', plan.runId).execute();
  }
  return { isKnown: before !== undefined, totals };
}

type RunTotals = Pick<RunResult, 'statementCount' | 'claimCount' | 'netFen' | 'payableFen' | 'claimsSha256'>;

/** The totals over all live statements of a run, whoever of its repetitions made them. */
async function runTotals(db: Db, runKey: string): Promise<RunTotals> {
  const statements = await db
    .selectFrom('statement')
    .select(['id', 'netFen', 'payableFen', 'claimCount'])
    .where('runKey', '=', runKey)
    .where('status', '<>', 'VOID')
    .execute();
  const claims = await db
    .selectFrom('statementClaim')
    .innerJoin('statement', 'statement.id', 'statementClaim.statementId')
    .select(['statementClaim.claimId as id', 'statementClaim.approvedFen as approvedFen'])
    .where('statement.runKey', '=', runKey)
    .where('statement.status', '<>', 'VOID')
    .execute();
  return {
    statementCount: statements.length,
    claimCount: claims.length,
    netFen: sumExact(statements.map((row) => row.netFen)),
    payableFen: sumExact(statements.map((row) => row.payableFen)),
    claimsSha256: claimsSha256(claims),
  };
}

/** `JS` + short code + yyMM of the period's end + two digits. Claims §2.2. */
async function statementNumbers(
  db: Db,
  claimants: readonly Claimant[],
  periodTo: string,
): Promise<Map<string, string>> {
  const month = periodTo.slice(2, 4) + periodTo.slice(5, 7);
  const keyOf = ({ shortCode }: Claimant): string => `statement:${shortCode}:${month}`;
  const counts = new Map<string, number>();
  for (const claimant of claimants) counts.set(keyOf(claimant), (counts.get(keyOf(claimant)) ?? 0) + 1);
  const last = await takeDocumentNumbers(db, counts);
  const next = new Map([...last].map(([key, value]) => [key, value - (counts.get(key) ?? 0)]));
  return new Map(
    claimants.map((claimant) => {
      const number = (next.get(keyOf(claimant)) ?? 0) + 1;
      next.set(keyOf(claimant), number);
      return [claimant.id, `JS${claimant.shortCode}${month}${String(number).padStart(2, '0')}`];
    }),
  );
}

/** Calendar runs have one key per kind and period; an ad hoc or closing run is one of its own each time. */
function runKeyOf({ kind, periodFromDate, periodToDate }: RunRequest, commandId: string): string {
  const key = `${kind}:${periodFromDate}:${periodToDate}`;
  return kind === 'ADHOC' || kind === 'CLOSING' ? `${key}:${commandId}` : key;
}

async function refuseWrongRequest(db: Db, request: RunRequest): Promise<void> {
  const { periodFromDate, periodToDate, taxDate } = request;
  if (![periodFromDate, periodToDate, taxDate].every(isBusinessDate)) {
    throw new AppError('BAD_REQUEST', 'run-date-impossible', { periodFromDate, periodToDate, taxDate });
  }
  if (periodFromDate > periodToDate) {
    throw new AppError('RULE_BROKEN', 'run-period-backwards', { periodFromDate, periodToDate });
  }
  const closed = await db
    .selectFrom('period')
    .select('periodCode')
    .where('room', '=', 'claims')
    .where('status', '=', 'CLOSED')
    .where('fromDate', '<=', periodToDate)
    .where('toDate', '>=', periodToDate)
    .executeTakeFirst();
  if (closed !== undefined) throw new AppError('RULE_BROKEN', 'period-closed', { periodCode: closed.periodCode });
}
