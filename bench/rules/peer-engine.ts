import { Engine, type Almanac, type RuleProperties } from 'json-rules-engine';
import { vinCheck } from '../../src-shared/domain/checks/vin-check.ts';
import type { EvaluationInput, HistoryClaimFact, LineFact } from '../../src-shared/domain/claims/evaluation-types.ts';
import { rateInForce } from '../../src-shared/domain/claims/rate-lookup.ts';
import { resolveWarranty, type ResolvedWarranty } from '../../src-shared/domain/claims/warranty-coverage.ts';
import { daysBetween } from '../../src-shared/domain/units/dates.ts';

/*
 * The same rules written for json-rules-engine, the usual choice for rules as data in JavaScript: conditions as JSON,
 * what needs a look-up as facts computed once per run. It finds hits only; the money is ours alone, so the comparison
 * favours the peer.
 */

type Conditions = RuleProperties['conditions'];

const is = (fact: string, operator: string, value: unknown): { fact: string; operator: string; value: unknown } => ({
  ...{ fact, operator, value },
});

const RULES: readonly (readonly [hit: string, conditions: Conditions])[] = [
  ['V01:BLOCK', { all: [is('vehicleKnown', 'equal', false)] }],
  ['V02:BLOCK', { all: [is('vinResult', 'notEqual', 'valid')] }],
  ['V04:BLOCK', { all: [is('kmBelowEarlier', 'greaterThan', 50)] }],
  ['W01:BLOCK', { all: [is('claimType', 'in', ['WARRANTY']), is('outByDate', 'equal', true)] }],
  ['W02:BLOCK', { all: [is('claimType', 'in', ['WARRANTY']), is('outByKm', 'equal', true)] }],
  ['W04:BLOCK', { all: [is('daysBeforeSale', 'greaterThan', 0), is('claimType', 'notIn', ['PDI'])] }],
  ['D01:BLOCK', { all: [is('duplicateId', 'notEqual', '')] }],
  ['D03:WARN', { all: [is('claimType', 'in', ['WARRANTY', 'GOODWILL']), is('repeatId', 'notEqual', '')] }],
  ['L01:INFO', { all: [is('hoursOverInfo', 'equal', true)] }],
  ['L01:WARN', { all: [is('hoursOverWarn', 'equal', true)] }],
  ['L06:INFO', { all: [is('wrongRates', 'greaterThan', 0)] }],
  ['P05:INFO', { all: [is('pricesOver', 'greaterThan', 0)] }],
  ['T01:INFO', { all: [is('tripsOver', 'greaterThan', 0)] }],
  ['S01:BLOCK', { any: [is('stationStatus', 'notEqual', 'ACTIVE'), is('contractValid', 'equal', false)] }],
  ['G02:WARN', { all: [is('daysToSubmit', 'greaterThan', 30), is('daysToSubmit', 'lessThanInclusive', 60)] }],
  ['G02:BLOCK', { all: [is('daysToSubmit', 'greaterThan', 60)] }],
];

/** The rules both engines run; the others read documents the generated claims do not have. */
export const PEER_RULE_IDS: ReadonlySet<string> = new Set(RULES.map(([hit]) => hit.slice(0, 3)));

type FactFunction = (input: EvaluationInput, warranty: () => Promise<ResolvedWarranty>, almanac: Almanac) => unknown;

const FACTS: Readonly<Record<string, FactFunction>> = {
  claimType: ({ claim }) => claim.type,
  vehicleKnown: ({ vehicle }) => vehicle !== null,
  vinResult: ({ claim }) => vinCheck({ vin: claim.vinText, checkDigitApplies: true }).result,
  kmBelowEarlier: async (input, warranty) => kmBelowEarlier(input, (await warranty()).meter),
  outByDate: async (_, warranty) => (await warranty()).outByDate,
  outByKm: async (_, warranty) => (await warranty()).outByKm,
  daysBeforeSale: ({ claim, vehicle }) => (vehicle?.saleDate ? daysBetween(claim.failureDate, vehicle.saleDate) : 0),
  duplicateId: (input) => duplicateOf(input)?.id ?? '',
  repeatId: async (input, warranty) => repeatIdOf(input, (await warranty()).componentClass),
  hoursOverInfo: (input) => overHours(input).some(({ claimed, standard }) => claimed * 2 <= standard * 3),
  hoursOverWarn: (input) => overHours(input).some(({ claimed, standard }) => claimed * 2 > standard * 3),
  wrongRates: (input) => input.lines.filter((line) => hasWrongRate(input, line)).length,
  pricesOver: ({ lines, masters }) =>
    lines.filter(
      (line) =>
        line.costType === 'MATERIAL' &&
        line.unitFen > (masters.parts.get(line.partId ?? '')?.issuePriceFen ?? Infinity),
    ).length,
  tripsOver: ({ lines }) =>
    lines.filter(
      (line) => line.km !== null && typeof line.detail.routeKm === 'number' && line.km * 10 > line.detail.routeKm * 11,
    ).length,
  stationStatus: ({ station }) => station?.status ?? 'ACTIVE',
  contractValid: ({ station, claim }) => {
    const until = station?.terms?.contractToDate ?? null;
    return until === null || claim.repairFinishDate <= until;
  },
  daysToSubmit: ({ claim }) =>
    claim.submittedDate === null ? 0 : daysBetween(claim.repairFinishDate, claim.submittedDate),
};

