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
  /** Null = nobody has counted the key. */
  shelf: {
    countedMilli: number;
    countedAt: Instant;
    moves: readonly { qtyMilli: number; effectiveAt: Instant }[];
  } | null;
  cutoffAt: Instant;
  windowDays: number;
  packFactors: readonly number[];
  openingDiffMilli: number;
  rows: readonly ReconcileRow[];
}

/** The last one is ours: the two books differ and nobody has looked at the shelf. */
export const RECONCILE_VERDICTS = [
  'AGREE',
  'PHYSICAL_VARIANCE',
  'ERP_SIDE',
  'SYSTEM_SIDE',
  'MIXED',
  'NOT_COUNTED',
] as const;
export type ReconcileVerdict = (typeof RECONCILE_VERDICTS)[number];

/** In the order in which they are looked for and shown. Stock §4.11. */
export const DIFFERENCE_CLASSES = [
  'OPENING',
  'TIMING_IN_TRANSIT',
  'UOM',
  'DUPLICATE_POSTING',
  'MISSING_IN_ERP',
  'MISSING_IN_SYSTEM',
  'SIGN_ERROR',
  'SUBSTITUTION',
  'LOCATION',
  'QTY_MISMATCH',
  'UNEXPLAINED',
] as const;
export type DifferenceClass = (typeof DIFFERENCE_CLASSES)[number];

export interface ReconcileResult {
  /** Ledger − ERP; the contributions add up to it. */
  differenceMilli: number;
  /** The shelf rolled forward to the cut-off; null = not counted. */
  shelfMilli: number | null;
  contributions: { class: DifferenceClass; qtyMilli: number }[];
  verdict: ReconcileVerdict;
}

const DAY_MS = 86_400_000;
/** Open in more runs than this, a difference in time is one that never came. Stock §4.11. */
const MAX_TIMING_RUNS = 2;

/**
 * Why ledger, ERP and shelf of one key differ at one cut-off: the difference by class (classes that sum to 0 are left out, the
 * rest is UNEXPLAINED) and the verdict from the three figures alone; without a count the verdict says so. Stock §4.11.
 */
export function reconcileKey(input: ReconcileInput): ReconcileResult {
  const difference = BigInt(input.ledgerMilli) - BigInt(input.erpMilli);
  const shelf = input.shelf === null ? null : shelfAtCutoff(input.shelf, input.cutoffAt);
  const sums = new Map<DifferenceClass, bigint>([['OPENING', BigInt(input.openingDiffMilli)]]);
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
    shelfMilli: shelf === null ? null : toSafeNumber(shelf),
    contributions: [...sums]
      .filter(([, qty]) => qty !== 0n)
      .sort(([a], [b]) => compareText(a, b))
      .map(([name, qty]) => ({ class: name, qtyMilli: toSafeNumber(qty) })),
    verdict: verdictOf(BigInt(input.ledgerMilli), BigInt(input.erpMilli), shelf),
  };
}

function shelfAtCutoff(shelf: NonNullable<ReconcileInput['shelf']>, cutoffAt: Instant): bigint {
  const [fromMs, toMs] = [instantMs(shelf.countedAt), instantMs(cutoffAt)];
  return shelf.moves
    .filter(({ effectiveAt }) => instantMs(effectiveAt) > fromMs && instantMs(effectiveAt) <= toMs)
    .reduce((sum, move) => sum + BigInt(move.qtyMilli), BigInt(shelf.countedMilli));
}

function contributionOf(row: ReconcileRow, input: ReconcileInput): { class: DifferenceClass; qty: bigint } | null {
  const found = differenceClass(row, input);
  if (found === null) return null;
  if (row.kind === 'MATCHED') return { class: found, qty: BigInt(row.ledgerMilli) - BigInt(row.erpMilli) };
  return { class: found, qty: BigInt(row.kind === 'LEDGER_ONLY' ? row.qtyMilli : -row.qtyMilli) };
}

/** Which difference one row is, by itself; null for a pair that agrees. Stock §4.11. */
export function differenceClass(
  row: ReconcileRow,
  frame: Pick<ReconcileInput, 'packFactors' | 'cutoffAt' | 'windowDays'>,
): DifferenceClass | null {
  if (row.kind !== 'MATCHED') return unmatchedClass(row, frame);
  if (row.ledgerMilli === row.erpMilli) return null;
  return matchedClass(BigInt(row.ledgerMilli), BigInt(row.erpMilli), frame.packFactors);
}

function matchedClass(ledger: bigint, erp: bigint, packFactors: readonly number[]): DifferenceClass {
  if (ledger === -erp) return 'SIGN_ERROR';
  const isUnit = packFactors
    .filter((factor) => factor > 1)
    .some((factor) => ledger === erp * BigInt(factor) || erp === ledger * BigInt(factor));
  return isUnit && ledger !== 0n && erp !== 0n ? 'UOM' : 'QTY_MISMATCH';
}

function unmatchedClass(
  row: UnmatchedRow,
  { cutoffAt, windowDays }: Pick<ReconcileInput, 'cutoffAt' | 'windowDays'>,
): DifferenceClass {
  if (row.duplicate) return 'DUPLICATE_POSTING';
  if (row.mirror !== null) return row.mirror;
  const isNear = Math.abs(instantMs(row.at) - instantMs(cutoffAt)) <= windowDays * DAY_MS;
  if ((row.inTransit || isNear) && row.runsOpen <= MAX_TIMING_RUNS) return 'TIMING_IN_TRANSIT';
  return row.kind === 'LEDGER_ONLY' ? 'MISSING_IN_ERP' : 'MISSING_IN_SYSTEM';
}

function verdictOf(ledger: bigint, erp: bigint, shelf: bigint | null): ReconcileVerdict {
  if (shelf === null) return ledger === erp ? 'AGREE' : 'NOT_COUNTED';
  if (ledger === erp) return erp === shelf ? 'AGREE' : 'PHYSICAL_VARIANCE';
  if (ledger === shelf) return 'ERP_SIDE';
  return erp === shelf ? 'SYSTEM_SIDE' : 'MIXED';
}
