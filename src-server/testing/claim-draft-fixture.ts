import type { ClaimDraft } from '../../src-shared/domain/claims/claim-draft.ts';
import { TEST_NOW_MS, TEST_TODAY, TEST_VIN } from './small-company.ts';

/** A sound claim of station ST1: two hours of a catalogued operation on the vehicle in warranty. */
export function claimDraft(change: Partial<ClaimDraft> = {}): ClaimDraft {
  return {
    ...{ stationId: 'ST1', stationRef: 'JC-1', workOrderId: null },
    vehicle: { id: 'V1', vin: TEST_VIN, plateNo: '浙G12345', productLine: 'COACH', modelId: 'M1' },
    ...{ vinText: TEST_VIN, plateNo: null, productLine: 'COACH', modelName: null, type: 'WARRANTY' },
    ...{ failureDate: '2026-03-10', repairFinishDate: '2026-03-11', repairStartAtMs: null, repairFinishAtMs: null },
    ...{ submittedAtMs: TEST_NOW_MS, submittedDate: TEST_TODAY, mileageKm: 50_000 },
    ...{ complaintCode: null, causeCode: null, actionCode: null, complaintText: '漏水', responsibility: 'MAKER' },
    createdBy: null,
    lines: [labourLine()],
    ...change,
  };
}

export function labourLine(change: Partial<ClaimDraft['lines'][number]> = {}): ClaimDraft['lines'][number] {
  return {
    ...{ costType: 'LABOUR', opId: 'OP1', partId: null, itemCode: 'L-100', description: '更换水泵', qtyMilli: null },
    ...{ hoursCenti: 200, km: null, unitFen: 6000, claimedFen: 12_000, supplyMode: null, technician: null },
    ...{ detail: {}, componentGroupId: null },
    ...change,
  };
}
