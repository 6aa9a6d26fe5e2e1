/*
 * A year of a few dozen stations as plain facts: how many claims, of what amounts, by which technician, on which vehicle. Some
 * stations have a habit that honest ones do not have. This file knows no rule and no threshold; how strong a habit is, is
 * drawn at random, from hardly visible to blatant.
 */

export const HABITS = [
  'claims pile up this month',
  'one repair is billed dearer than elsewhere',
  'one vehicle comes again and again',
  'one technician stands for most of the money',
  'amounts are made up, with the digits people think of',
  'bills are kept a little below the automatic limit',
  'faults are found just before the cover ends',
] as const;

export type Habit = (typeof HABITS)[number];

export interface YearClaim {
  submittedDate: string;
  vehicle: string;
  technician: string;
  groupId: string;
  modelId: string;
  amountFen: number;
  daysLeftOfCover: number;
}

export interface YearStation {
  id: string;
  regionId: string;
  habit: Habit | null;
  claims: YearClaim[];
}

/** The day the year ends on, late in its month. */
export const YEAR_TODAY = '2026-11-27';

const REGIONS = 5;
const STATIONS_PER_REGION = 14;
const WITH_EACH_HABIT = 5;
const MONTHS = 12;
const CLAIMS_PER_MONTH = 24;
const DAY_MS = 86_400_000;
/** Assembly, model and what such a repair usually costs, in fen. */
const REPAIRS = [
  ['brake', 'coach', 9_000],
  ['brake', 'truck', 14_000],
  ['engine', 'coach', 160_000],
  ['engine', 'truck', 260_000],
  ['electric', 'coach', 27_000],
  ['electric', 'truck', 52_000],
] as const;

/** Numbers from a seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Draw {
  unit: () => number;
  between: (from: number, to: number) => number;
  whole: (from: number, to: number) => number;
  /** Around 1, as many times above as below; half of them within about `spread` × 0.67. */
  factor: (spread: number) => number;
}

function drawFrom(seed: number): Draw {
  const unit = randomFrom(seed);
  const between = (from: number, to: number): number => from + unit() * (to - from);
  // twelve uniform numbers less six are as good as normal here
  const normal = (): number => Array.from({ length: 12 }, unit).reduce((sum, value) => sum + value, -6);
  return {
    ...{ unit, between },
    whole: (from, to) => Math.floor(between(from, to + 1)),
    factor: (spread) => Math.exp(spread * normal()),
  };
}

/** The stations of one company; five have each habit, the others none. */
export function stationsOfYear(seed: number): YearStation[] {
  const draw = drawFrom(seed);
  const habits: (Habit | null)[] = HABITS.flatMap((habit) => Array.from({ length: WITH_EACH_HABIT }, () => habit));
  const count = REGIONS * STATIONS_PER_REGION;
  const order = Array.from({ length: count }, (_, index) => ({ habit: habits[index] ?? null, place: draw.unit() }))
    .sort((a, b) => a.place - b.place)
    .map(({ habit }) => habit);
  return order.map((habit, index) => ({
    ...{ id: `st-${String(seed)}-${String(index)}`, regionId: `reg-${String(index % REGIONS)}`, habit },
    claims: claimsOf(draw, habit, index),
  }));
}

function claimsOf(draw: Draw, habit: Habit | null, index: number): YearClaim[] {
  const size = draw.factor(0.15) * CLAIMS_PER_MONTH;
  const traits = {
    pile: habit === HABITS[0] ? draw.between(1.8, 4.5) : 1,
    dearCell: draw.whole(0, REPAIRS.length - 1),
    dear: habit === HABITS[1] ? draw.between(1.2, 2.6) : 1,
    regular: habit === HABITS[2] ? draw.whole(4, 10) : 0,
    // honest workshops have a first man as well
    firstShare: habit === HABITS[3] ? draw.between(0.36, 0.7) : draw.between(0.2, 0.32),
    madeUp: habit === HABITS[4] ? draw.between(0.15, 0.8) : 0,
    kept: habit === HABITS[5] ? draw.between(0.12, 0.5) : 0,
    atEnd: habit === HABITS[6] ? draw.between(0.06, 0.25) : draw.between(0.02, 0.05),
  };
  const claims: YearClaim[] = [];
  for (let back = MONTHS - 1; back >= 0; back -= 1) {
    const days = back === 0 ? Number(YEAR_TODAY.slice(8)) : 28;
    const expected = size * draw.factor(0.12) * (back === 0 ? traits.pile * (days / 30) : 1);
    const month = monthBack(back);
    for (let number = 0; number < Math.round(expected); number += 1) {
      const day = String(draw.whole(1, days)).padStart(2, '0');
      claims.push(claimOf(draw, { traits, index, submittedDate: `${month}-${day}` }));
    }
  }
  for (let visit = 0; visit < traits.regular; visit += 1) {
    const submittedDate = new Date(Date.parse(YEAR_TODAY) - draw.whole(1, 80) * DAY_MS).toISOString().slice(0, 10);
    claims.push({ ...claimOf(draw, { traits, index, submittedDate }), vehicle: `v-${String(index)}-regular` });
  }
  return claims;
}

function monthBack(back: number): string {
  const [year = 0, month = 0] = YEAR_TODAY.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7);
}

interface ClaimSeed {
  traits: { dearCell: number; dear: number; firstShare: number; madeUp: number; kept: number; atEnd: number };
  index: number;
  submittedDate: string;
}

function claimOf(draw: Draw, { traits, index, submittedDate }: ClaimSeed): YearClaim {
  const cell = draw.whole(0, REPAIRS.length - 1);
  const [groupId, modelId, usualFen] = REPAIRS[cell] ?? REPAIRS[0];
  let amountFen = Math.round(usualFen * draw.factor(0.7) * (cell === traits.dearCell ? traits.dear : 1));
  if (draw.unit() < traits.madeUp) amountFen = draw.whole(4, 8) * 10 ** draw.whole(3, 5) + draw.whole(0, 99) * 10;
  if (draw.unit() < traits.kept) amountFen = draw.whole(48_000, 49_990);
  const colleague = `${String(index)}-${String(draw.whole(2, 5))}`;
  return {
    ...{ submittedDate, groupId, modelId, amountFen, vehicle: `v-${String(index)}-${String(draw.whole(1, 160))}` },
    technician: draw.unit() < traits.firstShare ? `${String(index)}-1` : colleague,
    daysLeftOfCover: draw.unit() < traits.atEnd ? draw.whole(1, 30) : draw.whole(31, 700),
  };
}
