import { instantMs, type Instant } from '../units/instant.ts';
import { toSafeNumber } from '../units/rounding.ts';
import { compareText } from '../units/text-order.ts';

export interface MatchedRow {
  kind: 'MATCHED';
  ledgerMilli: number;
  erpMilli: number;
}

export interface UnmatchedRow {
  kind: 'LEDGER_ONLY' | 'ERP_ONLY';
  qtyMilli: number;
  at: Instant;
  inTransit: boolean;
  /** In how many runs it was open already. */
  runsOpen: number;
  duplicate: boolean;
  mirror: 'SUBSTITUTION' | 'LOCATION' | null;
}

export type ReconcileRow = MatchedRow | UnmatchedRow;

export interface ReconcileInput {
  ledgerMilli: number;
  /** In base units. */
  erpMilli: number;
  shelf: {
    countedMilli: number;
    countedAt: Instant;
    moves: readonly { qtyMilli: number; effectiveAt: Instant }[];
  };
  cutoffAt: Instant;
  windowDays: number;
  packFactors: readonly number[];
  openingDiffMilli: number;
  rows: readonly ReconcileRow[];
}

export type ReconcileVerdict = 'AGREE' | 'PHYSICAL_VARIANCE' | 'ERP_SIDE' | 'SYSTEM_SIDE' | 'MIXED';

export interface ReconcileResult {
  /** Ledger − ERP; the contributions add up to it. */
  differenceMilli: number;
  /** The shelf rolled forward to the cut-off. */
  shelfMilli: number;
  contributions: { class: string; qtyMilli: number }[];
  verdict: ReconcileVerdict;
}

const DAY_MS = 86_400_000;
/** Open in more runs than this, a difference in time is one that never came. Stock §4.11. */
const MAX_TIMING_RUNS = 2;

/**
 * Why ledger, ERP and shelf of one key differ at one cut-off: the difference by class (classes that sum to 0 are left out, the
 * rest is UNEXPLAINED) and the verdict from the three figures alone. Stock §4.11.
 */
export function reconcileKey(input: ReconcileInput): ReconcileResult {
  const difference = BigInt(input.ledgerMilli) - BigInt(input.erpMilli);
  const shelf = shelfAtCutoff(input);
  const sums = new Map<string, bigint>([['OPENING', BigInt(input.openingDiffMilli)]]);
  for (const row of input.rows) {
    const contribution = contributionOf(row, input);
    if (contribution !== null) {
      sums.set(contribution.class, (sums.get(contribution.class) ?? 0n) + contribution.qty);
    }
  }
  const explained = [...sums.values()].reduce((sum, qty) => sum + qty, 0n);
  sums.set('UNEXPLAINED', difference - explained);
  return {
    differenceMilli: toSafeNumber(difference),
    shelfMilli: toSafeNumber(shelf),
    contributions: [...sums]
      .filter(([, qty]) => qty !== 0n)
      .sort(([a], [b]) => compareText(a, b))
      .map(([name, qty]) => ({ class: name, qtyMilli: toSafeNumber(qty) })),
    verdict: verdictOf(BigInt(input.ledgerMilli), BigInt(input.erpMilli), shelf),
  };
}

function shelfAtCutoff({ shelf, cutoffAt }: ReconcileInput): bigint {
  const [fromMs, toMs] = [instantMs(shelf.countedAt), instantMs(cutoffAt)];
  return shelf.moves
    .filter(({ effectiveAt }) => instantMs(effectiveAt) > fromMs && instantMs(effectiveAt) <= toMs)
    .reduce((sum, move) => sum + BigInt(move.qtyMilli), BigInt(shelf.countedMilli));
}

function contributionOf(row: ReconcileRow, input: ReconcileInput): { class: string; qty: bigint } | null {
  if (row.kind !== 'MATCHED') {
    const qty = BigInt(row.qtyMilli);
    return { class: unmatchedClass(row, input), qty: row.kind === 'LEDGER_ONLY' ? qty : -qty };
  }
  const [ledger, erp] = [BigInt(row.ledgerMilli), BigInt(row.erpMilli)];
  return ledger === erp ? null : { class: matchedClass(ledger, erp, input.packFactors), qty: ledger - erp };
}

function matchedClass(ledger: bigint, erp: bigint, packFactors: readonly number[]): string {
  if (ledger === -erp) return 'SIGN_ERROR';
  const isUnit = packFactors
    .filter((factor) => factor > 1)
    .some((factor) => ledger === erp * BigInt(factor) || erp === ledger * BigInt(factor));
  return isUnit && ledger !== 0n && erp !== 0n ? 'UOM' : 'QTY_MISMATCH';
}

function unmatchedClass(row: UnmatchedRow, { cutoffAt, windowDays }: ReconcileInput): string {
  if (row.duplicate) return 'DUPLICATE_POSTING';
  if (row.mirror !== null) return row.mirror;
  const isNear = Math.abs(instantMs(row.at) - instantMs(cutoffAt)) <= windowDays * DAY_MS;
  if ((row.inTransit || isNear) && row.runsOpen <= MAX_TIMING_RUNS) return 'TIMING_IN_TRANSIT';
  return row.kind === 'LEDGER_ONLY' ? 'MISSING_IN_ERP' : 'MISSING_IN_SYSTEM';
}

function verdictOf(ledger: bigint, erp: bigint, shelf: bigint): ReconcileVerdict {
  if (ledger === erp) return erp === shelf ? 'AGREE' : 'PHYSICAL_VARIANCE';
  if (ledger === shelf) return 'ERP_SIDE';
  return erp === shelf ? 'SYSTEM_SIDE' : 'MIXED';
}
