import { addDays } from '../units/dates.ts';
import { mulDivRound, sumExact } from '../units/rounding.ts';
import { listParameter, numberParameter, type EvaluationContext, type RuleFinding } from './evaluation-context.ts';
import type { EvaluationInput, LineFact, PartFact } from './evaluation-types.ts';
import { NOTHING, onClaim, onLines } from './finding.ts';
import type { Facts, RuleRow } from './ruleset-types.ts';

function partOf({ masters }: EvaluationInput, line: LineFact): PartFact | undefined {
  return line.costType === 'MATERIAL' && line.partId !== null ? masters.parts.get(line.partId) : undefined;
}

/** Findings per material line with a part of our list; `judge` answers the facts, or null. */
function onParts(
  input: EvaluationInput,
  judge: (line: LineFact, part: PartFact) => Facts | null,
): readonly RuleFinding[] {
  let found: RuleFinding[] | null = null;
  for (const line of input.lines) {
    const part = partOf(input, line);
    const facts = part === undefined ? null : judge(line, part);
    if (facts !== null) found = [...(found ?? []), { lineSeq: line.seq, facts }];
  }
  return found ?? NOTHING;
}

/** P01: with what was fitted within a year, more pieces of the part than a vehicle has. */
export function tooManyParts({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const sinceDate = addDays(input.claim.repairFinishDate, -numberParameter(row, 'withinDays'));
  return onParts(input, (line, part) => {
    const maxQtyMilli = part.maxQtyPerVehicleMilli;
    if (maxQtyMilli === null) return null;
    const ofLines = input.lines.filter((other) => other.costType === 'MATERIAL' && other.partId === part.id);
    // told once per part, on its first line
    if (ofLines[0]?.seq !== line.seq) return null;
    const claimedQtyMilli = ofLines.reduce((sum, other) => sum + (other.qtyMilli ?? 1000), 0);
    const earlier = (input.evidence?.fittedQty ?? []).filter(
      (fitted) => fitted.partId === part.id && fitted.finishDate >= sinceDate,
    );
    const earlierQtyMilli = earlier.reduce((sum, fitted) => sum + fitted.qtyMilli, 0);
    if (claimedQtyMilli + earlierQtyMilli <= maxQtyMilli) return null;
    const context = earlierQtyMilli > 0 ? { context: 'earlier' } : {};
    const otherClaimNo = earlier[0]?.claimNo ?? null;
    return { item: part.partNo, claimedQtyMilli, earlierQtyMilli, maxQtyMilli, otherClaimNo, ...context };
  });
}

/** P02: the part is not listed for the vehicle's model, serial range and day. */
export function partNotForModel({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const { vehicle, claim, masters } = input;
  const modelId = vehicle?.modelId ?? null;
  if (vehicle === null || modelId === null || masters.applicabilitiesByPart === null) return NOTHING;
  const unlistedFitsAll = numberParameter(row, 'unlistedFitsAll') === 1;
  const onDate = claim.repairFinishDate;
  return onParts(input, (_, part) => {
    const rows = masters.applicabilitiesByPart?.get(part.id) ?? [];
    if (rows.length === 0 && unlistedFitsAll) return null;
    const fits = rows.some(
      (one) =>
        one.modelId === modelId &&
        (one.vinFrom === null || one.vinFrom <= vehicle.vin) &&
        (one.vinTo === null || vehicle.vin <= one.vinTo) &&
        (one.validFromDate === null || one.validFromDate <= onDate) &&
        (one.validToDate === null || onDate <= one.validToDate),
    );
    return fits ? null : { item: part.partNo, partName: part.name, vin: vehicle.vin };
  });
}

/** P03: the causal part's assembly is not one the complaint or the cause concerns. */
export function partNotOfFault({ input }: EvaluationContext): readonly RuleFinding[] {
  const { claim, masters } = input;
  const part = claim.causalPartId === null ? undefined : masters.parts.get(claim.causalPartId);
  const groupId = part?.componentGroupId ?? null;
  if (part === undefined || groupId === null || masters.faultGroups === null) return NOTHING;
  for (const code of [claim.causeCode, claim.complaintCode]) {
    const groups = masters.faultGroups.get(code ?? '');
    if (groups === undefined) continue;
    if (groups.has(groupId)) return NOTHING;
    const { texts, classes } = usualAssemblies(input.masters, groups);
    const fault = { faultCode: code ?? null, faultName: masters.faultNames?.get(code ?? '') ?? '' };
    return onClaim({ item: part.partNo, partName: part.name, ...fault, usual: texts, usualClasses: classes });
  }
  return NOTHING;
}

/** The assemblies by name with their code, and their classes: those have a word in every language, names are data. */
function usualAssemblies(
  { componentGroups }: EvaluationContext['input']['masters'],
  ids: ReadonlySet<string>,
): { texts: string; classes: string } {
  const rows = [...ids].flatMap((id) => componentGroups.get(id) ?? []).sort((a, b) => (a.code < b.code ? -1 : 1));
  const texts = rows.map(({ code, name }) => (name === undefined ? code : `${name} ${code}`));
  return { texts: texts.join(' / '), classes: [...new Set(rows.map((row) => row.class))].join(' ') };
}

/**
 * P04: a part issued free of charge is claimed without a document that issued it to this station for this vehicle, or beyond
 * what was issued. A claim without a work order, or an order that does not name the part, has no document.
 */
export function notIssued({ input }: EvaluationContext): readonly RuleFinding[] {
  const { order, issues } = input.evidence ?? {};
  const free = input.lines.filter((line) => line.costType === 'MATERIAL' && line.supplyMode === 'FREE_ISSUE');
  if (order === undefined || free.length === 0) return NOTHING;
  return onLines(free, (line) => {
    const lines = free.filter((other) => other === line || (line.partId !== null && other.partId === line.partId));
    // told once per part, on its first line: several lines take from the same document
    if (lines[0]?.seq !== line.seq) return null;
    const item = partOf(input, line)?.partNo ?? line.itemCode ?? line.description;
    const claimedQtyMilli = lines.reduce((sum, other) => sum + (other.qtyMilli ?? 1000), 0);
    const rows = order?.parts.filter((row) => row.partId === line.partId && row.supplyMode === 'FREE_ISSUE') ?? [];
    const docs = new Set(rows.flatMap((row) => row.issueDoc ?? []));
    const facts = { item, claimedQtyMilli, issueDoc: [...docs].sort().join(' ') };
    if (docs.size === 0) return { lineSeq: line.seq, facts: { ...facts, issuedQtyMilli: 0, context: 'none' } };
    const issued = issues?.filter((issue) => docs.has(issue.docNo) && issue.partId === line.partId);
    const issuedQtyMilli = issued?.reduce((sum, issue) => sum + issue.qtyMilli, 0) ?? claimedQtyMilli;
    if (claimedQtyMilli <= issuedQtyMilli) return null;
    return { lineSeq: line.seq, facts: { ...facts, issuedQtyMilli, context: 'quantity' } };
  });
}

/** P06: the new part's serial number sits in another vehicle, or was never shipped. */
export function serialNotGenuine({ input }: EvaluationContext): readonly RuleFinding[] {
  const { order, serialFittings, shippedSerials } = input.evidence ?? {};
  for (const { newSerial } of order?.parts ?? []) {
    if (newSerial === null) continue;
    const fitted = serialFittings?.find((entry) => entry.serial === newSerial);
    if (fitted !== undefined) {
      return onClaim({ serial: newSerial, otherVin: fitted.vin, otherClaimNo: fitted.claimNo, context: 'fitted' });
    }
    if (shippedSerials !== undefined && !shippedSerials.includes(newSerial)) {
      return onClaim({ serial: newSerial, otherVin: null, otherClaimNo: null, context: 'unknown' });
    }
  }
  return NOTHING;
}

/**
 * P07: an assembly was replaced where the catalogue knows a far cheaper repair. Both ways are priced by catalogue and list for
 * the causal part's assembly alone, a free part at its list price: what the maker bears, not what was claimed (0200).
 */
export function replacedNotRepaired(context: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const { claim, evidence, masters, lines } = context.input;
  const path = evidence?.repairPath ?? null;
  if (path === null || !listParameter(row, 'actionCodes').includes(claim.actionCode ?? '')) return NOTHING;
  const groupId = masters.parts.get(claim.causalPartId ?? '')?.componentGroupId ?? null;
  const { effectiveFen: rateFen } = context.labourRate();
  if (groupId === null || rateFen === null) return NOTHING;
  const amountsFen = lines.map((line) => {
    const part = partOf(context.input, line);
    if (part?.componentGroupId === groupId) return mulDivRound(part.issuePriceFen, line.qtyMilli ?? 1000, 1000);
    const operation = line.costType === 'LABOUR' ? masters.operations.get(line.opId ?? '') : undefined;
    return operation?.componentGroupId === groupId ? mulDivRound(operation.stdHoursCenti, rateFen, 100) : 0;
  });
  const costFen = sumExact(amountsFen);
  const repairFen = mulDivRound(path.hoursCenti, rateFen, 100) + path.partsFen;
  if (costFen * 10_000 <= repairFen * numberParameter(row, 'ratioBp')) return NOTHING;
  return onClaim({ costFen, repairCode: path.opCode, repairName: path.opName ?? '', repairFen });
}

/** P08: a part bought locally without an invoice, or far above the list. */
export function localBuyUnproven({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const attachments = input.evidence?.attachments;
  return onParts(input, (line, part) => {
    if (line.supplyMode !== 'LOCAL_BUY') return null;
    const facts = { item: part.partNo, claimedUnitFen: line.unitFen, listPriceFen: part.issuePriceFen };
    if (attachments !== undefined && !attachments.some((file) => file.kind === 'INVOICE')) {
      return { ...facts, context: 'invoice' };
    }
    const isOver = line.unitFen * 10_000 > part.issuePriceFen * numberParameter(row, 'priceBp');
    return isOver ? { ...facts, context: 'price' } : null;
  });
}
