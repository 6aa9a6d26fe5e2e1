/*
 * What the rules of claims §5 read besides the claim, its vehicle and its station. Every field may be absent: absent means
 * "not looked at", and a rule that needs it finds nothing; an empty list or null means "looked, there is none". Instants in
 * UTC ms, coordinates in millionths of a degree, hours in hundredths, quantities in thousandths.
 */

export interface OrderPartEvidence {
  partId: string | null;
  qtyMilli: number;
  supplyMode: string;
  issueDoc: string | null;
  oldSerial: string | null;
  newSerial: string | null;
}

export interface OrderLabourEvidence {
  technician: string | null;
  hoursCenti: number;
}

export interface TripEvidence {
  claimId: string | null;
  claimNo: string | null;
  vin: string;
  departAtMs: number | null;
  returnAtMs: number | null;
  km: number;
}

/** The work order as the workshop wrote it. */
export interface OrderEvidence {
  place: string;
  startAtMs: number | null;
  finishAtMs: number | null;
  plateNo: string | null;
  engineNo: string | null;
  latMicro: number | null;
  lngMicro: number | null;
  labour: readonly OrderLabourEvidence[];
  parts: readonly OrderPartEvidence[];
  trip: TripEvidence | null;
}

/** Another visit of the same vehicle at a workshop. */
export interface VisitEvidence {
  workOrderId: string;
  no: string;
  stationId: string | null;
  stationName: string | null;
  startAtMs: number;
  finishAtMs: number;
  latMicro: number;
  lngMicro: number;
}

export interface RequestEvidence {
  reportedAtMs: number;
  latMicro: number | null;
  lngMicro: number | null;
}

export interface DispatchEvidence {
  dispatchedAtMs: number;
  arrivedAtMs: number | null;
  status: string;
  /** There and back by road, as who dispatched measured it. */
  routeKm?: number | null;
  /** Where the arrival was noted. */
  latMicro?: number | null;
  lngMicro?: number | null;
}

export interface CallEvidence {
  result: string | null;
  repaired: number | null;
  paidAnything: number | null;
  attemptCount: number;
  calledAtMs: number | null;
  phone: string | null;
  /** The phone is that of a station. */
  isStationPhone: boolean;
  /** Vehicle owners with this phone. */
  phoneOwners: number;
}

export interface AttachmentEvidence {
  id: string;
  kind: string;
  sha256: string;
  phash64: string | null;
  takenAtMs: number | null;
  latMicro: number | null;
  lngMicro: number | null;
}

/** A file of another vehicle that came before, equal or alike to one of the claim's. */
export interface OtherAttachmentEvidence {
  id: string;
  kind: string;
  sha256: string;
  phash64: string | null;
  claimId: string | null;
  claimNo: string | null;
  vin: string;
  stationId?: string | null;
  stationName: string | null;
  uploadedAtMs: number;
}

export interface OldPartEvidence {
  tagNo: string;
  partId: string;
  policy: string;
  dueDate: string;
  status: string;
  inspectResult: string | null;
  serial: string | null;
}

/** An old serial number that came back on an earlier claim. */
export interface SerialReturnEvidence {
  serial: string;
  claimId: string;
  claimNo: string | null;
  tagNo: string;
}

/** A new serial number that was fitted to another vehicle before. */
export interface SerialFittingEvidence {
  serial: string;
  claimNo: string | null;
  vin: string;
}

export interface FittedQtyEvidence {
  partId: string;
  qtyMilli: number;
  claimNo: string | null;
  finishDate: string;
}

/** What a document issued of a part to this station for this vehicle, less what earlier claims took of it. */
export interface IssueEvidence {
  docNo: string;
  partId: string;
  qtyMilli: number;
}

export interface CampaignEvidence {
  code: string;
  title: string;
  /** The vehicle's place in the campaign; null = it is not in the list. */
  status: string | null;
  doneClaimId: string | null;
  doneClaimNo: string | null;
  doneDate: string | null;
}

export interface PreauthEvidence {
  no: string;
  status: string;
  stationId: string;
  amountLimitFen: number;
  validFromDate: string;
  validToDate: string;
}

export interface FieldChangeEvidence {
  field: string;
  oldValue: string | null;
  newValue: string | null;
  changedAtMs: number;
  changedBy: string | null;
}

/** A field of the claim or one of its lines changed after its first submission; the values as the column has them. */
export interface ClaimEditEvidence extends FieldChangeEvidence {
  /** null = of the claim itself. */
  lineSeq?: number | null;
  /** The station was asked to correct the claim when it changed this. */
  wasReturned: boolean;
}

