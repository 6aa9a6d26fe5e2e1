import type { z } from 'zod';
import type { IntakeFault, IntakeOrderWork } from '../../src-shared/contract/server/intake-order.contract.ts';
import type { LabourWork, OrderWork, PartWork, TripWork } from '../../src-shared/domain/service/order-work.ts';
import { AppError } from '../../src-shared/errors.ts';
import { isAnyOf } from '../db/bulk-rows.ts';
import type { Registration } from './receipts.ts';

type Work = z.infer<typeof IntakeOrderWork>;
type Trip = NonNullable<Work['trips']>[number];
type Db = Registration['db'];

/** A code that is in none of our tables, with its field. */
export function unknownCode(field: string, value: string): AppError {
  return new AppError('RULE_BROKEN', 'intake-code-unknown', { field, value });
}

/** Hours, parts and trips with their operations and parts; `at` is put before the name of a field that is refused. */
export async function orderWorkOf(db: Db, input: Work, at: string): Promise<OrderWork> {
  const { labour = [], parts = [], trips = [] } = input;
  const opCodes = labour.flatMap((line) => line.opCode ?? []);
  const partNos = parts.map((part) => part.partNo);
  const operations = await db
    .selectFrom('labourOperation')
    .select(['id', 'opCode'])
    .where(isAnyOf('opCode', opCodes))
    .execute();
  const known = await db.selectFrom('part').select(['id', 'partNo']).where(isAnyOf('partNo', partNos)).execute();
  const operationOf = new Map(operations.map((row) => [row.opCode, row.id]));
  const partOf = new Map(known.map((row) => [row.partNo, row.id]));
  const causal = parts.flatMap((part, index) => (part.isCausal === true ? [index] : []));
  if (causal[1] !== undefined) {
    throw new AppError('RULE_BROKEN', 'intake-two-causal-parts', { field: `${at}parts.${String(causal[1])}.isCausal` });
  }
  return {
    labour: labour.map(({ opCode = null, description = null, hoursCenti, technician }, index): LabourWork => {
      const opId = opCode === null ? null : operationOf.get(opCode);
      if (opId === undefined) throw unknownCode(`${at}labour.${String(index)}.opCode`, opCode ?? '');
      return { opId, description, hoursCenti, technician };
    }),
    parts: parts.map((part, index): PartWork => {
      const partId = partOf.get(part.partNo);
      if (partId === undefined) throw unknownCode(`${at}parts.${String(index)}.partNo`, part.partNo);
      const { partNo, qtyMilli, unitFen = 0, supplyMode, isCausal = false } = part;
      const { issueDoc = null, oldSerial = null, newSerial = null } = part;
      return { partId, partNo, qtyMilli, unitFen, oldSerial, newSerial, isCausal, supplyMode, issueDoc };
    }),
    trips: trips.map((trip, index) => tripOf(trip, `${at}trips.${String(index)}.returnAt`)),
  };
}

function tripOf(trip: Trip, field: string): TripWork {
  const [departAtMs, returnAtMs] = [msOf(trip.departAt), msOf(trip.returnAt)];
  if (departAtMs !== null && returnAtMs !== null && returnAtMs < departAtMs) {
    throw new AppError('RULE_BROKEN', 'intake-finish-before-start', { field, value: trip.returnAt });
  }
  const { kmOut, kmBack, routeKm = null, fromText = null, toText = null, people = 1 } = trip;
  const { engineerDays = 0, personNights = 0, tollFen = 0, lodgingFen = 0, night = false, holiday = false } = trip;
  return {
    ...{ fromLatMicro: trip.from?.latMicro ?? null, fromLngMicro: trip.from?.lngMicro ?? null },
    ...{ toLatMicro: trip.to?.latMicro ?? null, toLngMicro: trip.to?.lngMicro ?? null, fromText, toText },
    ...{ kmOut, kmBack, routeKm, people, engineerDays, personNights, departAtMs, returnAtMs },
    ...{ tollFen, tollReceiptFen: trip.tollReceiptFen ?? tollFen, lodgingFen, night, holiday },
  };
}

export function msOf(instant: string | null | undefined): number | null {
  return instant === null || instant === undefined ? null : Date.parse(instant);
}

const FAULT_KINDS = { complaintCode: 'COMPLAINT', causeCode: 'CAUSE', actionCode: 'ACTION' } as const;
const FAULT_FIELDS = ['complaintCode', 'causeCode', 'actionCode'] as const;

export type FaultCodes = Record<(typeof FAULT_FIELDS)[number], string | null>;

/** The three coded fields of a fault as they are in our list; one that is not there, or is of another kind, is refused. */
export async function faultOf(db: Db, input: z.infer<typeof IntakeFault>): Promise<FaultCodes> {
  const codes = FAULT_FIELDS.flatMap((field) => input[field] ?? []);
  const rows =
    codes.length === 0
      ? []
      : await db.selectFrom('faultCode').select(['kind', 'code']).where(isAnyOf('code', codes)).execute();
  for (const field of FAULT_FIELDS) {
    const code = input[field] ?? null;
    if (code !== null && !rows.some((row) => row.code === code && row.kind === FAULT_KINDS[field])) {
      throw unknownCode(field, code);
    }
  }
  const { complaintCode = null, causeCode = null, actionCode = null } = input;
  return { complaintCode, causeCode, actionCode };
}
