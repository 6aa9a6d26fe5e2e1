import { addDays, addMonthsClamped, wholeMonthsBetween } from '../units/dates.ts';
import type {
  EvaluationInput,
  FittedPartFact,
  Masters,
  MileageReadingFact,
  VehicleFact,
  WarrantyCoverageFact,
  WarrantyPolicyFact,
  WarrantyPositionCode,
  WarrantyResult,
} from './evaluation-types.ts';
import { warrantyPosition } from './warranty-position.ts';

/** The instrument the claim's mileage was read from: after a cluster was replaced, readings start again. */
export interface CurrentMeter {
  meterSeq: number;
  offsetKm: number;
}

export interface ResolvedWarranty {
  result: WarrantyResult;
  ageMonths: number | null;
  /** Months begun since the first day out; 0 in warranty, null when unknown. */
  monthsOver: number | null;
  /** Mileage in basis points of the limit; 0 without a limit, null when the mileage is unknown. */
  kmUsedBp: number | null;
  outByDate: boolean;
  outByKm: boolean;
  meter: CurrentMeter;
  /** Component group the claim is about, and its class. */
  componentGroupId: string | null;
  componentClass: string | null;
  /** Labour and material may have windows of their own; other costs follow the claim. */
  positionOf(costType: string): WarrantyPositionCode;
}

/**
 * Where the vehicle stands on the failure date: the policy by its sale date, the start by the policy's rule, the coverage by
 * part, group, parent group, policy default; special approvals and parts fitted earlier included. Claims §2.1, §4.1 step 1.
 */
export function resolveWarranty(input: EvaluationInput): ResolvedWarranty {
  const { claim, vehicle, masters } = input;
  const meter = currentMeter(input.mileageReadings, claim.repairFinishDate);
  const componentGroupId = componentGroupOf(input);
  const componentClass =
    componentGroupId === null ? null : (masters.componentGroups.get(componentGroupId)?.class ?? null);
  const subject = { meter, componentGroupId, componentClass };
  const effectiveKm = claim.mileageKm === null ? null : claim.mileageKm + meter.offsetKm;
  const policy = vehicle === null ? null : policyOf(vehicle, input);
  const start = vehicle === null || policy === null ? null : startOf(vehicle, policy);
  const coverage = policy === null ? null : coverageOf(masters, policy, claim.causalPartId, componentGroupId);
  if (policy === null || start === null || coverage === null) {
    return unknownWarranty(subject, unknownResult(input, policy, effectiveKm));
  }
  const limits = withOverrides(coverage, input, componentGroupId);
  const at = (months: number | null): ReturnType<typeof warrantyPosition> =>
    warrantyPosition({
      startDate: start.date,
      months,
      kmLimit: limits.kmLimit,
      mode: coverage.mode,
      excluded: coverage.excluded === 1,
      campaign: claim.type === 'CAMPAIGN',
      failureDate: claim.failureDate,
      readingKm: claim.mileageKm ?? 0,
      offsetKm: claim.mileageKm === null ? 0 : meter.offsetKm,
    });
  const whole = at(limits.months);
  const fitted = isOut(whole.position) ? coveringPart(input) : null;
  const position: WarrantyPositionCode = fitted === null ? whole.position : 'IN';
  return {
    ...subject,
    result: {
      position,
      policyName: policy.name,
      policyVersion: policy.policyVersion,
      startDate: fitted?.fittedDate ?? start.date,
      startSource: fitted === null ? start.source : 'FITTED_PART',
      months: fitted === null ? limits.months : fitted.months,
      kmLimit: limits.kmLimit,
      firstDayOut: fitted === null ? whole.firstDayOut : firstDayOutOf(fitted),
      failureDate: claim.failureDate,
      effectiveKm,
      daysLeft: whole.daysLeft,
      kmLeft: effectiveKm === null ? null : whole.kmLeft,
    },
    ageMonths: wholeMonthsBetween(start.date, claim.failureDate),
    monthsOver: monthsOver(whole.firstDayOut, claim.failureDate),
    kmUsedBp: kmUsedBp(effectiveKm, limits.kmLimit),
    outByDate: isOut(position) && whole.outByDate,
    outByKm: isOut(position) && whole.outByKm,
    positionOf: (costType) => {
      const months = ownMonthsOf(coverage, costType);
      return months === null || fitted !== null ? position : at(months).position;
    },
  };
}

/** The window of a kind of cost where it has one of its own. */
function ownMonthsOf({ labourMonths, materialMonths }: WarrantyCoverageFact, costType: string): number | null {
  if (costType === 'LABOUR') return labourMonths;
  return costType === 'MATERIAL' || costType === 'HANDLING' ? materialMonths : null;
}

