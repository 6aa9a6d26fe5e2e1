import { isBusinessDate } from '../../units/dates.ts';
import { FIRST_RATES, RATE_KEYS, type RateSeed } from '../first-rates.ts';
import type { RulesetFault } from './check-ruleset.ts';
import type { MasterRow, MasterTable } from './master-edits.ts';

export type MasterFaultReason =
  | 'master-rate-key'
  | 'master-rate-value'
  | 'master-rate-dates'
  | 'master-rate-overlap'
  | 'master-coverage-policy'
  | 'master-coverage-twice'
  | 'master-coverage-limit'
  | 'master-coverage-default'
  | 'master-reason-code'
  | 'master-reason-text'
  | 'master-reason-rank'
  | 'master-reason-in-rules';

/** All rows of the masters as a draft would leave them. */
export type MasterRows = Readonly<Record<MasterTable, readonly MasterRow[]>>;

/** What a rate of this key counts and costs: given by its key, not typed. */
export function rateKind(rateKey: string): Pick<RateSeed, 'costType' | 'unit'> | undefined {
  return FIRST_RATES.find((rate) => rate.rateKey === rateKey);
}

export const DEFAULT_ACTIONS: readonly string[] = ['REJECT', 'REDUCE', 'RETURN', 'HOLD'];
export const COVERAGE_MODES: readonly string[] = ['FIRST_REACHED', 'LATER'];
/** Reasons offered first, each with its digit (design §8). */
const OFFERED_FIRST = 5;

/** How a row is called where a person reads of it: key and scope of a rate, subject of a coverage, code of a reason. */
export function masterRowName(table: MasterTable, row: MasterRow, codeOf: (id: string) => string = String): string {
  const code = (column: string): string[] => {
    const id = row[column];
    return id == null ? [] : [codeOf(String(id))];
  };
  if (table === 'reasons') return String(row['code'] ?? '');
  if (table === 'coverages') return [...code('policyId'), ...code('componentGroupId'), ...code('partId')].join(' ');
  const scope = ['grade', 'productLine', 'claimType'].flatMap((column) => row[column] ?? []);
  return [row['rateKey'] ?? '', ...code('stationId'), ...code('regionId'), ...scope].join(' ');
}

/**
 * Everything that keeps changed masters from standing: rates of equal scope may not overlap (claims §2.1), a policy covers
 * a subject once and has terms for everything else, a reason has both texts. `usedReasons` are the codes rules propose.
 */
export function checkMasters(
  rows: MasterRows,
  { usedReasons, codeOf }: { usedReasons: readonly string[]; codeOf?: (id: string) => string },
): RulesetFault[] {
  const add =
    (table: MasterTable, faults: RulesetFault[]) =>
    (row: MasterRow, field: string, reason: MasterFaultReason): void =>
      void faults.push({ row: masterRowName(table, row, codeOf), field, reason });
  const faults: RulesetFault[] = [];
  checkRates(rows.rates, add('rates', faults));
  checkCoverages(rows.coverages, add('coverages', faults));
  checkReasons(rows.reasons, usedReasons, add('reasons', faults));
  return faults;
}

type Add = (row: MasterRow, field: string, reason: MasterFaultReason) => void;

const SCOPE = ['rateKey', 'stationId', 'grade', 'regionId', 'productLine', 'claimType'] as const;

function checkRates(rates: readonly MasterRow[], add: Add): void {
  const sound = rates.filter((row) => {
    if (!(RATE_KEYS as readonly unknown[]).includes(row['rateKey'])) add(row, 'rateKey', 'master-rate-key');
    if (!isCount(row['value'])) add(row, 'value', 'master-rate-value');
    const { validFromDate: from, validToDate: to } = row;
    const areDates = [from, to].every((day) => day == null || isBusinessDate(String(day)));
    const isSound = areDates && (from == null || to == null || from <= to);
    if (!isSound) add(row, 'validToDate', 'master-rate-dates');
    return isSound;
  });
  for (const [, alike] of Map.groupBy(sound, (row) => SCOPE.map((column) => row[column] ?? '').join('\n'))) {
    const inOrder = [...alike].sort((a, b) => (startOf(a) < startOf(b) ? -1 : 1));
    for (const [index, row] of inOrder.entries()) {
      const before = inOrder[index - 1];
      if (before === undefined) continue;
      const end = before['validToDate'];
      if (end == null || String(end) >= startOf(row)) add(row, 'validFromDate', 'master-rate-overlap');
    }
  }
}

/** A row that begins with the publication has no day yet; it follows whatever has begun. */
const startOf = (row: MasterRow): string => String(row['validFromDate'] ?? '9999-12-31');

function checkCoverages(coverages: readonly MasterRow[], add: Add): void {
  const seen = new Set<string>();
  for (const row of coverages) {
    if (row['policyId'] == null) add(row, 'policyId', 'master-coverage-policy');
    const subject = ['policyId', 'componentGroupId', 'partId'].map((column) => row[column] ?? '').join('\n');
    if (seen.has(subject)) add(row, 'componentGroupId', 'master-coverage-twice');
    seen.add(subject);
    for (const field of ['months', 'kmLimit', 'labourMonths', 'materialMonths'])
      if (row[field] != null && !isCount(row[field])) add(row, field, 'master-coverage-limit');
    if (row['months'] == null && row['kmLimit'] == null && row['excluded'] !== 1)
      add(row, 'months', 'master-coverage-limit');
  }
  for (const [, rows] of Map.groupBy(coverages, (row) => row['policyId'])) {
    const [first] = rows;
    const hasDefault = rows.some((row) => row['componentGroupId'] == null && row['partId'] == null);
    if (first !== undefined && !hasDefault)
      add({ policyId: first['policyId'] ?? null }, 'componentGroupId', 'master-coverage-default');
  }
}

function checkReasons(reasons: readonly MasterRow[], usedReasons: readonly string[], add: Add): void {
  const [codes, ranks] = [new Set<unknown>(), new Set<unknown>()];
  for (const row of reasons) {
    const { code, suggestedRank: rank } = row;
    if (!/^R\d{2}$/.test(String(code)) || codes.has(code)) add(row, 'code', 'master-reason-code');
    codes.add(code);
    for (const field of ['textZh', 'textEn'])
      if (String(row[field] ?? '').trim() === '') add(row, field, 'master-reason-text');
    if (rank == null) continue;
    const isPlace = isCount(rank) && Number(rank) >= 1 && Number(rank) <= OFFERED_FIRST;
    if (!isPlace || ranks.has(rank) || row['isOffered'] !== 1) add(row, 'suggestedRank', 'master-reason-rank');
    ranks.add(rank);
  }
  for (const code of new Set(usedReasons)) if (!codes.has(code)) add({ code }, 'code', 'master-reason-in-rules');
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
