import type {
  ClaimFact,
  EvaluationInput,
  HistoryClaimFact,
  LineFact,
  MasterRows,
  MileageReadingFact,
  OperationFact,
  PartFact,
  StationFact,
  VehicleFact,
  WarrantyCoverageFact,
} from '../evaluation-types.ts';
import { FIRST_RATES, FIRST_RATES_FROM_DATE, FIRST_SETTINGS } from '../first-rates.ts';
import { FIRST_RULESET } from '../first-ruleset.ts';
import { indexMasters } from '../masters.ts';
import type { RuleMode, Ruleset } from '../ruleset-types.ts';

/*
 * One plain claim in warranty, on which every test changes the one thing it is about: a coach sold on 2024-03-15 with 24
 * months and 200,000 km, repaired by a station of grade B, 2.50 standard hours at 60.00.
 */

export const VIN = 'LXCBUS7B4D1000345';

export function operation(change: Partial<OperationFact> = {}): OperationFact {
  return {
    ...{ id: 'op-1', opCode: 'OP-001', name: 'Replace water pump', componentGroupId: 'grp-pump', stdHoursCenti: 250 },
    ...{ overlapGroup: null, overlapDeductCenti: 0, maxPerClaim: null, catalogueVersion: 1 },
    ...change,
  };
}

export function part(change: Partial<PartFact> = {}): PartFact {
  return {
    ...{ id: 'part-1', partNo: 'P-001', name: 'Water pump', componentGroupId: 'grp-pump', issuePriceFen: 800_00 },
    ...{ maxQtyPerVehicleMilli: null, isWear: 0 },
    ...change,
  };
}

export function coverage(change: Partial<WarrantyCoverageFact> = {}): WarrantyCoverageFact {
  return {
    ...{ id: 'cov-1', policyId: 'pol-1', componentGroupId: null, partId: null, months: 24, kmLimit: 200_000 },
    ...{ mode: 'FIRST_REACHED', labourMonths: null, materialMonths: null, excluded: 0 },
    ...change,
  };
}

export function masterRows(change: Partial<MasterRows> = {}): MasterRows {
  return {
    rates: FIRST_RATES.map((rate, index) => ({
      ...rate,
      id: `rate-${index}`,
      stationId: null,
      regionId: null,
      validFromDate: FIRST_RATES_FROM_DATE,
      validToDate: null,
    })),
    operations: [operation()],
    operationIncludes: [],
    parts: [part()],
    componentGroups: [
      { id: 'grp-engine', code: 'ENG', parentId: null, class: 'ENGINE' },
      { id: 'grp-pump', code: 'ENG-PUMP', parentId: 'grp-engine', class: 'OTHER' },
      { id: 'grp-wiper', code: 'WIPER', parentId: null, class: 'WEAR' },
    ],
    policies: [
      {
        ...{ id: 'pol-1', code: 'C24', policyVersion: 3, productLine: 'COACH', name: 'Coach 24', validToDate: null },
        ...{ validFromDate: '2020-01-01', startRule: 'IN_SERVICE', startDays: 0, defaultDays: 90 },
      },
    ],
    coverages: [coverage()],
    ...change,
  };
}

export function claim(change: Partial<ClaimFact> = {}): ClaimFact {
  return {
    ...{ id: 'claim-1', no: null, claimantType: 'STATION', claimantId: 'st-1', type: 'WARRANTY', stationId: 'st-1' },
    ...{ workOrderId: 'wo-1', vinText: VIN, productLine: 'COACH', regionId: 'reg-1', failureDate: '2025-06-01' },
    ...{ repairFinishDate: '2025-06-02', mileageKm: 80_000, causalPartId: null, componentGroupId: null },
    ...{ mainOpId: 'op-1', responsibility: 'MAKER', preauthId: null, campaignId: null },
    ...{ submittedAtMs: Date.UTC(2025, 5, 3), submittedDate: '2025-06-03' },
    ...change,
  };
}

export function labourLine(change: Partial<LineFact> = {}): LineFact {
  return {
    ...{ seq: 1, costType: 'LABOUR', opId: 'op-1', partId: null, itemCode: 'OP-001', description: 'Water pump' },
    ...{ qtyMilli: null, hoursCenti: 250, km: null, unitFen: 60_00, supplyMode: null, isMain: 1, isCausal: 0 },
    ...{ claimedFen: 150_00, detail: {} },
    ...change,
  };
}

export function materialLine(change: Partial<LineFact> = {}): LineFact {
  return {
    ...labourLine({ seq: 2, costType: 'MATERIAL', opId: null, partId: 'part-1', itemCode: 'P-001', hoursCenti: null }),
    ...{ qtyMilli: 1000, unitFen: 800_00, supplyMode: 'STATION_STOCK', isMain: 0, isCausal: 1, claimedFen: null },
    ...change,
  };
}

export function travelLine(change: Partial<LineFact> = {}): LineFact {
  return {
    ...labourLine({ seq: 3, costType: 'TRAVEL', opId: null, itemCode: null, description: 'Trip', hoursCenti: null }),
    ...{ km: 172, unitFen: 0, isMain: 0, claimedFen: null },
    ...change,
  };
}

export function vehicle(change: Partial<VehicleFact> = {}): VehicleFact {
  return {
    ...{ id: 'veh-1', vin: VIN, productLine: 'COACH', mfgDate: '2024-01-10', saleDate: '2024-03-15' },
    ...{ inServiceDate: '2024-03-15', inServiceSource: 'INVOICE', status: 'SOLD' },
    ...change,
  };
}

export function station(change: Partial<StationFact> = {}, grade = 'B'): StationFact {
  return {
    ...{ id: 'st-1', code: 'S001', name: 'Jinhua', type: 'EXTERNAL', status: 'ACTIVE', auditRisk: 0, autoEligible: 1 },
    terms: { grade, contractNo: 'HT-1', contractFromDate: '2024-01-01', contractToDate: '2026-12-31' },
    ...change,
  };
}

export function reading(change: Partial<MileageReadingFact> = {}): MileageReadingFact {
  return {
    ...{ id: 'read-1', readingKm: 70_000, readDate: '2025-03-01', sourceDocId: 'wo-0', stationId: 'st-2' },
    ...{ meterSeq: 1, offsetKm: 0 },
    ...change,
  };
}

export function earlierClaim(change: Partial<HistoryClaimFact> = {}): HistoryClaimFact {
  return {
    ...{ id: 'claim-0', no: 'SPJH250500001', status: 'APPROVED', type: 'WARRANTY', stationId: 'st-1' },
    ...{ claimantCode: 'S001', claimantName: 'Jinhua', workOrderId: 'wo-0', mainOpId: 'op-1', causalPartId: null },
    ...{ componentGroupId: null, repairFinishDate: '2025-05-20', submittedAtMs: Date.UTC(2025, 4, 21) },
    ...change,
  };
}

export function evaluationInput(change: Partial<EvaluationInput> = {}): EvaluationInput {
  return {
    ...{ claim: claim(), lines: [labourLine()], vehicle: vehicle(), station: station() },
    ...{ workOrder: null, engineer: null, mileageReadings: [], history: [], warrantyOverrides: [], fittedParts: [] },
    ...{ masters: indexMasters(masterRows()), settings: FIRST_SETTINGS, sampled: false, evaluatedOnDate: '2025-06-03' },
    ...change,
  };
}

/** The first ruleset with one rule in another mode. */
export function rulesetWith(ruleId: string, mode: RuleMode): Ruleset {
  return { ...FIRST_RULESET, rules: FIRST_RULESET.rules.map((row) => (row.id === ruleId ? { ...row, mode } : row)) };
}