function isOut(position: string): boolean {
  return position === 'OUT_BY_DATE' || position === 'OUT_BY_KM';
}

const FIRST_METER: CurrentMeter = { meterSeq: 1, offsetKm: 0 };

/** The meter in use on the day: the highest sequence read until then; the first meter when nothing was read. */
function currentMeter(readings: readonly MileageReadingFact[], onDate: string): CurrentMeter {
  // Most vehicles have the instrument they were built with: then no reading's date is looked at.
  if (!readings.some(isOfLaterMeter)) return FIRST_METER;
  let latest: MileageReadingFact | null = null;
  for (const reading of readings) {
    if (latest !== null && reading.meterSeq < latest.meterSeq) continue;
    if (reading.readDate <= onDate && (latest === null || isLaterReading(reading, latest))) latest = reading;
  }
  return latest === null ? FIRST_METER : { meterSeq: latest.meterSeq, offsetKm: latest.offsetKm };
}

const isOfLaterMeter = ({ meterSeq, offsetKm }: MileageReadingFact): boolean =>
  meterSeq !== FIRST_METER.meterSeq || offsetKm !== FIRST_METER.offsetKm;

function isLaterReading(reading: MileageReadingFact, other: MileageReadingFact): boolean {
  if (reading.meterSeq !== other.meterSeq) return reading.meterSeq > other.meterSeq;
  return reading.readDate === other.readDate ? reading.id > other.id : reading.readDate > other.readDate;
}

/** What failed: the group of the causal part, else the claim's own group, else that of the main operation. */
function componentGroupOf({ claim, masters }: EvaluationInput): string | null {
  const ofPart = claim.causalPartId === null ? null : (masters.parts.get(claim.causalPartId)?.componentGroupId ?? null);
  const nearest = ofPart ?? claim.componentGroupId;
  if (nearest !== null || claim.mainOpId === null) return nearest;
  return masters.operations.get(claim.mainOpId)?.componentGroupId ?? null;
}

function policyOf(vehicle: VehicleFact, { masters, claim }: EvaluationInput): WarrantyPolicyFact | null {
  const soldOn = vehicle.saleDate ?? vehicle.inServiceDate ?? vehicle.mfgDate ?? claim.failureDate;
  let found: WarrantyPolicyFact | null = null;
  for (const policy of masters.policiesByLine.get(vehicle.productLine) ?? []) {
    const inForce = policy.validFromDate <= soldOn && (policy.validToDate === null || soldOn <= policy.validToDate);
    if (inForce && (found === null || policy.policyVersion > found.policyVersion)) found = policy;
  }
  return found;
}

/** The day each start rule begins with, and what it is called. */
const START_OF_RULE: Readonly<
  Record<string, (vehicle: VehicleFact, policy: WarrantyPolicyFact) => { date: string | null; source: string }>
> = {
  IN_SERVICE: ({ inServiceDate, inServiceSource }) => ({ date: inServiceDate, source: inServiceSource ?? 'DECLARED' }),
  SALE: ({ saleDate }) => ({ date: saleDate, source: 'SALE' }),
  MFG_PLUS_DAYS: ({ mfgDate }, { startDays }) => ({
    date: mfgDate === null ? null : addDays(mfgDate, startDays),
    source: 'MFG',
  }),
};

function startOf(vehicle: VehicleFact, policy: WarrantyPolicyFact): { date: string; source: string } | null {
  const start = START_OF_RULE[policy.startRule]?.(vehicle, policy);
  if (start !== undefined && start.date !== null) return { date: start.date, source: start.source };
  return vehicle.mfgDate === null ? null : { date: addDays(vehicle.mfgDate, policy.defaultDays), source: 'DEFAULT' };
}

/** Most specific wins: the causal part, its group, each parent group, the policy's default (no part, no group). */
function coverageOf(
  masters: Masters,
  policy: WarrantyPolicyFact,
  partId: string | null,
  groupId: string | null,
): WarrantyCoverageFact | null {
  const coverages = masters.coveragesByPolicy.get(policy.id);
  if (coverages === undefined) return null;
  const { ofParts, ofGroups, general } = coverageIndexOf(coverages);
  const ofPart = partId === null ? undefined : ofParts.get(partId);
  if (ofPart !== undefined) return ofPart;
  if (ofGroups.size > 0) {
    for (const id of groupChain(masters, groupId)) {
      const ofGroup = ofGroups.get(id);
      if (ofGroup !== undefined) return ofGroup;
    }
  }
  return general;
}

interface CoverageIndex {
  ofParts: ReadonlyMap<string, WarrantyCoverageFact>;
  ofGroups: ReadonlyMap<string, WarrantyCoverageFact>;
  general: WarrantyCoverageFact | null;
}

