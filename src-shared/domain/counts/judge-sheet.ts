import { mulDivRound } from '../units/rounding.ts';
import { rowKey } from '../units/row-identity.ts';
import { compareText } from '../units/text-order.ts';
import { disputedCounters } from './disputed-counters.ts';
import { expectedAtCount, type CountedMovement } from './expected-at-count.ts';
import { recountTriggers } from './recount-triggers.ts';
import { withinTolerance, type CountTolerance } from './tolerance.ts';

/** The count of a line in one round that stands: the latest entry of it. */
export interface RoundCount {
  round: number;
  qtyMilli: number;
  countedAtMs: number;
  countedBy: string;
}

export interface SheetLine {
  id: string;
  partId: string;
  binId: string;
  chainId: string | null;
  /** Ledger rows of the line's key, in any order. */
  movements: readonly CountedMovement[];
  counts: readonly RoundCount[];
  unitCostFen: number;
  tolerance: CountTolerance;
  packFactors: readonly number[];
  binCapacityMilli: number | null;
}

export interface SheetRules {
  mode: string;
  snapSeq: number;
  /** The round that was just counted. */
  round: number;
  /** How many times a line may be counted again; 2 by default (stock §2.3). */
  maxRecounts: number;
  planSeed: string;
  /** Share of lines without variance that are counted again to keep everybody honest (R8). */
  sampleBp: number;
  /** Share of untroubled lines mixed among the recounted ones, so that a recount says nothing (stock §5.4). */
  mixBp: number;
  /** From which share of contradicted first counts, and how many of them, a person's other lines are counted again too (R9). */
  disputedBp: number;
  disputedLeast: number;
}

/** OPEN: nobody counted it · AGREED: a count stands · RECOUNT: to be counted again · DISPUTED: every count differs. */
export type LineState = 'OPEN' | 'AGREED' | 'RECOUNT' | 'DISPUTED';

export interface JudgedLine {
  id: string;
  state: LineState;
  bookMilli: number;
  expectedMilli: number | null;
  finalMilli: number | null;
  countedAtMs: number | null;
  countedBy: string | null;
  varianceMilli: number | null;
  varianceFen: number | null;
  varianceBp: number | null;
  within: boolean | null;
  triggers: string[];
}

export interface JudgedSheet {
  lines: JudgedLine[];
  /** Lines of the next round, mixed ones included; empty = the sheet is ready for review. */
  recountIds: string[];
}

interface Measured {
  line: SheetLine;
  bookMilli: number;
  /** Each round's count with what should have lain there at its own moment. */
  counts: (RoundCount & { expectedMilli: number; varianceMilli: number })[];
}

/**
 * What the counts of a sheet amount to after a round: for every line what was expected when it was counted, the difference,
 * why it is to be counted again, and which count stands. Two equal differences agree; a third count decides; three different
 * ones are disputed and the last one stands. Stock §4.1–4.3, §5.4.
 */
export function judgeSheet(lines: readonly SheetLine[], rules: SheetRules): JudgedSheet {
  const measured = lines.map((line) => measure(line, rules));
  const mirrorsOf = mirrorIndex(measured);
  const disputed = disputedCounters(measured, rules);
  const judged = measured.map((each) =>
    withDisputed(judgeLine(each, rules, mirrorsOf(each)), each, { rules, disputed }),
  );
  return { lines: judged, recountIds: withMixed(judged, measured, rules) };
}

function measure(line: SheetLine, { mode, snapSeq }: SheetRules): Measured {
  const at = (countedAt: number) =>
    expectedAtCount({ mode, movements: line.movements, snapSeq, countedAt, knownAt: null });
  const counts = [...line.counts]
    .sort((a, b) => a.round - b.round)
    .map((count) => {
      const { expectedMilli } = at(count.countedAtMs);
      return { ...count, expectedMilli, varianceMilli: count.qtyMilli - expectedMilli };
    });
  return { line, bookMilli: at(0).bookMilli, counts };
}

/**
 * For a line that differs, one line of each kind with the opposite difference: of its chain, of its bin, of its part. One is
 * enough for R6, and a sheet of 20,000 lines is not compared line by line.
 */
function mirrorIndex(measured: readonly Measured[]): (one: Measured) => OtherLine[] {
  const found = new Map<string, OtherLine>();
  for (const one of measured) {
    const varianceMilli = lastVariance(one);
    if (varianceMilli === 0) continue;
    const { partId, binId, chainId } = one.line;
    for (const place of placesOf(one.line))
      found.set(`${String(varianceMilli)} ${place}`, { partId, binId, chainId, varianceMilli });
  }
  return (one) => {
    const varianceMilli = lastVariance(one);
    if (varianceMilli === 0) return [];
    return placesOf(one.line).flatMap((place) => found.get(`${String(-varianceMilli)} ${place}`) ?? []);
  };
}

