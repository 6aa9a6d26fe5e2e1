import type { Disposition, Evaluation } from '../evaluation-types.ts';
import type { LevelLimits } from '../ruleset-types.ts';
import { LIMITED_LEVELS } from './check-ruleset.ts';

/** Who settles a claim: the rules alone, or the lowest level whose limit the payable amount does not exceed. */
export type NeededLevel = 'AUTO' | 'L1' | 'L2' | 'L3';

/** What another ruleset would have said of one claim; amounts in fen. */
export interface EvaluationChange {
  dispositionBefore: Disposition;
  dispositionAfter: Disposition;
  payableBeforeFen: number;
  payableAfterFen: number;
  levelBefore: NeededLevel;
  levelAfter: NeededLevel;
  /** Live rules that hit only after, and only before; ids sorted. */
  newRules: readonly string[];
  goneRules: readonly string[];
}

type Judged = Pick<Evaluation, 'disposition' | 'payableFen' | 'signature'> & { limits: LevelLimits };

/**
 * What differs between two evaluations of the same claim, each with the limits of its version; null when decision, payable
 * amount, needed level and live rules are alike.
 */
export function evaluationChange(before: Judged, after: Judged): EvaluationChange | null {
  const [levelBefore, levelAfter] = [neededLevel(before), neededLevel(after)];
  const isAlike =
    before.disposition === after.disposition &&
    before.payableFen === after.payableFen &&
    levelBefore === levelAfter &&
    before.signature === after.signature;
  if (isAlike) return null;
  const [rulesBefore, rulesAfter] = [rulesOf(before.signature), rulesOf(after.signature)];
  return {
    dispositionBefore: before.disposition,
    dispositionAfter: after.disposition,
    payableBeforeFen: before.payableFen,
    payableAfterFen: after.payableFen,
    levelBefore,
    levelAfter,
    newRules: rulesAfter.filter((id) => !rulesBefore.includes(id)),
    goneRules: rulesBefore.filter((id) => !rulesAfter.includes(id)),
  };
}

/** For a claim that asks for a person, the level that may approve its payable amount alone (claims §4.4). */
function neededLevel({ disposition, payableFen, limits }: Judged): NeededLevel {
  if (disposition !== 'IN_REVIEW') return 'AUTO';
  const level = LIMITED_LEVELS.find(({ level, key }) => level !== 'AUTO' && payableFen <= limits[key]);
  return level?.level ?? 'L3';
}

const rulesOf = (signature: string): string[] => (signature === '' ? [] : signature.split(','));

/** How many claims change and by how much; amounts in fen, each sum over the changed claims only. */
export interface ComparisonTotals {
  claims: number;
  changed: number;
  decisionsChanged: number;
  /** Of those: the rules would no longer approve by themselves, and would now. */
  toPerson: number;
  toRules: number;
  /** Claims for a person before and after, but of another level. */
  levelsChanged: number;
  amountsChanged: number;
  payableUpFen: number;
  payableDownFen: number;
}

export const NO_COMPARISON: ComparisonTotals = {
  ...{ claims: 0, changed: 0, decisionsChanged: 0, toPerson: 0, toRules: 0, levelsChanged: 0 },
  ...{ amountsChanged: 0, payableUpFen: 0, payableDownFen: 0 },
};

/** The totals with one more claim; a claim that does not change counts as compared only. */
export function withClaim(totals: ComparisonTotals, change: EvaluationChange | null): ComparisonTotals {
  const claims = totals.claims + 1;
  if (change === null) return { ...totals, claims };
  const { dispositionBefore, dispositionAfter } = change;
  const isDecision = dispositionBefore !== dispositionAfter;
  const differenceFen = change.payableAfterFen - change.payableBeforeFen;
  return {
    claims,
    changed: totals.changed + 1,
    decisionsChanged: totals.decisionsChanged + Number(isDecision),
    toPerson: totals.toPerson + Number(isDecision && dispositionAfter === 'IN_REVIEW'),
    toRules: totals.toRules + Number(isDecision && dispositionBefore === 'IN_REVIEW'),
    levelsChanged: totals.levelsChanged + Number(!isDecision && change.levelBefore !== change.levelAfter),
    amountsChanged: totals.amountsChanged + Number(differenceFen !== 0),
    payableUpFen: totals.payableUpFen + Math.max(0, differenceFen),
    payableDownFen: totals.payableDownFen + Math.max(0, -differenceFen),
  };
}
