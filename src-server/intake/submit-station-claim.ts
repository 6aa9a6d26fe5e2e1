import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { IntakeClaim } from '../../src-shared/contract/server/intake.contract.ts';
import type { ClaimDraft, ClaimLineDraft, SubmitResult } from '../../src-shared/domain/claims/claim-draft.ts';
import { normaliseVin } from '../../src-shared/domain/checks/vin-check.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import { AppError } from '../../src-shared/errors.ts';
import { isAnyOf } from '../db/bulk-rows.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';
import type { Registration } from './receipts.ts';
import { stationPlace, vehicleOf } from './register.ts';

/** Submits claims with all rules; supplied by the claims room. */
export type SubmitClaims = (
  db: Kysely<CentralTables>,
  drafts: readonly ClaimDraft[],
  moment: { nowMs: number; today: string; newId(): string },
) => Promise<SubmitResult[]>;

type Claim = z.infer<typeof IntakeClaim>;

/** Submits one claim of a station; a rule of class "entry" stops it here, with the rule and its facts. Claims §3.2. */
export async function submitStationClaim(
  registration: Registration,
  input: Claim,
  createdBy: string,
  submitClaims: SubmitClaims,
): Promise<void> {
  const { db, claimantId: stationId, nowMs, today } = registration;
  await stationPlace(registration);
  await refuseKnown(registration, input.number);
  const vehicle = await vehicleOf(db, input.vin);
  const workOrderId = await workOrderOf(registration, input);
  const finishAtMs = Date.parse(input.finishAt);
  if (finishAtMs > nowMs) {
    throw new AppError('RULE_BROKEN', 'intake-finish-in-future', { field: 'finishAt', value: input.finishAt });
  }
  const draft: ClaimDraft = {
    ...{ stationId, stationRef: input.number, workOrderId, vehicle: vehicle ?? null, vinText: normaliseVin(input.vin) },
    ...{ plateNo: input.plateNo, productLine: vehicle?.productLine ?? 'COACH', modelName: null, type: input.type },
    ...{ failureDate: input.failureDate, repairFinishDate: businessDateOf(finishAtMs), repairFinishAtMs: finishAtMs },
    repairStartAtMs: input.startAt === null ? null : Date.parse(input.startAt),
    ...{ submittedAtMs: nowMs, submittedDate: today, mileageKm: input.mileageKm, complaintText: input.complaintText },
    ...{ complaintCode: null, causeCode: null, actionCode: null, responsibility: input.responsibility, createdBy },
    lines: await lineDrafts(db, input.lines),
  };
  const [result] = await submitClaims(db, [draft], registration);
  if (result?.outcome !== 'submitted') {
    throw stoppedByRule(result);
  }
  if (workOrderId !== null) {
    await db.updateTable('workOrder').set({ status: 'CLAIMED' }).where('id', '=', workOrderId).execute();
  }
}

/** The rule of class "entry" that stopped a submission, with its facts. */
export function stoppedByRule(result: SubmitResult | undefined): AppError {
  const hit = result?.outcome === 'refused' ? result.hits[0] : undefined;
  return new AppError('RULE_BROKEN', 'claim-stopped-by-rule', { ruleId: hit?.ruleId ?? null, ...hit?.facts });
}

/** A claim under this number may have come by another way, for example by a file. */
export async function refuseKnown({ db, claimantId }: Registration, number: string): Promise<void> {
  const known = await db
    .selectFrom('claim')
    .select('no')
    .where('claimantId', '=', claimantId)
    .where('stationRef', '=', number)
    .executeTakeFirst();
  if (known === undefined) return;
  throw new AppError('CONFLICT', 'intake-claim-known', { field: 'number', number, claimNo: known.no });
}

async function workOrderOf({ db, claimantId: stationId }: Registration, input: Claim): Promise<string | null> {
  const number = input.workOrderNumber ?? input.number;
  const order = await db
    .selectFrom('workOrder')
    .select(['id', 'vinText', 'status'])
    .where('stationId', '=', stationId)
    .where('stationRef', '=', number)
    .executeTakeFirst();
  if (order === undefined) {
    if (input.workOrderNumber === null) return null;
    throw new AppError('NOT_FOUND', 'intake-work-order-unknown', { field: 'workOrderNumber', number });
  }
  if (order.vinText !== normaliseVin(input.vin)) {
    const details = { field: 'vin', value: input.vin, workOrderVin: order.vinText, number };
    throw new AppError('RULE_BROKEN', 'intake-work-order-of-other-vehicle', details);
  }
  if (order.status === 'CLAIMED') {
    throw new AppError('RULE_BROKEN', 'intake-work-order-claimed', { field: 'workOrderNumber', number });
  }
  return order.id;
}

/** The lines of a claim with their operations and parts; an unknown code is refused with its field. */
export async function lineDrafts(
  db: Registration['db'],
  lines: readonly Claim['lines'][number][],
): Promise<ClaimLineDraft[]> {
  const opCodes = lines.map((line) => line.opCode ?? '');
  const partNos = lines.map((line) => line.partNo ?? '');
  const operations = await db.selectFrom('labourOperation').selectAll().where(isAnyOf('opCode', opCodes)).execute();
  const parts = await db.selectFrom('part').selectAll().where(isAnyOf('partNo', partNos)).execute();
  const operationOf = new Map(operations.map((row) => [row.opCode, row]));
  const partOf = new Map(parts.map((row) => [row.partNo, row]));
  return lines.map((line, index): ClaimLineDraft => {
    const operation = operationOf.get(line.opCode ?? '');
    const part = partOf.get(line.partNo ?? '');
    if (line.opCode !== null && operation === undefined) throw unknownCode('opCode', index, line.opCode);
    if (line.partNo !== null && part === undefined) throw unknownCode('partNo', index, line.partNo);
    const { costType, description, hoursCenti, qtyMilli, km, unitFen, claimedFen } = line;
    const supplyMode = line.supplyMode ?? (costType === 'MATERIAL' ? 'STATION_STOCK' : null);
    return {
      ...{ costType, description, hoursCenti, qtyMilli, km, unitFen, claimedFen, supplyMode, technician: null },
      ...{ opId: operation?.id ?? null, partId: part?.id ?? null, itemCode: line.opCode ?? line.partNo },
      componentGroupId: part?.componentGroupId ?? operation?.componentGroupId ?? null,
      detail: {
        ...(line.night === undefined ? {} : { night: line.night }),
        ...(line.holiday === undefined ? {} : { holiday: line.holiday }),
        ...(line.routeKm === undefined ? {} : { routeKm: line.routeKm }),
        ...(line.tollFen === undefined ? {} : { tollFen: line.tollFen }),
        ...(line.tollReceiptFen === undefined ? {} : { tollReceiptFen: line.tollReceiptFen }),
      },
    };
  });
}

function unknownCode(field: string, index: number, value: string): AppError {
  return new AppError('RULE_BROKEN', 'intake-code-unknown', { field: `lines.${index}.${field}`, value });
}