/** The peer with its rules; `hitsOf` answers the hits of a claim as sorted `rule:severity`. */
export function peerEngine(): { hitsOf(input: EvaluationInput): Promise<string> } {
  const engine = new Engine();
  for (const [hit, conditions] of RULES) engine.addRule({ conditions, event: { type: hit } });
  engine.addFact('warranty', async (_, almanac) => resolveWarranty(await almanac.factValue('input')));
  for (const [name, factOf] of Object.entries(FACTS)) {
    engine.addFact(name, async (_, almanac) =>
      factOf(await almanac.factValue('input'), () => almanac.factValue('warranty'), almanac),
    );
  }
  return {
    hitsOf: async (input) => {
      const { events } = await engine.run({ input });
      return events
        .map((event) => event.type)
        .sort()
        .join(' ');
    },
  };
}

function kmBelowEarlier(
  { claim, mileageReadings }: EvaluationInput,
  meter: { meterSeq: number; offsetKm: number },
): number {
  const earlier = mileageReadings
    .filter((one) => one.meterSeq === meter.meterSeq && one.readDate < claim.repairFinishDate)
    .filter((one) => one.sourceDocId !== claim.workOrderId)
    .map((one) => one.offsetKm + one.readingKm);
  return claim.mileageKm === null ? 0 : Math.max(0, ...earlier) - claim.mileageKm - meter.offsetKm;
}

function isEarlier(other: HistoryClaimFact, { claim }: EvaluationInput): boolean {
  return other.id !== claim.id && (other.submittedAtMs ?? 0) < (claim.submittedAtMs ?? 0);
}

function duplicateOf(input: EvaluationInput): HistoryClaimFact | undefined {
  const { claim, history } = input;
  return history
    .filter((other) => isEarlier(other, input) && other.mainOpId === claim.mainOpId)
    .filter((other) => Math.abs(daysBetween(other.repairFinishDate, claim.repairFinishDate)) <= 1)
    .sort((a, b) => a.repairFinishDate.localeCompare(b.repairFinishDate) || a.id.localeCompare(b.id))[0];
}

function repeatIdOf(input: EvaluationInput, componentClass: string | null): string {
  const { claim, history } = input;
  const withinDays = componentClass === 'ENGINE' || componentClass === 'DRIVELINE' ? 90 : 30;
  const duplicateId = duplicateOf(input)?.id;
  const repeat = history.find((other) => {
    if (!isEarlier(other, input) || other.id === duplicateId) return false;
    const days = daysBetween(other.repairFinishDate, claim.repairFinishDate);
    const isSame = other.mainOpId === claim.mainOpId || other.causalPartId === claim.causalPartId;
    return isSame && days >= 0 && days <= withinDays;
  });
  return repeat?.id ?? '';
}

function overHours({ lines, masters }: EvaluationInput): { claimed: number; standard: number }[] {
  const labour = lines.flatMap((line) => {
    const operation = line.costType === 'LABOUR' ? masters.operations.get(line.opId ?? '') : undefined;
    return operation === undefined ? [] : [{ line, operation }];
  });
  return labour.flatMap(({ line, operation }) => {
    const rivals = labour.filter((other) => other.operation.overlapGroup === operation.overlapGroup);
    const longest = rivals.toSorted(
      (a, b) => b.operation.stdHoursCenti - a.operation.stdHoursCenti || a.line.seq - b.line.seq,
    )[0];
    const isShorter = operation.overlapGroup !== null && longest?.line.seq !== line.seq;
    const limit = Math.max(0, operation.stdHoursCenti - (isShorter ? operation.overlapDeductCenti : 0));
    const claimed = line.hoursCenti ?? operation.stdHoursCenti;
    return claimed > limit ? [{ claimed, standard: operation.stdHoursCenti }] : [];
  });
}

function hasWrongRate({ claim, station, masters }: EvaluationInput, line: LineFact): boolean {
  if (line.costType !== 'LABOUR' || line.unitFen === 0) return false;
  const scope = {
    ...{ onDate: claim.repairFinishDate, stationId: claim.stationId, grade: station?.terms?.grade ?? null },
    ...{ regionId: claim.regionId, productLine: claim.productLine, claimType: claim.type },
  };
  const base = rateInForce(masters, 'LABOUR_HOUR', scope)?.value ?? 0;
  const grade = rateInForce(masters, 'GRADE_COEFFICIENT', scope)?.value ?? 10_000;
  return line.unitFen !== base && line.unitFen !== Math.round((base * grade) / 10_000);
}