export interface DecisionEvidence {
  level: string;
  decidedBy: string;
  /** As the person was called then. */
  decidedByName?: string;
}

/** Hours of a technician on a day on other work orders. */
export interface TechnicianDayEvidence {
  technician: string;
  dayDate: string;
  otherHoursCenti: number;
}

export interface StationPlace {
  id: string;
  code: string;
  name: string;
  status: string;
  productLines: string;
  latMicro: number;
  lngMicro: number;
}

/** Figures of a station and its peers, prepared by the server once a day; the statistical rules read nothing else. */
export interface StationStatistics {
  asOfDate: string;
  /** Claims of this month so far, and of the six months before it, oldest first. */
  claimsThisMonth: number;
  claimsPriorMonths: readonly number[];
  /** Claims of the last twelve months. */
  claims12: number;
  value12Fen: number;
  /** Of them, within the last days of their cover; and the region's share, in bp. */
  endOfCover12: number;
  peerEndOfCoverBp: number | null;
  /** Claims with generic labour. */
  genericLabour12: number;
  /** Claims a little below the automatic limit. */
  underLimit12: number;
  /** Payable amounts around the automatic limit in steps of a twentieth of it, from half of it up; step 10 ends at the limit. */
  amountSteps?: readonly number[];
  /** The share of claims with generic labour at the other stations of the region, in bp. */
  peerGenericBp?: number | null;
  /** First digits 1–9 of claimed amounts, this year. */
  firstDigits: readonly number[];
  /** Average cost per claim of each component group and model at this station and its peers of the region (this one included). */
  costs: readonly { groupId: string; modelId: string; averageFen: number; peersFen: readonly number[] }[];
  /** The technician with the greatest share of the station's value. */
  topTechnician: string | null;
  topTechnicianFen: number;
}

export interface RecoveryEvidence {
  supplierName: string;
  windowEndDate: string;
  hasSupplierClaim: boolean;
  amountFen: number;
}

/** The other way to mend what was replaced, from the catalogue: standard hours of the repair and list price of its parts. */
export interface RepairPathEvidence {
  opCode: string;
  opName?: string;
  hoursCenti: number;
  partsFen: number;
}

export interface ClaimEvidence {
  order?: OrderEvidence | null;
  /** An earlier state of the order said that the customer pays. */
  orderWasPaid?: boolean;
  visits?: readonly VisitEvidence[];
  /** Visits of this vehicle at this station in the days the rule looks back, this one included. */
  visitsAtStation?: number;
  otherTrips?: readonly TripEvidence[];
  technicianDays?: readonly TechnicianDayEvidence[];
  request?: RequestEvidence | null;
  dispatches?: readonly DispatchEvidence[];
  call?: CallEvidence | null;
  attachments?: readonly AttachmentEvidence[];
  otherAttachments?: readonly OtherAttachmentEvidence[];
  /** VINs read from photographs of the plate, by a person or a reader. */
  plateReadings?: readonly { attachmentId: string; vinText: string }[];
  oldParts?: readonly OldPartEvidence[];
  serialReturns?: readonly SerialReturnEvidence[];
  serialFittings?: readonly SerialFittingEvidence[];
  /** Of the claim's new serial numbers those the ERP shipped. */
  shippedSerials?: readonly string[];
  fittedQty?: readonly FittedQtyEvidence[];
  issues?: readonly IssueEvidence[];
  campaign?: CampaignEvidence | null;
  preauth?: PreauthEvidence | null;
  vehicleChanges?: readonly FieldChangeEvidence[];
  edits?: readonly ClaimEditEvidence[];
  decisions?: readonly DecisionEvidence[];
  statistics?: StationStatistics | null;
  stationPlaces?: readonly StationPlace[];
  recovery?: RecoveryEvidence | null;
  repairPath?: RepairPathEvidence | null;
}

export interface PartApplicabilityFact {
  partId: string;
  modelId: string;
  vinFrom: string | null;
  vinTo: string | null;
  validFromDate: string | null;
  validToDate: string | null;
}

/** An assembly or a part of one. */
export interface ComponentGroupFact {
  id: string;
  code: string;
  name?: string;
  parentId: string | null;
  class: string;
}

/** A component group a complaint or cause may concern; `code` is the fault's code. */
export interface FaultPartFact {
  code: string;
  /** What the fault is called; the sentence names it where it is known. */
  name?: string;
  componentGroupId: string;
}