function lastVariance({ counts }: Measured): number {
  return counts.at(-1)?.varianceMilli ?? 0;
}

function placesOf({ partId, binId, chainId }: SheetLine): string[] {
  return [`bin ${binId}`, `part ${partId}`, ...(chainId === null ? [] : [`chain ${chainId}`])];
}

type OtherLine = { partId: string; binId: string; chainId: string | null; varianceMilli: number };

function judgeLine({ line, bookMilli, counts }: Measured, rules: SheetRules, others: readonly OtherLine[]): JudgedLine {
  const { state, count } = standing(counts, rules);
  if (count === undefined) return { ...NOT_COUNTED, id: line.id, bookMilli };
  const { expectedMilli, qtyMilli, varianceMilli } = count;
  const counted = { expectedMilli, countedMilli: qtyMilli, unitCostFen: line.unitCostFen };
  const result = withinTolerance({ ...counted, ...line.tolerance });
  const { tolerance, packFactors, binCapacityMilli } = line;
  const place = { partId: line.partId, binId: line.binId, chainId: line.chainId };
  const triggers = recountTriggers({
    ...{ line: { ...counted, ...place }, tolerance, packFactors, binCapacityMilli, otherLines: others },
  });
  if (varianceMilli === 0 && isSampled(line.id, rules)) triggers.push('R8');
  const again = state === null && triggers.length > 0 && rules.maxRecounts >= 1;
  return {
    ...{ id: line.id, bookMilli, expectedMilli, finalMilli: qtyMilli, varianceMilli, triggers },
    ...{ countedAtMs: count.countedAtMs, countedBy: count.countedBy, within: result.within },
    varianceFen: mulDivRound(varianceMilli, line.unitCostFen, 1000),
    varianceBp: result.variancePctBp,
    state: again ? 'RECOUNT' : (state ?? 'AGREED'),
  };
}

/** What only a person counted whom the recount contradicted too often is counted again while there is a round left. */
function withDisputed(
  judged: JudgedLine,
  { counts }: Measured,
  { rules, disputed }: { rules: SheetRules; disputed: ReadonlySet<string> },
): JudgedLine {
  const [only, second] = counts;
  if (only === undefined || second !== undefined || !disputed.has(only.countedBy)) return judged;
  const again = rules.round <= rules.maxRecounts;
  return { ...judged, triggers: [...judged.triggers, 'R9'], state: again ? 'RECOUNT' : judged.state };
}

const NOT_COUNTED: Omit<JudgedLine, 'id' | 'bookMilli'> = {
  ...{ state: 'OPEN', expectedMilli: null, finalMilli: null, countedAtMs: null, countedBy: null },
  ...{ varianceMilli: null, varianceFen: null, varianceBp: null, within: null, triggers: [] },
};

/** The count that stands; `state` is null where the first count has yet to be looked at. */
function standing(
  counts: Measured['counts'],
  { maxRecounts }: SheetRules,
): { state: LineState | null; count: Measured['counts'][number] | undefined } {
  const last = counts.at(-1);
  if (last === undefined) return { state: 'OPEN', count: undefined };
  if (counts.length === 1) return { state: null, count: last };
  const equal = counts.slice(0, -1).some(({ varianceMilli }) => varianceMilli === last.varianceMilli);
  if (equal) return { state: 'AGREED', count: last };
  const earlier = counts.slice(0, -1);
  const pair = earlier.findLast((one, at) =>
    earlier.slice(0, at).some((other) => other.varianceMilli === one.varianceMilli),
  );
  if (pair !== undefined) return { state: 'AGREED', count: pair };
  return { state: counts.length - 1 < maxRecounts ? 'RECOUNT' : 'DISPUTED', count: last };
}

/** hash(line, seed) mod 100 < 5 with the share as configuration (stock §4.3, R8). */
function isSampled(lineId: string, { planSeed, sampleBp }: SheetRules): boolean {
  return rowKey(`${planSeed}/${lineId}`) % 10_000 < sampleBp;
}

function withMixed(judged: readonly JudgedLine[], measured: readonly Measured[], rules: SheetRules): string[] {
  const again = judged.filter(({ state }) => state === 'RECOUNT').map(({ id }) => id);
  if (again.length === 0 || rules.round > 1) return again;
  const counted = new Set(measured.filter(({ counts }) => counts.length > 0).map(({ line }) => line.id));
  const calm = judged.filter(({ id, state }) => state === 'AGREED' && counted.has(id));
  const wanted = Math.ceil((calm.length * rules.mixBp) / 10_000);
  const mixed = calm
    .map(({ id }) => ({ id, draw: rowKey(`mix/${rules.planSeed}/${id}`) }))
    .sort((a, b) => a.draw - b.draw || compareText(a.id, b.id))
    .slice(0, wanted);
  return [...again, ...mixed.map(({ id }) => id)];
}
