import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { IntakeClaim } from '../../src-shared/contract/server/intake.contract.ts';
import type { ClaimDraft, ClaimLineDraft, SubmitResult } from '../../src-shared/domain/claims/claim-draft.ts';
import { normaliseVin } from '../../src-shared/domain/checks/vin-check.ts';
import { nextOrderStatus } from '../../src-shared/domain/service/order-transition.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import { AppError } from '../../src-shared/errors.ts';
import { isAnyOf } from '../db/bulk-rows.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';
import type { Registration } from './receipts.ts';
import { followClaim } from './follow-claim.ts';
import { campaignOf, faultOfClaim, orderOfClaim, preauthOf, withRoads } from './order-of-claim.ts';
import { unknownCode } from './order-work.ts';
import { stationPlace, vehicleOf } from './register.ts';

/** Submits claims with all rules; supplied by the claims room. */
export type SubmitClaims = (
  db: Kysely<CentralTables>,
  drafts: readonly ClaimDraft[],
  moment: { nowMs: number; today: string; newId(): string },
) => Promise<SubmitResult[]>;

type Claim = z.infer<typeof IntakeClaim>;

/**
 * Submits one claim of a station, with its work order where it brings one along; a rule of class "entry" stops it here, with the
 * rule and its facts. What comes back by its parts is written down at once (旧件应返). Claims §3.1, §3.2.
 */
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
  const finishAtMs = Date.parse(input.finishAt);
  if (finishAtMs > nowMs) {
    throw new AppError('RULE_BROKEN', 'intake-finish-in-future', { field: 'finishAt', value: input.finishAt });
  }
  const order = await orderOfClaim(registration, input);
  const lines = await lineDrafts(db, input.lines);
  const draft: ClaimDraft = {
    ...{ stationId, stationRef: input.number, workOrderId: order?.id ?? null, vehicle: vehicle ?? null },
    ...{ vinText: normaliseVin(input.vin), plateNo: input.plateNo, type: input.type },
    ...{ productLine: vehicle?.productLine ?? 'COACH', modelName: null },
    ...{ failureDate: input.failureDate, repairFinishDate: businessDateOf(finishAtMs), repairFinishAtMs: finishAtMs },
    repairStartAtMs: input.startAt === null ? null : Date.parse(input.startAt),
    ...{ submittedAtMs: nowMs, submittedDate: today, mileageKm: input.mileageKm, complaintText: input.complaintText },
    ...(await faultOfClaim(db, input, order)),
    ...{ responsibility: input.responsibility, createdBy },
    ...{ preauthId: await preauthOf(db, input), campaignId: await campaignOf(db, input) },
    lines: order === null ? lines : await withRoads(db, order.id, lines),
  };
  const [result] = await submitClaims(db, [draft], registration);
  if (result?.outcome !== 'submitted') throw stoppedByRule(result);
  if (order !== null) {
    const status = nextOrderStatus(order.status, 'claim') ?? order.status;
    await db.updateTable('workOrder').set({ status }).where('id', '=', order.id).execute();
  }
  await followClaim(registration, {
    claimId: result.claimId,
    tags: input.lines.map((line) => line.oldPartTag ?? null),
  });
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
  refuseSecond(lines, 'isMain', 'LABOUR');
  refuseSecond(lines, 'isCausal', 'MATERIAL');
  return lines.map((line, index): ClaimLineDraft => {
    const operation = operationOf.get(line.opCode ?? '');
    const part = partOf.get(line.partNo ?? '');
    const at = `lines.${String(index)}.`;
    if (line.opCode !== null && operation === undefined) throw unknownCode(`${at}opCode`, line.opCode);
    if (line.partNo !== null && part === undefined) throw unknownCode(`${at}partNo`, line.partNo);
    const { costType, description, hoursCenti, qtyMilli, km, unitFen, claimedFen } = line;
    const supplyMode = line.supplyMode ?? (costType === 'MATERIAL' ? 'STATION_STOCK' : null);
    return {
      ...{ costType, description, hoursCenti, qtyMilli, km, unitFen, claimedFen, supplyMode, technician: null },
      ...{ opId: operation?.id ?? null, partId: part?.id ?? null, itemCode: line.opCode ?? line.partNo },
      componentGroupId: part?.componentGroupId ?? operation?.componentGroupId ?? null,
      ...{ isMain: line.isMain ?? false, isCausal: line.isCausal ?? false },
      ...{ stdHoursCenti: operation?.stdHoursCenti ?? 0, listPriceFen: part?.issuePriceFen ?? 0 },
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

/** The main operation is one line of labour and the causal part one of material; a second is refused with its field. */
function refuseSecond(lines: readonly Claim['lines'][number][], field: 'isMain' | 'isCausal', costType: string): void {
  const named = lines.flatMap((line, index) => (line[field] === true ? [{ line, index }] : []));
  const wrong = named.find(({ line }, place) => place > 0 || line.costType !== costType);
  if (wrong === undefined) return;
  const details = { field: `lines.${String(wrong.index)}.${field}`, value: wrong.line.costType };
  throw new AppError('RULE_BROKEN', 'intake-not-the-one-line', details);
}
