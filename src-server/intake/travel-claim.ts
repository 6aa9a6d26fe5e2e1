import type { z } from 'zod';
import type { IntakeTravelClaim } from '../../src-shared/contract/server/intake.contract.ts';
import type { ClaimDraft } from '../../src-shared/domain/claims/claim-draft.ts';
import { normaliseVin } from '../../src-shared/domain/checks/vin-check.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { Registration } from './receipts.ts';
import { vehicleOf } from './register.ts';
import { refuseKnown, stoppedByRule, type SubmitClaims } from './submit-station-claim.ts';

const DAY_MS = 86_400_000;

/**
 * The expenses of a field engineer's trip as a claim of the engineer: the same rules, the same audit, settled without an
 * invoice (design §8, Tax).
 */
export async function submitTravelClaim(
  registration: Registration,
  input: z.infer<typeof IntakeTravelClaim>,
  createdBy: string,
  submitClaims: SubmitClaims,
): Promise<void> {
  const { db, nowMs, today } = registration;
  const engineer = await engineerOf(registration);
  await refuseKnown(registration, input.number);
  const [departAtMs, returnAtMs] = [Date.parse(input.departAt), Date.parse(input.returnAt)];
  if (returnAtMs < departAtMs) {
    throw new AppError('RULE_BROKEN', 'intake-finish-before-start', { field: 'returnAt', value: input.returnAt });
  }
  if (returnAtMs > nowMs) {
    throw new AppError('RULE_BROKEN', 'intake-finish-in-future', { field: 'returnAt', value: input.returnAt });
  }
  const vehicle = await vehicleOf(db, input.vin);
  const { tollFen, lodgingReceiptFen, personNights, routeKm, night, holiday } = input;
  const draft: ClaimDraft = {
    ...{ stationId: '', engineer, stationRef: input.number, workOrderId: null, vehicle: vehicle ?? null },
    ...{ vinText: normaliseVin(input.vin), plateNo: null, productLine: vehicle?.productLine ?? 'COACH' },
    ...{ modelName: null, type: input.type, failureDate: businessDateOf(departAtMs) },
    ...{ repairFinishDate: businessDateOf(returnAtMs), repairStartAtMs: departAtMs, repairFinishAtMs: returnAtMs },
    ...{ submittedAtMs: nowMs, submittedDate: today, mileageKm: input.mileageKm, complaintText: input.purpose },
    ...{ complaintCode: null, causeCode: null, actionCode: null, responsibility: 'MAKER', createdBy },
    lines: [
      {
        ...{ costType: 'TRAVEL', opId: null, partId: null, itemCode: null, description: input.purpose },
        ...{ qtyMilli: null, hoursCenti: null, km: input.km, unitFen: null, claimedFen: input.claimedFen },
        ...{ supplyMode: null, technician: engineer.name, componentGroupId: null },
        detail: {
          ...{ night, holiday, tollFen, tollReceiptFen: tollFen, lodgingReceiptFen, personNights, routeKm },
          engineerDays: Math.floor((returnAtMs - departAtMs) / DAY_MS) + 1,
        },
      },
    ],
  };
  const [result] = await submitClaims(db, [draft], registration);
  if (result?.outcome !== 'submitted') throw stoppedByRule(result);
}

async function engineerOf({ db, claimantId }: Registration) {
  const engineer = await db
    .selectFrom('engineer')
    .select(['id', 'empNo', 'name', 'regionId', 'status'])
    .where('id', '=', claimantId)
    .executeTakeFirst();
  if (engineer === undefined) throw new AppError('NOT_FOUND', 'intake-engineer-unknown');
  if (engineer.status === 'ACTIVE') return engineer;
  throw new AppError('FORBIDDEN', 'intake-engineer-not-active', { empNo: engineer.empNo, status: engineer.status });
}
