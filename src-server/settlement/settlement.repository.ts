import { sql, type Insertable, type Kysely, type RawBuilder, type Selectable } from 'kysely';
import type { RunRequest } from '../../src-shared/contract/settlement.contract.ts';
import { claimSettingsOf, withLevelLimits, type ClaimSettings } from '../../src-shared/domain/claims/first-rates.ts';
import { isAnyOf, updateRows } from '../db/bulk-rows.ts';
import type {
  CentralTables,
  SettlementRunTable,
  StatementAdjustmentTable,
  StatementClaimTable,
  StatementTable,
} from '../db/central-tables.generated.ts';
import { levelLimitsJson } from '../db/level-limits.ts';

export type Db = Kysely<CentralTables>;
export type StatementRow = Selectable<StatementTable>;
export type AdjustmentRow = Selectable<StatementAdjustmentTable>;

/** An approved claim that stands on no statement. */
export interface PayableClaim {
  id: string;
  claimantId: string;
  claimedFen: number;
  approvedFen: number;
  repairFinishDate: string;
}

/** Who is settled with, as of the tax date; `taxRateBp` null = no rate can be told, see `problem`. */
export interface Claimant {
  id: string;
  type: string;
  code: string;
  name: string;
  shortCode: string;
  stationId: string | null;
  regionId: string;
  grade: string | null;
  taxpayerType: string | null;
  taxNo: string | null;
  bankName: string | null;
  bankAccount: string | null;
  taxRateBp: number | null;
  problem: 'no-terms-on-tax-date' | 'no-tax-rate-on-tax-date' | null;
}

const PAYABLE_STATUSES = ['APPROVED', 'PARTIAL', 'AUTO_APPROVED'] as const;

/** One settlement run at a time; others wait until the transaction ends. */
export async function lockRuns(db: Db): Promise<void> {
  await sql`lock table settlement_run in share row exclusive mode`.execute(db);
}

export async function findRun(db: Db, runKey: string): Promise<Selectable<SettlementRunTable> | undefined> {
  return db.selectFrom('settlementRun').selectAll().where('runKey', '=', runKey).executeTakeFirst();
}

/** Claimants who already have a statement of this run. */
export async function settledClaimants(db: Db, runKey: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('statement')
    .select('claimantId')
    .where('runKey', '=', runKey)
    .where('status', '<>', 'VOID')
    .execute();
  return new Set(rows.map((row) => row.claimantId));
}

/** The approved, unattached claims of the period, locked, in the order of their ids. Claims §4.5. */
export async function loadPayableClaims(
  db: Db,
  request: RunRequest,
  limits: { regionId: string | null; except: ReadonlySet<string> },
): Promise<PayableClaim[]> {
  let query = db
    .selectFrom('claim')
    .select(['id', 'claimantId', 'claimedFen', 'approvedFen', 'repairFinishDate'])
    .where('status', 'in', PAYABLE_STATUSES)
    .where('statementId', 'is', null)
    .where('repairFinishDate', '<=', request.periodToDate);
  if (!request.includeEarlier) query = query.where('repairFinishDate', '>=', request.periodFromDate);
  if (request.claimantIds.length > 0) query = query.where(isAnyOf('claimantId', request.claimantIds));
  if (limits.regionId !== null) query = query.where('regionId', '=', limits.regionId);
  const claims = await query.orderBy('id').forUpdate().execute();
  return claims.filter((claim) => !limits.except.has(claim.claimantId));
}

/** Adjustments that a second person approved and no statement has taken yet. */
export async function loadOpenAdjustments(db: Db, claimantIds: readonly string[]): Promise<AdjustmentRow[]> {
  let query = db
    .selectFrom('statementAdjustment')
    .selectAll()
    .where('status', '=', 'APPROVED')
    .where('statementId', 'is', null);
  if (claimantIds.length > 0) query = query.where(isAnyOf('claimantId', claimantIds));
  return query.orderBy('id').execute();
}

