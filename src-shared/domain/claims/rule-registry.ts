import { fixedWorkTwice, nearDuplicate, notInCampaign, sameWorkOrder, splitBilling } from './claim-pair-rules.ts';
import {
  callImpossible,
  customerDenied,
  editedUnasked,
  noPriorApproval,
  samePerson,
  twoPlacesAtOnce,
} from './conduct-rules.ts';
import { exactDuplicate, repeatRepair } from './duplicate-rules.ts';
import type { EvaluationContext, RuleFinding } from './evaluation-context.ts';
import type { Hit } from './evaluation-types.ts';
import {
  finishedTooFast,
  genericLabour,
  operationNotForModel,
  overlappingWork,
  technicianOverbooked,
} from './labour-rules.ts';
import { hoursOverStandard, labourRateWrong, priceOverList } from './line-rules.ts';
import { oldPartOverdue, oldPartTwice, oldPartWrong, payBeforePart, recoveryMissed } from './old-part-rules.ts';
import {
  localBuyUnproven,
  notIssued,
  partNotForModel,
  partNotOfFault,
  replacedNotRepaired,
  serialNotGenuine,
  tooManyParts,
} from './part-rules.ts';
import { nearSamePhoto, photoElsewhere, photoMissing, plateDiffers, sameFile } from './photo-rules.ts';
import type { Pricing } from './price-lines.ts';
import type { RuleRow, Ruleset, Severity } from './ruleset-types.ts';
import { stationInactive, submittedLate } from './station-rules.ts';
import {
  endOfCoverSpike,
  justUnderLimit,
  monthlySurge,
  notAuthorised,
  outlierCost,
  ownFleet,
  pairTooOften,
  unlikelyDigits,
} from './station-statistics-rules.ts';
import { kmOverRoute } from './travel-rules.ts';
import { noDispatch, sharedTrip, stationTooFar, tollMismatch, travelInShop } from './trip-rules.ts';
import { mileageFrozen, mileageJump, vehicleMismatch, vehicleNotInUse } from './vehicle-file-rules.ts';
import { mileageRegression, unknownVehicle, vinForm } from './vehicle-rules.ts';
import { excludedPart, failureBackDated, inServiceMoved, outPassedAsIn } from './warranty-evidence-rules.ts';
import { outByDate, outByKm, repairBeforeSale } from './warranty-rules.ts';

type RuleFunction = (context: EvaluationContext, row: RuleRow, pricing: Pricing) => readonly RuleFinding[];

/**
 * What each rule of claims §5 looks at; severity, mode and thresholds are the ruleset's. F01–F04 judge the invoices of a
 * statement (`settlement/invoice-rules.ts`) and are no part of a claim's evaluation.
 */
export const RULE_FUNCTIONS: Readonly<Record<string, RuleFunction>> = {
  ...{ V01: unknownVehicle, V02: vinForm, V03: vehicleMismatch, V04: mileageRegression, V05: mileageJump },
  ...{ V06: mileageFrozen, V07: vehicleNotInUse },
  ...{ W01: outByDate, W02: outByKm, W03: excludedPart, W04: repairBeforeSale, W05: outPassedAsIn },
  ...{ W06: endOfCoverSpike, W07: failureBackDated, W08: inServiceMoved },
  ...{ D01: exactDuplicate, D02: nearDuplicate, D03: repeatRepair, D04: sameWorkOrder, D05: fixedWorkTwice },
  ...{ D06: notInCampaign, D07: splitBilling },
  ...{ L01: hoursOverStandard, L02: operationNotForModel, L03: overlappingWork, L04: technicianOverbooked },
  ...{ L05: finishedTooFast, L06: labourRateWrong, L07: genericLabour },
  ...{ P01: tooManyParts, P02: partNotForModel, P03: partNotOfFault, P04: notIssued, P05: priceOverList },
  ...{ P06: serialNotGenuine, P07: replacedNotRepaired, P08: localBuyUnproven },
  ...{ T01: kmOverRoute, T02: stationTooFar, T03: noDispatch, T04: sharedTrip, T05: travelInShop, T06: tollMismatch },
  ...{ G01: twoPlacesAtOnce, G02: submittedLate, G03: editedUnasked, G04: customerDenied, G05: callImpossible },
  ...{ G06: noPriorApproval, G07: samePerson },
  ...{ S01: stationInactive, S02: notAuthorised, S03: monthlySurge, S04: outlierCost, S05: ownFleet },
  ...{ S06: pairTooOften, S07: unlikelyDigits, S08: justUnderLimit },
  ...{ A01: photoMissing, A02: sameFile, A03: nearSamePhoto, A04: photoElsewhere, A05: plateDiffers },
  ...{ O01: oldPartOverdue, O02: oldPartWrong, O03: oldPartTwice, O04: payBeforePart, F05: recoveryMissed },
};

const RANK: Readonly<Record<Severity, 1 | 2 | 3>> = { INFO: 1, WARN: 2, BLOCK: 3 };

/** 1 info, 2 warn, 3 block. */
export function severityRank(severity: Severity): 1 | 2 | 3 {
  return RANK[severity];
}

interface ActiveRule {
  row: RuleRow;
  mode: Exclude<RuleRow['mode'], 'OFF'>;
  find: RuleFunction;
}

const activeRules = new WeakMap<Ruleset, readonly ActiveRule[]>();

/** The rules to run, looked up once per ruleset. One this version of the program does not know finds nothing. */
function activeRulesOf(ruleset: Ruleset): readonly ActiveRule[] {
  let active = activeRules.get(ruleset);
  if (active === undefined) {
    active = ruleset.rules.flatMap((row): ActiveRule[] => {
      const find = Object.hasOwn(RULE_FUNCTIONS, row.id) ? RULE_FUNCTIONS[row.id] : undefined;
      return row.mode === 'OFF' || find === undefined ? [] : [{ row, mode: row.mode, find }];
    });
    activeRules.set(ruleset, active);
  }
  return active;
}

/** Every hit of the ruleset's live and shadow rules, worst first, then in the order of the ruleset and of the lines. */
export function findHits(context: EvaluationContext, ruleset: Ruleset, pricing: Pricing): Hit[] {
  const hits: Hit[] = [];
  for (const { row, mode, find } of activeRulesOf(ruleset)) {
    const findings = find(context, row, pricing);
    if (findings.length === 0) continue;
    for (const { lineSeq, severity, facts } of findings) {
      hits.push({ ruleId: row.id, severity: severity ?? row.severity, mode, lineSeq, facts });
    }
  }
  // Array.sort is stable, so equally grave hits keep the order of the ruleset.
  return hits.length < 2 ? hits : hits.sort((a, b) => RANK[b.severity] - RANK[a.severity]);
}
