import { daysBetween } from '../units/dates.ts';
import { sumExact } from '../units/rounding.ts';
import { listParameter, numberParameter, type EvaluationContext, type RuleFinding } from './evaluation-context.ts';
import type { HistoryClaimFact } from './evaluation-types.ts';
import { NOTHING, onClaim } from './finding.ts';
import type { Pricing } from './price-lines.ts';
import type { Facts, RuleRow } from './ruleset-types.ts';

function otherFacts(other: HistoryClaimFact, finishDate: string): Facts {
  return {
    otherClaimId: other.id,
    otherClaimNo: other.no,
    otherClaimantName: other.claimantName,
    otherFinishDate: other.repairFinishDate,
    finishDate,
    days: Math.abs(daysBetween(other.repairFinishDate, finishDate)),
  };
}

/** D02: the same assembly of the vehicle was repaired by another operation a few days apart. */
export function nearDuplicate(context: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const { claim, masters } = context.input;
  const groupId = context.warranty.componentGroupId;
  const overlapGroup = masters.operations.get(claim.mainOpId ?? '')?.overlapGroup ?? null;
  const withinDays = numberParameter(row, 'withinDays');
  const other = context.earlier().find((earlier) => {
    if (earlier.mainOpId !== null && earlier.mainOpId === claim.mainOpId) return false;
    const otherOverlap = masters.operations.get(earlier.mainOpId ?? '')?.overlapGroup ?? null;
    const sameGroup = groupId !== null && earlier.componentGroupId === groupId;
    if (!sameGroup && (overlapGroup === null || overlapGroup !== otherOverlap)) return false;
    return Math.abs(daysBetween(earlier.repairFinishDate, claim.repairFinishDate)) <= withinDays;
  });
  return other === undefined ? NOTHING : onClaim({ ...otherFacts(other, claim.repairFinishDate), withinDays });
}

/** D04: the work order already has a live claim. */
export function sameWorkOrder(context: EvaluationContext): readonly RuleFinding[] {
  const { claim, workOrder } = context.input;
  if (claim.workOrderId === null) return NOTHING;
  const other = context.earlier().find((earlier) => earlier.workOrderId === claim.workOrderId);
  if (other === undefined) return NOTHING;
  return onClaim({ ...otherFacts(other, claim.repairFinishDate), workOrderNo: workOrder?.no ?? null });
}

/** The season a date lies in, of `NAME:MM-DD:MM-DD` rows (a season may run over the new year), with the year it began. */
function seasonOf(date: string, seasons: readonly string[]): string | null {
  const [year, day] = [Number(date.slice(0, 4)), date.slice(5)];
  for (const season of seasons) {
    const [name = '', from = '', to = ''] = season.split(':');
    if (from <= to ? from <= day && day <= to : day >= from || day <= to) {
      return `${name} ${String(from <= to || day >= from ? year : year - 1)}`;
    }
  }
  return null;
}

/** D05: the vehicle had this campaign, or the check of this season, already. */
export function fixedWorkTwice(context: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const { claim, evidence } = context.input;
  if (claim.type === 'CAMPAIGN') {
    const campaign = evidence?.campaign ?? null;
    const doneBefore =
      campaign?.status === 'DONE' && campaign.doneClaimId !== null && campaign.doneClaimId !== claim.id;
    const other = context
      .earlier()
      .find((earlier) => claim.campaignId !== null && earlier.campaignId === claim.campaignId);
    if (other !== undefined) {
      const subject = campaign?.code ?? null;
      return onClaim({ ...otherFacts(other, claim.repairFinishDate), subject, context: 'campaign' });
    }
    if (campaign === null || !doneBefore) return NOTHING;
    const { doneClaimId: otherClaimId, doneClaimNo: otherClaimNo, doneDate: otherFinishDate, code: subject } = campaign;
    return onClaim({ otherClaimId, otherClaimNo, otherFinishDate, subject, context: 'campaign' });
  }
  if (!listParameter(row, 'seasonTypes').includes(claim.type)) return NOTHING;
  const seasons = listParameter(row, 'seasons');
  const season = seasonOf(claim.repairFinishDate, seasons);
  if (season === null) return NOTHING;
  const other = context
    .earlier()
    .find((earlier) => earlier.type === claim.type && seasonOf(earlier.repairFinishDate, seasons) === season);
  if (other === undefined) return NOTHING;
  return onClaim({ ...otherFacts(other, claim.repairFinishDate), subject: season, context: 'season' });
}

/** D06: a campaign is claimed for a vehicle that is not in its list. */
export function notInCampaign({ input }: EvaluationContext): readonly RuleFinding[] {
  const { claim, evidence } = input;
  if (claim.type !== 'CAMPAIGN' || evidence?.campaign === undefined) return NOTHING;
  const campaign = evidence.campaign;
  if (campaign !== null && campaign.status !== null) return NOTHING;
  return onClaim({ vin: claim.vinText, campaignCode: campaign?.code ?? null, campaignTitle: campaign?.title ?? null });
}

/** D07: several claims of one visit, each within the automatic limit, together above it. */
export function splitBilling(context: EvaluationContext, _: RuleRow, pricing: Pricing): readonly RuleFinding[] {
  const { claim, settings } = context.input;
  const limitFen = settings.autoApproveLimitFen;
  let others: HistoryClaimFact[] | null = null;
  for (const earlier of context.earlier()) {
    const sameVisit = earlier.repairFinishDate === claim.repairFinishDate && earlier.stationId === claim.stationId;
    if (sameVisit && earlier.claimedFen !== undefined) others = [...(others ?? []), earlier];
  }
  if (others === null || claim.stationId === null) return NOTHING;
  const ownFen = sumExact(pricing().map((line) => line.claimedFen));
  const amounts = [ownFen, ...others.map((other) => other.claimedFen ?? 0)];
  const sumFen = sumExact(amounts);
  if (sumFen <= limitFen || amounts.some((amountFen) => amountFen > limitFen)) return NOTHING;
  const claims = others.map((other) => other.no ?? other.id).join(' ');
  return onClaim({ claims, count: amounts.length, sumFen, limitFen, finishDate: claim.repairFinishDate });
}