/** The newest live statement of each claimant: what it carried out comes into the next one. */
export async function loadLastStatements(
  db: Db,
  claimantIds: readonly string[],
): Promise<Map<string, Pick<StatementRow, 'claimantId' | 'carryOutFen' | 'payout' | 'monthsDeferred'>>> {
  const rows = await db
    .selectFrom('statement')
    .distinctOn('claimantId')
    .select(['claimantId', 'carryOutFen', 'payout', 'monthsDeferred'])
    .where(isAnyOf('claimantId', claimantIds))
    .where('status', '<>', 'VOID')
    .orderBy('claimantId')
    .orderBy('createdAtMs', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.claimantId, row]));
}

/** Stations, own workshops and engineers with the terms and the tax rate in force on the tax date. Design §8, Tax. */
export async function loadClaimants(db: Db, ids: readonly string[], taxDate: string): Promise<Map<string, Claimant>> {
  const stations = await db.selectFrom('station').selectAll().where(isAnyOf('id', ids)).execute();
  const terms = await db
    .selectFrom('stationTerms')
    .selectAll()
    .where(isAnyOf('stationId', ids))
    .where('validFromDate', '<=', taxDate)
    .where((where) => where.or([where('validToDate', 'is', null), where('validToDate', '>=', taxDate)]))
    .orderBy('validFromDate')
    .execute();
  const rates = await db
    .selectFrom('taxRate')
    .select(['taxpayerType', 'rateBp'])
    .where('validFromDate', '<=', taxDate)
    .where((where) => where.or([where('validToDate', 'is', null), where('validToDate', '>=', taxDate)]))
    .orderBy('validFromDate')
    .execute();
  const rateOf = new Map(rates.map((rate) => [rate.taxpayerType, rate.rateBp]));
  const termsOf = new Map(terms.map((row) => [row.stationId, row]));
  const engineers = await db.selectFrom('engineer').selectAll().where(isAnyOf('id', ids)).execute();
  return new Map<string, Claimant>([
    ...stations.map((station) => {
      const { id, code, name, shortCode, regionId } = station;
      const place = { id, code, name, shortCode, regionId, stationId: id };
      const inForce = termsOf.get(id);
      return [id, { ...place, ...moneyTerms(station.type === 'OWN', inForce, rateOf) }] as const;
    }),
    ...engineers.map(({ id, empNo, name, regionId }) => {
      const place = { id, code: empNo, name, shortCode: empNo, regionId, stationId: null };
      return [id, { ...place, ...WITHOUT_INVOICE, type: 'ENGINEER' }] as const;
    }),
  ]);
}

/** Own workshops settle internally and engineers by expense claim: no invoice, no tax (design §8, Tax). */
const WITHOUT_INVOICE = {
  ...{ grade: null, taxpayerType: null, taxNo: null, bankName: null, bankAccount: null, taxRateBp: 0, problem: null },
};

type MoneyTerms = Omit<Claimant, 'id' | 'code' | 'name' | 'shortCode' | 'regionId' | 'stationId'>;

function moneyTerms(
  isOwn: boolean,
  terms: Selectable<CentralTables['stationTerms']> | undefined,
  rateOf: ReadonlyMap<string, number>,
): MoneyTerms {
  if (isOwn) return { ...WITHOUT_INVOICE, type: 'OWN_WORKSHOP', grade: terms?.grade ?? null };
  if (terms === undefined) {
    return { ...WITHOUT_INVOICE, type: 'STATION', taxRateBp: null, problem: 'no-terms-on-tax-date' };
  }
  const { grade, taxpayerType, taxNo, bankName, bankAccount } = terms;
  const taxRateBp = rateOf.get(taxpayerType) ?? null;
  const problem = taxRateBp === null ? 'no-tax-rate-on-tax-date' : null;
  return { type: 'STATION', grade, taxpayerType, taxNo, bankName, bankAccount, taxRateBp, problem };
}

export async function loadSettings(db: Db): Promise<ClaimSettings> {
  return claimSettingsOf(await db.selectFrom('setting').select(['settingKey', 'valueJson']).execute());
}

