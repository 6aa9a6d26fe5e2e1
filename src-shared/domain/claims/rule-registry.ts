import { exactDuplicate, repeatRepair } from './duplicate-rules.ts';
import type { EvaluationContext, RuleFinding } from './evaluation-context.ts';
import type { Hit } from './evaluation-types.ts';
import { hoursOverStandard, labourRateWrong, priceOverList } from './line-rules.ts';
import type { PricedLine } from './priced-line.ts';
import type { RuleRow, Ruleset, Severity } from './ruleset-types.ts';
import { stationInactive, submittedLate } from './station-rules.ts';
import { kmOverRoute } from './travel-rules.ts';
import { mileageRegression, unknownVehicle, vinForm } from './vehicle-rules.ts';
import { outByDate, outByKm, repairBeforeSale } from './warranty-rules.ts';

type RuleFunction = (context: EvaluationContext, row: RuleRow, priced: readonly PricedLine[]) => RuleFinding[];

/** What each rule of claims §5 looks at; severity, mode and thresholds are the ruleset's. */
export const RULE_FUNCTIONS: Readonly<Record<string, RuleFunction>> = {
  V01: unknownVehicle,
  V02: vinForm,
  V04: mileageRegression,
  W01: outByDate,
  W02: outByKm,
  W04: repairBeforeSale,
  D01: exactDuplicate,
  D03: repeatRepair,
  L01: hoursOverStandard,
  L06: labourRateWrong,
  P05: priceOverList,
  T01: kmOverRoute,
  S01: stationInactive,
  G02: submittedLate,
};

const RANK: Readonly<Record<Severity, 1 | 2 | 3>> = { INFO: 1, WARN: 2, BLOCK: 3 };

/** 1 info, 2 warn, 3 block. */
export function severityRank(severity: Severity): 1 | 2 | 3 {
  return RANK[severity];
}

/**
 * Every hit of the ruleset's live and shadow rules, worst first, then in the order of the ruleset and of the lines. A rule
 * of the ruleset this version of the program does not know finds nothing.
 */
export function findHits(context: EvaluationContext, ruleset: Ruleset, priced: readonly PricedLine[]): Hit[] {
  const hits: Hit[] = [];
  for (const row of ruleset.rules) {
    if (row.mode === 'OFF') continue;
    for (const finding of RULE_FUNCTIONS[row.id]?.(context, row, priced) ?? []) {
      const severity = finding.severity ?? row.severity;
      hits.push({ ruleId: row.id, severity, mode: row.mode, lineSeq: finding.lineSeq, facts: finding.facts });
    }
  }
  // Array.sort is stable, so equally grave hits keep the order of the ruleset.
  return hits.sort((a, b) => RANK[b.severity] - RANK[a.severity]);
}