const coverageIndexes = new WeakMap<readonly WarrantyCoverageFact[], CoverageIndex>();

/** The rows of one policy by what they cover, the first of equal ones; made once per batch of masters. */
function coverageIndexOf(coverages: readonly WarrantyCoverageFact[]): CoverageIndex {
  let index = coverageIndexes.get(coverages);
  if (index === undefined) {
    // Of equal rows the last one set stays, so they are gone through backwards.
    const rows = coverages.toReversed();
    const groups = rows.filter(({ partId }) => partId === null);
    index = {
      ofParts: new Map(rows.flatMap((row) => (row.partId === null ? [] : [[row.partId, row]]))),
      ofGroups: new Map(groups.flatMap((row) => (row.componentGroupId === null ? [] : [[row.componentGroupId, row]]))),
      general: groups.findLast(({ componentGroupId }) => componentGroupId === null) ?? null,
    };
    coverageIndexes.set(coverages, index);
  }
  return index;
}

/** A group and its parents, nearest first; a circle in wrong data ends the walk. */
function groupChain(masters: Masters, groupId: string | null): string[] {
  const chain: string[] = [];
  for (let id = groupId; id !== null && !chain.includes(id); id = masters.componentGroups.get(id)?.parentId ?? null) {
    chain.push(id);
  }
  return chain;
}

function withOverrides(
  coverage: WarrantyCoverageFact,
  { warrantyOverrides, claim, masters }: EvaluationInput,
  groupId: string | null,
): { months: number | null; kmLimit: number | null } {
  let { months, kmLimit } = coverage;
  if (warrantyOverrides.length === 0) return { months, kmLimit };
  const chain = groupChain(masters, groupId);
  for (const approval of warrantyOverrides) {
    const inForce =
      (approval.validFromDate === null || approval.validFromDate <= claim.failureDate) &&
      (approval.validToDate === null || claim.failureDate <= approval.validToDate);
    const concerns = approval.componentGroupId === null || chain.includes(approval.componentGroupId);
    if (!inForce || !concerns) continue;
    // Of several approvals the most generous stands, in whatever order they come.
    months = wider(months, approval.months);
    kmLimit = wider(kmLimit, approval.kmLimit);
  }
  return { months, kmLimit };
}

/** The wider of a limit and an approval; no limit is the widest, no approval changes nothing. */
function wider(limit: number | null, approved: number | null): number | null {
  if (limit === null || approved === null) return limit;
  return Math.max(limit, approved);
}

/** The causal part's own warranty as a spare part, when it still runs on the failure date. */
function coveringPart({ fittedParts, claim }: EvaluationInput): FittedPartFact | null {
  const covers = (part: FittedPartFact): boolean => {
    const firstDayOut = firstDayOutOf(part);
    return firstDayOut !== null && part.fittedDate <= claim.failureDate && claim.failureDate < firstDayOut;
  };
  const covering = fittedParts.filter((part) => part.partId === claim.causalPartId && covers(part));
  return covering.reduce<FittedPartFact | null>(
    (last, part) => (last === null || part.fittedDate > last.fittedDate ? part : last),
    null,
  );
}

function firstDayOutOf(part: FittedPartFact): string | null {
  return part.months === null ? null : addMonthsClamped({ date: part.fittedDate, months: part.months });
}

function monthsOver(firstDayOut: string | null, failureDate: string): number {
  if (firstDayOut === null || failureDate < firstDayOut) return 0;
  return wholeMonthsBetween(firstDayOut, failureDate) + 1;
}

function kmUsedBp(effectiveKm: number | null, kmLimit: number | null): number | null {
  if (kmLimit === null || kmLimit === 0) return 0;
  return effectiveKm === null ? null : Math.ceil((effectiveKm * 10_000) / kmLimit);
}

function unknownResult(
  { claim }: EvaluationInput,
  policy: WarrantyPolicyFact | null,
  effectiveKm: number | null,
): WarrantyResult {
  return {
    position: claim.type === 'CAMPAIGN' ? 'CAMPAIGN' : 'UNKNOWN',
    policyName: policy?.name ?? null,
    policyVersion: policy?.policyVersion ?? null,
    startDate: null,
    startSource: null,
    months: null,
    kmLimit: null,
    firstDayOut: null,
    failureDate: claim.failureDate,
    effectiveKm,
    daysLeft: null,
    kmLeft: null,
  };
}

function unknownWarranty(
  subject: Pick<ResolvedWarranty, 'meter' | 'componentGroupId' | 'componentClass'>,
  result: WarrantyResult,
): ResolvedWarranty {
  return {
    ...subject,
    result,
    ageMonths: null,
    monthsOver: null,
    kmUsedBp: null,
    outByDate: false,
    outByKm: false,
    positionOf: () => result.position,
  };
}
