import { daysBetween } from '../units/dates.ts';
import { listParameter, numberParameter, type EvaluationContext, type RuleFinding } from './evaluation-context.ts';
import { NOTHING } from './finding.ts';
import type { RuleRow } from './ruleset-types.ts';

/** S01: the station is not active, or no contract of it was valid when the repair was finished. Own workshops need none. */
export function stationInactive({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const { station, claim } = input;
  if (station === null) return NOTHING;
  const { terms } = station;
  const finishDate = claim.repairFinishDate;
  const needsContract = !listParameter(row, 'noContractTypes').includes(station.type);
  const from = terms?.contractFromDate ?? null;
  const to = terms?.contractToDate ?? null;
  const isValid = terms !== null && (from === null || from <= finishDate) && (to === null || finishDate <= to);
  if (station.status === 'ACTIVE' && (isValid || !needsContract)) return NOTHING;
  const context = station.status !== 'ACTIVE' ? 'status' : terms === null ? 'noTerms' : 'contract';
  return [
    {
      lineSeq: null,
      facts: {
        stationCode: station.code,
        stationName: station.name,
        status: station.status,
        context,
        finishDate,
        contractNo: terms?.contractNo ?? null,
        contractFromDate: from,
        contractToDate: to,
      },
    },
  ];
}

/** G02: submitted long after the repair was finished; a block when very long. The price is cut by `latenessCutBp`. */
export function submittedLate({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const { submittedDate, repairFinishDate } = input.claim;
  if (submittedDate === null) return NOTHING;
  const days = daysBetween(repairFinishDate, submittedDate);
  const limitDays = numberParameter(row, 'warnAfterDays');
  if (days <= limitDays) return NOTHING;
  const severity = days > numberParameter(row, 'blockAfterDays') ? 'BLOCK' : row.severity;
  const facts = {
    finishDate: repairFinishDate,
    submittedDate,
    days,
    limitDays,
    cutBp: numberParameter(row, 'priceCutBp'),
  };
  return [{ lineSeq: null, severity, facts }];
}

/** What a late submission costs, in basis points of the payable amount; 0 when in time or the rule is not live. */
export function latenessCutBp(context: EvaluationContext): number {
  const row = context.live('G02');
  if (row === null || submittedLate(context, row).length === 0) return 0;
  return numberParameter(row, 'priceCutBp');
}
