import { rowKey } from '../units/row-identity.ts';
import { compareText } from '../units/text-order.ts';
import { cycleDue, cyclePriority, type AbcClass, type CountEvent } from './cycle.ts';
import type { CountType } from './sheet-transition.ts';

/** A stock key that could be counted. */
export interface CountCandidate {
  id: string;
  zone: string;
  walkSeq: number;
  binCode: string;
  partNo: string;
  qtyMilli: number;
  abcClass: AbcClass;
  /** null = never counted. */
  lastCountAtMs: number | null;
  lastMoveAtMs: number;
  /** What has happened to it since the last count; that its bin is empty is not among them. */
  events: readonly CountEvent[];
}

export interface SelectionInput {
  type: CountType;
  candidates: readonly CountCandidate[];
  todayStartMs: number;
  /** Lines of a cycle count. */
  capacity: number;
  countsPerYear: Readonly<Record<AbcClass, number>>;
  samplePctBp: number;
  sampleSeed: string;
}

const DAY_MS = 86_400_000;

/**
 * The keys a count of this type takes, in walking order (zone, walk sequence, bin, part). CYCLE: the most urgent up to the
 * capacity · SPOT: a sample that the same seed draws again · TOUCHED: moved since the last count · ZERO: nothing on the book
 * · FULL and ADHOC: everything given. Stock §2.3, §4.5.
 */
export function selectKeys<Candidate extends CountCandidate>(
  input: Omit<SelectionInput, 'candidates'> & { candidates: readonly Candidate[] },
): Candidate[] {
  return CHOOSERS[input.type](input.candidates, input).sort(byWalk) as Candidate[];
}

type Chooser = (candidates: readonly CountCandidate[], input: SelectionInput) => CountCandidate[];

const CHOOSERS: Readonly<Record<CountType, Chooser>> = {
  CYCLE: mostUrgent,
  SPOT: sample,
  TOUCHED: (candidates) => candidates.filter((each) => each.lastMoveAtMs > (each.lastCountAtMs ?? 0)),
  ZERO: (candidates) => candidates.filter((each) => each.qtyMilli === 0),
  FULL: (candidates) => [...candidates],
  ADHOC: (candidates) => [...candidates],
};

/** What was never counted is as old as a year. */
const NEVER_COUNTED_DAYS = 365;

function mostUrgent(candidates: readonly CountCandidate[], input: SelectionInput): CountCandidate[] {
  const urgency = (each: CountCandidate): number => {
    const { intervalDays } = cycleDue({
      lastCountDate: '2000-01-01',
      countsPerYear: input.countsPerYear[each.abcClass],
    });
    const daysSince =
      each.lastCountAtMs === null
        ? NEVER_COUNTED_DAYS
        : Math.max(0, Math.floor((input.todayStartMs + DAY_MS - each.lastCountAtMs) / DAY_MS));
    const events = [...each.events, ...(each.qtyMilli === 0 ? ['BIN_ZERO'] : [])];
    return cyclePriority({ daysSince, intervalDays, events }).priorityCenti;
  };
  return candidates
    .map((each) => ({ each, urgency: urgency(each) }))
    .sort(
      (a, b) => b.urgency - a.urgency || compareText(a.each.partNo, b.each.partNo) || compareText(a.each.id, b.each.id),
    )
    .slice(0, input.capacity)
    .map(({ each }) => each);
}

function sample(candidates: readonly CountCandidate[], { samplePctBp, sampleSeed }: SelectionInput): CountCandidate[] {
  const wanted = Math.ceil((candidates.length * samplePctBp) / 10_000);
  return [...candidates]
    .map((each) => ({ each, draw: rowKey(`${sampleSeed}/${each.id}`) }))
    .sort((a, b) => a.draw - b.draw || compareText(a.each.id, b.each.id))
    .slice(0, wanted)
    .map(({ each }) => each);
}

function byWalk(a: CountCandidate, b: CountCandidate): number {
  return (
    compareText(a.zone, b.zone) ||
    a.walkSeq - b.walkSeq ||
    compareText(a.binCode, b.binCode) ||
    compareText(a.partNo, b.partNo) ||
    compareText(a.id, b.id)
  );
}