/** Up to which amount the second level approves a statement on the day, in fen. */
export async function loadStatementLimitFen(db: Db, day: string): Promise<number> {
  const rows = await db.selectFrom('setting').select(['settingKey', 'valueJson']).execute();
  // A company may give statements a limit of their own; otherwise the second level's limit holds for both.
  const own = Number(rows.find((row) => row.settingKey === 'statementL2LimitFen')?.valueJson ?? Number.NaN);
  if (Number.isSafeInteger(own)) return own;
  return withLevelLimits(claimSettingsOf(rows), await levelLimitsJson(db, day)).l2LimitFen;
}

export async function loadRegionCodes(db: Db): Promise<Map<string, string>> {
  const rows = await db.selectFrom('region').select(['id', 'code']).execute();
  return new Map(rows.map((row) => [row.id, row.code]));
}

/** The statement, locked; undefined when there is none. */
export async function lockStatement(db: Db, statementId: string): Promise<StatementRow | undefined> {
  return db.selectFrom('statement').selectAll().where('id', '=', statementId).forUpdate().executeTakeFirst();
}

/** One column of many rows as one text: ids, scopes and numbers have no line break, and none of them is empty. */
function columnOf(values: readonly (string | number)[], type: 'text' | 'bigint'): RawBuilder<unknown> {
  return sql`string_to_array(${values.join('\n')}, E'\\n')::${sql.raw(type)}[]`;
}

/** The lines of new statements, column by column: a run has tens of thousands of them. */
export async function insertStatementClaims(db: Db, rows: readonly Insertable<StatementClaimTable>[]): Promise<void> {
  const texts = (pick: (row: Insertable<StatementClaimTable>) => string) => columnOf(rows.map(pick), 'text');
  const numbers = (pick: (row: Insertable<StatementClaimTable>) => number) => columnOf(rows.map(pick), 'bigint');
  await sql`insert into statement_claim
      (id, _scope, statement_id, claim_id, _k, _bucket, seq, claimed_fen, approved_fen, tax_rate_bp)
    select * from unnest(${texts((row) => row.id)}, ${texts((row) => row._scope)}, ${texts((row) => row.statementId)},
      ${texts((row) => row.claimId)}, ${numbers((row) => row._k)}, ${numbers((row) => row._bucket)},
      ${numbers((row) => row.seq)}, ${numbers((row) => row.claimedFen)}, ${numbers((row) => row.approvedFen)},
      ${numbers((row) => row.taxRateBp)})`.execute(db);
}

/** Puts claims on statements: status STATED, with the status they come back to when they are taken off. */
export async function attachClaims(db: Db, places: readonly { claimId: string; statementId: string }[]): Promise<void> {
  const claimIds = places.map(({ claimId }) => claimId);
  const statementIds = places.map(({ statementId }) => statementId);
  await sql`update claim as c
    set status_before = c.status, status = 'STATED', queue = 'NONE', statement_id = d.statement_id
    from unnest(${columnOf(claimIds, 'text')}, ${columnOf(statementIds, 'text')}) as d(claim_id, statement_id)
    where c.id = d.claim_id`.execute(db);
}

/** Takes claims off their statement; they stand again where they stood before. */
export async function detachClaims(db: Db, claimIds: readonly string[]): Promise<void> {
  await sql`update claim as c set status = c.status_before, status_before = null, statement_id = null
    where ${isAnyOf('c.id', claimIds)} and c.status = 'STATED'`.execute(db);
  await db.deleteFrom('statementClaim').where(isAnyOf('claimId', claimIds)).execute();
}

/** Frees the adjustments of a statement for the next one. */
export async function releaseAdjustments(db: Db, statementId: string): Promise<void> {
  const rows = await db.selectFrom('statementAdjustment').select('id').where('statementId', '=', statementId).execute();
  await updateRows(
    db,
    'statementAdjustment',
    rows.map(({ id }) => ({ id, statementId: null, status: 'APPROVED' })),
  );
}
