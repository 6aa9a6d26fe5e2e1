import { listParameter, numberParameter, type EvaluationContext, type RuleFinding } from './evaluation-context.ts';
import type { LineFact, OperationFact } from './evaluation-types.ts';
import { NOTHING, onClaim } from './finding.ts';
import type { RuleRow } from './ruleset-types.ts';

const MS_PER_CENTIHOUR = 36_000;

function operationOf({ masters }: EvaluationContext['input'], line: LineFact): OperationFact | undefined {
  return line.costType === 'LABOUR' && line.opId !== null ? masters.operations.get(line.opId) : undefined;
}

/** L02: the operation is not one of the vehicle's model, series or product line. */
export function operationNotForModel({ input }: EvaluationContext): readonly RuleFinding[] {
  const { vehicle, lines } = input;
  if (vehicle === null) return NOTHING;
  let found: RuleFinding[] | null = null;
  for (const line of lines) {
    const operation = operationOf(input, line);
    if (operation === undefined) continue;
    const differing = [
      ['model', operation.modelId, vehicle.modelId],
      ['series', operation.series, vehicle.series],
      ['line', operation.productLine, vehicle.productLine],
    ].find(([, wanted, has]) => isSet(wanted) && isSet(has) && wanted !== has);
    if (differing === undefined) continue;
    const [context = null] = differing;
    const facts = { item: operation.opCode, operationName: operation.name, context };
    found = [
      ...(found ?? []),
      { lineSeq: line.seq, facts: { ...facts, productLine: operation.productLine ?? null, vin: vehicle.vin } },
    ];
  }
  return found ?? NOTHING;
}

const isSet = (value: string | null | undefined): boolean => value !== null && value !== undefined && value !== '';

/** L03: work that another operation of the claim contains; L01 cuts it, this names the pair. */
export function overlappingWork({ input }: EvaluationContext): readonly RuleFinding[] {
  const { lines, masters } = input;
  if (masters.includedOps.size === 0) return NOTHING;
  let found: RuleFinding[] | null = null;
  for (const line of lines) {
    const operation = operationOf(input, line);
    if (operation === undefined) continue;
    const container = lines.find(
      (other) => other.costType === 'LABOUR' && masters.includedOps.get(other.opId ?? '')?.has(operation.id) === true,
    );
    const containing = container === undefined ? undefined : operationOf(input, container);
    if (container === undefined || containing === undefined || containing.id === operation.id) continue;
    const facts = { item: operation.opCode, operationName: operation.name, containedIn: containing.opCode };
    found = [...(found ?? []), { lineSeq: line.seq, facts: { ...facts, otherLineSeq: container.seq } }];
  }
  return found ?? NOTHING;
}

/** L04: a technician has more hours on one day than a day has work. */
export function technicianOverbooked({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const { order, technicianDays } = input.evidence ?? {};
  if (order === undefined || order === null || technicianDays === undefined) return NOTHING;
  const limitCenti = numberParameter(row, 'hoursCentiPerDay');
  const dayDate = input.claim.repairFinishDate;
  for (const technician of new Set(order.labour.map((line) => line.technician))) {
    if (technician === null) continue;
    const sumOf = (hours: readonly number[]): number => hours.reduce((sum, value) => sum + value, 0);
    const ownCenti = sumOf(
      order.labour.filter((line) => line.technician === technician).map((line) => line.hoursCenti),
    );
    const otherCenti = sumOf(
      technicianDays
        .filter((day) => day.technician === technician && day.dayDate === dayDate)
        .map((day) => day.otherHoursCenti),
    );
    const hoursCenti = ownCenti + otherCenti;
    if (hoursCenti > limitCenti) return onClaim({ technician, dayDate, hoursCenti, ownCenti, limitCenti });
  }
  return NOTHING;
}

/** L05: the repair was finished in far less time than the standard hours of its work. */
export function finishedTooFast({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const { claim, evidence } = input;
  const startAtMs = claim.repairStartAtMs ?? evidence?.order?.startAtMs ?? null;
  const finishAtMs = claim.repairFinishAtMs ?? evidence?.order?.finishAtMs ?? null;
  if (startAtMs === null || finishAtMs === null) return NOTHING;
  let standardCenti = 0;
  for (const line of input.lines) standardCenti += operationOf(input, line)?.stdHoursCenti ?? 0;
  const shareBp = numberParameter(row, 'shareBp');
  const tookMs = finishAtMs - startAtMs;
  if (tookMs * 10_000 >= shareBp * standardCenti * MS_PER_CENTIHOUR) return NOTHING;
  return onClaim({ tookCenti: Math.floor(tookMs / MS_PER_CENTIHOUR), standardCenti, shareBp });
}

/** L07: labour outside the catalogue, long, or from a station that claims it too often. */
export function genericLabour({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const { claim, lines, evidence } = input;
  if (listParameter(row, 'exemptTypes').includes(claim.type)) return NOTHING;
  const limitCenti = numberParameter(row, 'hoursCenti');
  const limitBp = numberParameter(row, 'stationShareBp');
  const { claims12 = 0, genericLabour12 = 0, peerGenericBp = null } = evidence?.statistics ?? {};
  const isOften = claims12 > 0 && genericLabour12 * 10_000 > limitBp * claims12;
  const shareBp = claims12 === 0 ? null : Math.round((genericLabour12 * 10_000) / claims12);
  let found: RuleFinding[] | null = null;
  for (const line of lines) {
    if (line.costType !== 'LABOUR') continue;
    const operation = operationOf(input, line);
    if (operation !== undefined && operation.isGeneric !== 1) continue;
    const item = operation?.opCode ?? line.description;
    const hoursCenti = line.hoursCenti ?? operation?.stdHoursCenti ?? 0;
    if (hoursCenti <= limitCenti && !isOften) continue;
    const context = hoursCenti > limitCenti ? 'hours' : 'share';
    const facts = { item, hoursCenti, limitCenti, shareBp, limitBp, peerBp: peerGenericBp, context };
    found = [...(found ?? []), { lineSeq: line.seq, facts }];
  }
  return found ?? NOTHING;
}
