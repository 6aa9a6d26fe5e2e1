import { businessDateOf } from '../units/business-date.ts';
import { addMonthsClamped } from '../units/dates.ts';
import {
  AFTER_FRAUD_MONTHS,
  sampleLot,
  sampleRate,
  type SampledStation,
  type SamplePlanParams,
  type SampleStratum,
} from './sampling.ts';

/** A claim the rules approved at its arrival, or that the plan drew instead. */
export interface DrawMember {
  claimId: string;
  claimNo: string;
  stationId: string;
  submittedDate: string;
  /** When the rules judged it first, UTC milliseconds: the moment of its draw. */
  arrivedAtMs: number;
  /** The stored sample: null = none; `later` = it had been approved and the month's minimum took it back. */
  drawn: { atMs: number; later: boolean } | null;
  isOnStatement: boolean;
}

/** What the rate of a station depends on; every confirmed fraud by its moment. */
export interface DrawStation extends Pick<SampledStation, 'type' | 'openedDate'> {
  fraudsAtMs: readonly number[];
}

/** `minimum` = taken for the month's minimum, and rightly; `missing` and `unexpected` are what differs. */
export type DrawVerdict = 'drawn' | 'notDrawn' | 'minimum' | 'missing' | 'unexpected';

export interface ProvedMember {
  claimId: string;
  claimNo: string;
  stationId: string;
  submittedDate: string;
  lot: number;
  rateBp: number;
  stratum: SampleStratum;
  verdict: DrawVerdict;
}

/**
 * The draw of a plan reckoned again from its population and its seed, which is the id of the plan: each claim with its lot, the
 * rate of its station on that day, and whether the stored sample is what follows from them. The members must be whole months
 * of their stations, because the month's minimum looks at its neighbours. Claims §6.5, decisions 0060, 0166, 0361.
 */
export function proveDraw(
  plan: Readonly<{ id: string; params: SamplePlanParams }>,
  members: readonly DrawMember[],
  stations: ReadonlyMap<string, DrawStation>,
): ProvedMember[] {
  const lots = new Map(members.map(({ claimId }) => [claimId, sampleLot(plan.id, claimId)]));
  const months = Map.groupBy(members, monthOf);
  return members.map((member) => {
    const lot = lots.get(member.claimId) ?? 0;
    const rate = sampleRate(stationAt(stations.get(member.stationId), member, plan.params), plan.params, dayOf(member));
    const isExpected = lot < rate.rateBp;
    const isFair = (): boolean => isMinimum(plan.params, member, { lots, peers: months.get(monthOf(member)) ?? [] });
    const { claimId, claimNo, stationId, submittedDate } = member;
    return {
      ...{ claimId, claimNo, stationId, submittedDate, lot, ...rate },
      verdict: verdictOf(member.drawn, isExpected, isFair),
    };
  });
}

function verdictOf(drawn: DrawMember['drawn'], isExpected: boolean, isFair: () => boolean): DrawVerdict {
  if (drawn === null) return isExpected ? 'missing' : 'notDrawn';
  if (!drawn.later) return isExpected ? 'drawn' : 'unexpected';
  return isFair() ? 'minimum' : 'unexpected';
}

const monthOf = ({ stationId, submittedDate }: DrawMember): string => `${stationId} ${submittedDate.slice(0, 7)}`;
const dayOf = ({ arrivedAtMs }: DrawMember): string => businessDateOf(arrivedAtMs);

/** The station as it stood when the claim arrived: a fraud found afterwards does not count backwards. */
function stationAt(
  station: DrawStation | undefined,
  { arrivedAtMs }: DrawMember,
  { afterFraudMonths = AFTER_FRAUD_MONTHS }: SamplePlanParams,
): SampledStation {
  if (station === undefined) return { type: '', openedDate: null, lastFraudDate: null };
  const today = businessDateOf(arrivedAtMs);
  const dates = station.fraudsAtMs
    .filter((atMs) => atMs <= arrivedAtMs)
    .map(businessDateOf)
    .filter((date) => today < addMonthsClamped({ date, months: afterFraudMonths }))
    .sort();
  return { type: station.type, openedDate: station.openedDate, lastFraudDate: dates.at(-1) ?? null };
}

/** Rightly taken for the minimum: too few of the month had been drawn, and none that could be taken had a lower lot. */
function isMinimum(
  { minimumPerStationMonth }: SamplePlanParams,
  member: DrawMember,
  { lots, peers }: { lots: ReadonlyMap<string, number>; peers: readonly DrawMember[] },
): boolean {
  const { drawn, claimId } = member;
  if (drawn === null) return false;
  const own = lots.get(claimId) ?? 0;
  const others = peers.filter((peer) => peer.claimId !== claimId && peer.arrivedAtMs <= drawn.atMs);
  const before = others.filter((peer) => peer.drawn !== null && peer.drawn.atMs < drawn.atMs);
  const together = others.filter(
    (peer) => peer.drawn?.atMs === drawn.atMs && peer.drawn.later && isBefore(peer, { lot: own, claimId }, lots),
  );
  if (before.length + together.length >= minimumPerStationMonth) return false;
  return !others.some(
    (peer) => peer.drawn === null && !peer.isOnStatement && isBefore(peer, { lot: own, claimId }, lots),
  );
}

function isBefore(peer: DrawMember, own: { lot: number; claimId: string }, lots: ReadonlyMap<string, number>): boolean {
  const lot = lots.get(peer.claimId) ?? 0;
  return lot < own.lot || (lot === own.lot && peer.claimId < own.claimId);
}
