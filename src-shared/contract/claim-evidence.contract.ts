import { z } from 'zod';
import { BusinessDate, Fen, InstantMs, RowId } from './values.ts';

/** Another attachment with the same file, or one whose look is the same, on another claim. */
const PhotoTwin = z.object({
  attachmentId: RowId,
  fileSha256: z.string(),
  /** True for the same file, false for the same look. */
  sameFile: z.boolean(),
  /** In how many of 64 bits the two looks differ; null where one of them has none. */
  bits: z.int().nullable(),
  /** The other claim is on this computer; one of another region is known from the hit alone. */
  isHere: z.boolean(),
  claimId: RowId,
  claimNo: z.string().nullable(),
  claimantName: z.string(),
  vin: z.string(),
  plateNo: z.string().nullable(),
  repairFinishDate: BusinessDate,
  takenAtMs: InstantMs.nullable(),
});

export const PhotoEvidence = z.object({
  id: RowId,
  kind: z.string(),
  fileName: z.string(),
  fileSha256: z.string(),
  contentType: z.string(),
  sizeBytes: z.int(),
  takenAtMs: InstantMs.nullable(),
  uploadedAtMs: InstantMs,
  device: z.string().nullable(),
  /** The VIN read off the plate, where it is a photograph of one and was read. */
  readVin: z.string().nullable(),
  twins: z.array(PhotoTwin),
});
export type PhotoEvidence = z.infer<typeof PhotoEvidence>;

/** One figure of the claim among those of the same operation in its region: median and a distribution of twelve steps. */
export const PeerFigure = z.object({
  measure: z.enum(['hours', 'parts', 'yuan']),
  mine: z.int(),
  stationMedian: z.int().nullable(),
  regionMedian: z.int(),
  /** The share of the region's claims below this one, in basis points. */
  belowBp: z.int(),
  lowest: z.int(),
  highest: z.int(),
  /** Claims per step from lowest to highest. */
  steps: z.array(z.int()),
});
export type PeerFigure = z.infer<typeof PeerFigure>;

export const PeerEvidence = z.object({
  operation: z.string(),
  fromDate: BusinessDate,
  regionCount: z.int(),
  stationCount: z.int(),
  figures: z.array(PeerFigure),
});
export type PeerEvidence = z.infer<typeof PeerEvidence>;

const MapPoint = z.object({
  role: z.enum(['station', 'breakdown', 'photo', 'before', 'after', 'twin']),
  name: z.string(),
  latMicro: z.int(),
  lngMicro: z.int(),
  atMs: InstantMs.nullable(),
  /** The claim whose place this is: of a visit before or after, or of a photograph's twin. */
  claimId: RowId.nullable(),
});
export type MapPoint = z.infer<typeof MapPoint>;

/** The way between two points, with the speed it takes in the time there was; null = no time known, or none was left. */
const MapLeg = z.object({
  from: z.int(),
  to: z.int(),
  distanceM: z.int(),
  minutes: z.int().nullable(),
  kmPerHour: z.int().nullable(),
});

const OldPartEvidence = z.object({
  id: RowId,
  tagNo: z.string(),
  partNo: z.string(),
  partName: z.string(),
  qtyMilli: z.int(),
  policy: z.string(),
  dueDate: BusinessDate,
  status: z.string(),
  boxNo: z.string().nullable(),
  inspectResult: z.string().nullable(),
});

/** What the supplier of a part will give back by the contract in force, or has been asked for. */
const RecoveryEvidence = z.object({
  lineSeq: z.int(),
  supplierName: z.string(),
  totalFen: Fen,
  claimUntilDate: BusinessDate.nullable(),
  oldPartRequired: z.boolean(),
  supplierClaimId: RowId.nullable(),
  supplierClaimNo: z.string().nullable(),
  supplierClaimStatus: z.string().nullable(),
  acceptedFen: Fen.nullable(),
});

const FollowUpEvidence = z.object({
  id: RowId,
  dueAtMs: InstantMs,
  calledAtMs: InstantMs.nullable(),
  reached: z.string().nullable(),
  repaired: z.boolean().nullable(),
  paidAnything: z.boolean().nullable(),
  travelHappened: z.boolean().nullable(),
  mileageConfirmKm: z.int().nullable(),
  satisfaction: z.int().nullable(),
  result: z.string().nullable(),
  note: z.string().nullable(),
});

/** What a hit's evidence shows from the master data: nearest VINs, operations or parts that would do, what peers drive a day. */
const HitExtra = z.object({
  hitId: RowId,
  name: z.enum([
    ...(['nearVins', 'peersKmPerDay', 'validOperations', 'fittingParts'] as const),
    ...(['readings', 'sameVisit', 'technicianDay', 'fittings', 'replaced'] as const),
  ]),
  values: z.array(z.string()),
});
export type HitExtra = z.infer<typeof HitExtra>;

/** The heavier half of the evidence panel (claims §6.3), from the local replica only. */
export const ClaimEvidence = z.object({
  claimId: RowId,
  photos: z.array(PhotoEvidence),
  peers: PeerEvidence.nullable(),
  /** Faster than `limitKmh` nobody drives: rule G01 blocks from there on. */
  map: z.object({ points: z.array(MapPoint), legs: z.array(MapLeg), limitKmh: z.int() }),
  hitExtras: z.array(HitExtra),
  oldParts: z.array(OldPartEvidence),
  recovery: z.array(RecoveryEvidence),
  followUps: z.array(FollowUpEvidence),
  /** Reason code the worst open hit proposes; the reject box begins with it. */
  proposedReasonCode: z.string().nullable(),
});
export type ClaimEvidence = z.infer<typeof ClaimEvidence>;
