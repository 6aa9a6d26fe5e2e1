import { z } from 'zod';
import { unstorableText } from '../../domain/units/storable-text.ts';
import { Fen } from '../values.ts';

/*
 * What a work order says beside its head, as a station sends it: with the order itself, or inside a claim that brings its
 * order along. Coordinates are millionths of a degree, the rest as in the intake.
 */

export const IntakeText = z
  .string()
  .max(500)
  .refine((text) => unstorableText(text) === null, 'a text without the character U+0000 and halves of surrogate pairs');
export const IntakeNumber = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._/-]{0,63}$/u, 'letters, digits, . _ / - up to 64');
export const IntakeInstant = z.iso.datetime({ offset: true });
export const IntakeKm = z.int().min(0).max(3_000_000);

/** A place on the map; both or neither. */
const Place = z.object({
  latMicro: z.int().min(-90_000_000).max(90_000_000),
  lngMicro: z.int().min(-180_000_000).max(180_000_000),
});
export const IntakePlace = Place.nullable().optional();
/** A code of our tables; an unknown one is refused with its field. */
export const IntakeCode = IntakeText.min(1).nullable().optional();
const Serial = IntakeText.min(1).max(100).nullable().optional();
const Amount = Fen.min(0).max(100_000_000).optional();

const IntakeOrderLabour = z.object({
  opCode: IntakeCode,
  description: IntakeText.nullable().optional(),
  hoursCenti: z.int().min(0).max(1_000_000),
  technician: IntakeText.min(1).nullable(),
});

const IntakeOrderPart = z.object({
  partNo: IntakeText.min(1),
  qtyMilli: z.int().min(1).max(1_000_000_000),
  unitFen: Amount,
  supplyMode: z.enum(['FREE_ISSUE', 'STATION_STOCK', 'LOCAL_BUY']),
  /** The document a free part (三包件) was issued on. */
  issueDoc: IntakeText.min(1).nullable().optional(),
  oldSerial: Serial,
  newSerial: Serial,
  isCausal: z.boolean().optional(),
});

const IntakeOrderTrip = z.object({
  from: IntakePlace,
  to: IntakePlace,
  fromText: IntakeText.nullable().optional(),
  toText: IntakeText.nullable().optional(),
  kmOut: IntakeKm,
  kmBack: IntakeKm,
  /** The road there and back, where it is known. */
  routeKm: IntakeKm.nullable().optional(),
  people: z.int().min(1).max(100).optional(),
  engineerDays: z.int().min(0).max(1000).optional(),
  personNights: z.int().min(0).max(1000).optional(),
  departAt: IntakeInstant.nullable(),
  returnAt: IntakeInstant.nullable(),
  tollFen: Amount,
  tollReceiptFen: Amount,
  lodgingFen: Amount,
  night: z.boolean().optional(),
  holiday: z.boolean().optional(),
});

/** The dispatch paper (派工单) of the order's request. */
const IntakeDispatch = z.object({
  dispatchedAt: IntakeInstant,
  dispatchedBy: IntakeText.min(1).nullable().optional(),
  acceptedAt: IntakeInstant.nullable().optional(),
  etaAt: IntakeInstant.nullable().optional(),
  arrivedAt: IntakeInstant.nullable().optional(),
  arrivedPlace: IntakePlace,
});

/** Hours, parts, trips and the dispatch; what is absent there is none of. */
export const IntakeOrderWork = z.object({
  engineNo: IntakeText.min(1).nullable().optional(),
  labour: z.array(IntakeOrderLabour).max(200).optional(),
  parts: z.array(IntakeOrderPart).max(200).optional(),
  trips: z.array(IntakeOrderTrip).max(50).optional(),
  dispatch: IntakeDispatch.nullable().optional(),
});

/** The three coded fields of a fault: complaint (故障现象), cause (故障原因), action (处理方式). */
export const IntakeFault = z.object({
  complaintCode: IntakeCode,
  causeCode: IntakeCode,
  actionCode: IntakeCode,
});
