import type { z } from 'zod';
import type { IntakeClaim } from '../../src-shared/contract/server/intake.contract.ts';
import type { ClaimLineDraft } from '../../src-shared/domain/claims/claim-draft.ts';
import { normaliseVin } from '../../src-shared/domain/checks/vin-check.ts';
import { nextOrderStatus } from '../../src-shared/domain/service/order-transition.ts';
import { AppError } from '../../src-shared/errors.ts';
import { faultOf, unknownCode, type FaultCodes } from './order-work.ts';
import type { Registration } from './receipts.ts';
import { registerWorkOrder } from './register.ts';

type Claim = z.infer<typeof IntakeClaim>;
type Db = Registration['db'];

export interface ClaimedOrder {
  id: string;
  status: string;
  fault: FaultCodes;
}

/** The work order of a claim: registered before, brought along, or null where the claim makes a bare one. Claims §3.1 "make claim". */
export async function orderOfClaim(registration: Registration, input: Claim): Promise<ClaimedOrder | null> {
  const { db, claimantId, newId } = registration;
  const number = input.workOrderNumber ?? input.number;
  const known = await findOrder(db, claimantId, number);
  const { workOrder = null } = input;
  if (known !== undefined && workOrder !== null) {
    throw new AppError('RULE_BROKEN', 'intake-work-order-told-twice', { field: 'workOrder', number });
  }
  if (known !== undefined) return claimable(known, input, number);
  if (workOrder === null) {
    if (input.workOrderNumber === null) return null;
    throw new AppError('NOT_FOUND', 'intake-work-order-unknown', { field: 'workOrderNumber', number });
  }
  if (input.startAt === null) throw new AppError('RULE_BROKEN', 'intake-start-missing', { field: 'startAt' });
  const { requestNumber = null, technician = null, ...work } = workOrder;
  const { vin, plateNo, startAt, finishAt, complaintText, mileageKm, type, complaintCode, causeCode, actionCode } =
    input;
  await registerWorkOrder(
    { ...registration, targetId: newId() },
    {
      ...{ ...work, requestNumber, technician, number, vin, plateNo, startAt, finishAt, complaintText },
      ...{ complaintCode, causeCode, actionCode, mileageInKm: mileageKm, mileageOutKm: mileageKm, payType: type },
    },
    'workOrder.',
  );
  const made = await findOrder(db, claimantId, number);
  if (made === undefined) throw new RangeError(`the order ${number} was not stored`);
  return claimable(made, input, number);
}

type StoredOrder = NonNullable<Awaited<ReturnType<typeof findOrder>>>;

async function findOrder(db: Db, stationId: string, number: string) {
  return db
    .selectFrom('workOrder')
    .select(['id', 'vinText', 'status', 'payType', 'complaintCode', 'causeCode', 'actionCode'])
    .where('stationId', '=', stationId)
    .where('stationRef', '=', number)
    .forUpdate()
    .executeTakeFirst();
}

/** The guards of "make claim": the same vehicle, not paid for by the customer, no other claim. */
function claimable(order: StoredOrder, input: Claim, number: string): ClaimedOrder {
  if (order.vinText !== normaliseVin(input.vin)) {
    const details = { field: 'vin', value: input.vin, workOrderVin: order.vinText, number };
    throw new AppError('RULE_BROKEN', 'intake-work-order-of-other-vehicle', details);
  }
  if (order.payType === 'PAID') {
    throw new AppError('RULE_BROKEN', 'intake-work-order-paid', { field: 'workOrderNumber', number });
  }
  if (nextOrderStatus(order.status, 'claim') === null) {
    throw new AppError('RULE_BROKEN', 'intake-work-order-claimed', { field: 'workOrderNumber', number });
  }
  const { id, status, complaintCode, causeCode, actionCode } = order;
  return { id, status, fault: { complaintCode, causeCode, actionCode } };
}

/** What the claim says of the fault; where it says nothing, what its order says. */
export async function faultOfClaim(db: Db, input: Claim, order: ClaimedOrder | null): Promise<FaultCodes> {
  const told = await faultOf(db, input);
  return {
    complaintCode: told.complaintCode ?? order?.fault.complaintCode ?? null,
    causeCode: told.causeCode ?? order?.fault.causeCode ?? null,
    actionCode: told.actionCode ?? order?.fault.actionCode ?? null,
  };
}

/** The approval beforehand by its number; whether it holds is for rule G06 to say. */
export async function preauthOf(db: Db, { preauthNo = null }: Claim): Promise<string | null> {
  if (preauthNo === null) return null;
  const row = await db.selectFrom('preauth').select('id').where('no', '=', preauthNo).executeTakeFirst();
  if (row === undefined) throw unknownCode('preauthNo', preauthNo);
  return row.id;
}

/** The campaign by its code; whether the vehicle is in it is for rule D06 to say. */
export async function campaignOf(db: Db, { campaignCode = null }: Claim): Promise<string | null> {
  if (campaignCode === null) return null;
  const row = await db.selectFrom('campaign').select('id').where('code', '=', campaignCode).executeTakeFirst();
  if (row === undefined) throw unknownCode('campaignCode', campaignCode);
  return row.id;
}

/** The lines of travel with the places of the order's trips, in their order: by them the road is judged (T01). */
export async function withRoads(
  db: Db,
  workOrderId: string,
  lines: readonly ClaimLineDraft[],
): Promise<ClaimLineDraft[]> {
  const trips = await db
    .selectFrom('workOrderTravel')
    .select(['fromLatMicro', 'fromLngMicro', 'toLatMicro', 'toLngMicro', 'routeKm'])
    .where('workOrderId', '=', workOrderId)
    .orderBy('seq')
    .execute();
  let next = 0;
  return lines.map((line) => {
    const trip = line.costType === 'TRAVEL' ? trips[next++] : undefined;
    if (trip === undefined) return line;
    const { routeKm, ...places } = trip;
    return { ...line, detail: { ...(routeKm === null ? {} : { routeKm }), ...places, ...line.detail } };
  });
}
