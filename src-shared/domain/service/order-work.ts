/*
 * What a workshop writes on a work order beside its head: hours, parts and trips. Hours in hundredths, quantities in
 * thousandths, money in fen, coordinates in millionths of a degree, instants in UTC ms. Claims §2.2 WorkOrderLabour,
 * WorkOrderPart, WorkOrderTravel.
 */

export interface LabourWork {
  opId: string | null;
  description: string | null;
  hoursCenti: number;
  technician: string | null;
}

export interface PartWork {
  /** null = the number is not in our list. */
  partId: string | null;
  partNo: string;
  qtyMilli: number;
  unitFen: number;
  oldSerial: string | null;
  newSerial: string | null;
  isCausal: boolean;
  supplyMode: 'FREE_ISSUE' | 'STATION_STOCK' | 'LOCAL_BUY';
  /** The document the free part was issued on. */
  issueDoc: string | null;
}

export interface TripWork {
  fromLatMicro: number | null;
  fromLngMicro: number | null;
  toLatMicro: number | null;
  toLngMicro: number | null;
  fromText: string | null;
  toText: string | null;
  kmOut: number;
  kmBack: number;
  routeKm: number | null;
  people: number;
  engineerDays: number;
  personNights: number;
  departAtMs: number | null;
  returnAtMs: number | null;
  tollFen: number;
  tollReceiptFen: number;
  lodgingFen: number;
  night: boolean;
  holiday: boolean;
}

export interface OrderWork {
  labour: readonly LabourWork[];
  parts: readonly PartWork[];
  trips: readonly TripWork[];
}
