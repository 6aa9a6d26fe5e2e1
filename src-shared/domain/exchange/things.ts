import type { MovementType } from '../parts/movement-types.ts';

/** The kinds of files a person may import; the same names as in the contract. */
export const THING_KINDS = [
  'stations',
  'customers',
  'vehicles',
  'parts',
  'prices',
  'applicability',
  'labourOperations',
  'suppliers',
  'campaigns',
  'claims',
  'openingStock',
  'stockMovements',
  'countSheets',
  'erpBalances',
  'erpDocuments',
  'invoices',
  'divisions',
  'nameLists',
  'followUpCalls',
  'oldPartReceipts',
  'preauths',
  'dispatches',
] as const;
export type ThingKind = (typeof THING_KINDS)[number];

/**
 * What travels to the server in `exchange.import`: one thing, the rows of the file it came from and its typed values.
 * A value that is **absent** was not mapped: an existing row keeps what it has, a new row takes the default of the table
 * `import-kinds.ts`. A value that is **null** was mapped and the cell was empty.
 */
export interface ImportThing<Values> {
  /** The row key: the key fields joined by U+001F; equal keys are one thing. */
  key: string;
  rowNos: number[];
  values: Values;
}

/** A station and its dated terms; the terms are written as valid from `termsFromDate` (default: contract or opening date). */
export interface StationValues {
  code: string;
  name: string;
  /** Default: the code. */
  shortCode?: string | null;
  /** Code of the region, looked up by the server. */
  regionCode: string;
  type: 'OWN' | 'EXTERNAL' | 'CUSTOMER_HOSTED';
  grade: 'A' | 'B' | 'C' | 'D';
  taxpayerType: 'GENERAL' | 'SMALL';
  taxNo?: string | null;
  bankName?: string | null;
  bankAccount?: string | null;
  contractNo?: string | null;
  contractFromDate?: string | null;
  contractToDate?: string | null;
  /** First day of these terms; default contractFromDate, then openedDate, then 2000-01-01. */
  termsFromDate?: string | null;
  openedDate?: string | null;
  /** COACH, TRUCK or both joined by a comma; default both. */
  productLines?: string | null;
  skillClass?: string | null;
  electronicInvoice?: boolean | null;
  province?: string | null;
  city?: string | null;
  address?: string | null;
  phone?: string | null;
  latMicro?: number | null;
  lngMicro?: number | null;
  serviceRadiusKm?: number | null;
  status?: 'ACTIVE' | 'SUSPENDED' | 'TERMINATED' | null;
}

/** A vehicle; model and customer are looked up by code or exact name and made when they are new. */
export interface VehicleValues {
  vin: string;
  plateNo?: string | null;
  customerName?: string | null;
  modelName: string;
  productLine: 'COACH' | 'TRUCK';
  engineNo?: string | null;
  mfgDate?: string | null;
  saleDate?: string | null;
  invoiceDate?: string | null;
  inServiceDate?: string | null;
  lastMileageKm?: number | null;
  /** Default SOLD. */
  status?: 'STOCK' | 'SOLD' | 'SCRAPPED' | 'EXPORTED' | 'STOLEN' | null;
}

export interface LabourOperationValues {
  opCode: string;
  name: string;
  stdHoursCenti: number;
  /** Null or absent: for both product lines. */
  productLine?: 'COACH' | 'TRUCK' | null;
  overlapGroup?: string | null;
  overlapDeductCenti?: number | null;
  maxPerClaim?: number | null;
  /** Code of the operation that mends what this one replaces, looked up by the server, and the list price of its parts. */
  repairOpCode?: string | null;
  repairPartsFen?: number | null;
  /** Default 2000-01-01. */
  validFromDate?: string | null;
  validToDate?: string | null;
}

/** One row of a claim. An operation is found by code, else by its exact name; hours and amount default to the standard. */
export interface ClaimLineValues {
  rowNo: number;
  costType: 'LABOUR' | 'MATERIAL' | 'HANDLING' | 'TRAVEL' | 'SUBLET' | 'OTHER';
  opCode?: string | null;
  partNo?: string | null;
  description: string;
  hoursCenti?: number | null;
  qtyMilli?: number | null;
  unitFen?: number | null;
  claimedFen?: number | null;
  isMain?: boolean | null;
  isCausal?: boolean | null;
  technician?: string | null;
  /** Default STATION_STOCK. */
  supplyMode?: 'FREE_ISSUE' | 'STATION_STOCK' | 'LOCAL_BUY' | null;
  issueDoc?: string | null;
  oldSerial?: string | null;
  newSerial?: string | null;
  /** There and back. */
  km?: number | null;
  routeKm?: number | null;
  departAtMs?: number | null;
  returnAtMs?: number | null;
  toLatMicro?: number | null;
  toLngMicro?: number | null;
  tollFen?: number | null;
}

/** A claim: the rows with one station and one job card. The vehicle is named by VIN, else by plate, customer and model. */
export interface ClaimValues {
  stationCode: string;
  /** The station's own number; unique per station (`claim.station_ref`). */
  jobCardNo: string;
  vin?: string | null;
  plateNo?: string | null;
  customerName?: string | null;
  modelName?: string | null;
  finishDate: string;
  /** Default: finishDate. */
  failureDate?: string | null;
  /** Default: the day of the import. */
  submittedDate?: string | null;
  mileageKm: number;
  /** Default WARRANTY. */
  type?: 'WARRANTY' | 'GOODWILL' | 'CAMPAIGN' | 'PDI' | 'FIRST_SERVICE' | 'SEASON_CHECK' | null;
  /** Default MAKER. */
  responsibility?: 'MAKER' | 'SUPPLIER' | 'STATION' | 'CUSTOMER' | 'UNKNOWN' | null;
  complaintText?: string | null;
  complaintCode?: string | null;
  causeCode?: string | null;
  actionCode?: string | null;
  preauthNo?: string | null;
  campaignCode?: string | null;
  /** Default: FIELD where travel is claimed. */
  place?: 'SHOP' | 'FIELD' | null;
  /** Default: noon of the finish date, both. */
  startAtMs?: number | null;
  finishAtMs?: number | null;
  lines: ClaimLineValues[];
}

/** Values of a kind whose server writer is a table of columns: the table of the kind says what may be there. */
export type PlainValues = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** A campaign; each row of the file is one of its documents. */
export interface CampaignValues {
  code: string;
  /** Default: the code. */
  title?: string | null;
  type: 'SAFETY' | 'RETROFIT' | 'SERVICE';
  funding: 'MAKER' | 'SUPPLIER';
  validFromDate: string;
  validToDate?: string | null;
  supplierCode?: string | null;
  fixedFeeFen?: number | null;
  lines: {
    rowNo: number;
    documentName?: string | null;
    make?: string | null;
    model?: string | null;
    modelYear?: string | null;
    summary?: string | null;
  }[];
}

/** What stock is told apart by; owner HQ and condition NEW where the file does not say. */
interface StockPlace {
  warehouseCode: string;
  binCode?: string | null;
  partNo: string;
  owner?: string | null;
  condition?: string | null;
  batchNo?: string | null;
}

export interface OpeningStockValues extends StockPlace {
  qtyMilli: number;
  /** The value is valueFen, else unit × quantity, else 0. */
  unitFen?: number | null;
  valueFen?: number | null;
  /** Default: the day of the import. */
  effectiveDate?: string | null;
}

/** A movement; the quantity as its document writes it, the sign of the ledger comes from the type. */
export interface StockMovementValues extends StockPlace {
  type: MovementType;
  qtyMilli: number;
  unitFen?: number | null;
  valueFen?: number | null;
  effectiveAtMs: number;
  docType?: string | null;
  docNo?: string | null;
  erpDocNo?: string | null;
  erpLine?: string | null;
  note?: string | null;
}

/** A line of a count sheet, or, without a line, an item that was found and is not on the sheet. */
export interface CountSheetValues {
  sheetNo: string;
  lineUid?: string | null;
  exportRev?: number | null;
  rowCheck?: string | null;
  binCode?: string | null;
  partNo?: string | null;
  /** Null: stays uncounted; 0 is a count. */
  qtyMilli?: number | null;
  uom?: string | null;
  countedBy?: string | null;
  countedAtMs?: number | null;
  note?: string | null;
}

export interface InvoiceValues {
  invoiceNo: string;
  statementNo: string;
  invoiceCode?: string | null;
  issueDate: string;
  sellerTaxNo?: string | null;
  buyerTaxNo?: string | null;
  netFen: number;
  taxRateBp: number;
  taxFen: number;
  grossFen: number;
  kind: 'SPECIAL' | 'NORMAL';
}

/** A follow-up call (回访) as the service desk notes it. */
export interface FollowUpCallValues {
  /** Number of the work order or of its claim. */
  docNo: string;
  /** The number he was asked under; default: the one that was noted before. */
  phone?: string | null;
  calledAtMs: number;
  calledBy: string;
  /** Default: one more than before. */
  attemptCount?: number | null;
  reached: 'Y' | 'N' | 'WRONG_NO' | 'REFUSED';
  repaired?: boolean | null;
  paidAnything?: boolean | null;
  travelHappened?: boolean | null;
  mileageConfirmKm?: number | null;
  satisfaction?: number | null;
  note?: string | null;
}

/** An old part (旧件) that came in at the warehouse, and what the inspection found. */
export interface OldPartReceiptValues {
  tagNo: string;
  /** Must be the part of the label where it is given. */
  partNo?: string | null;
  /** Default: the quantity of the label. */
  receivedQtyMilli?: number | null;
  serial?: string | null;
  inspectResult?: 'OK' | 'WRONG_PART' | 'NOT_FAULTY' | 'TAMPERED' | 'MISSING' | 'DAMAGED_BY_PACKING' | null;
  inspector?: string | null;
  /** Default: the moment of the import. */
  inspectedAtMs?: number | null;
}

/** An approval (预授权) the maker gave a station for one repair. */
export interface PreauthValues {
  no: string;
  vin: string;
  stationCode: string;
  amountLimitFen: number;
  validFromDate: string;
  validToDate: string;
  status: 'REQUESTED' | 'GRANTED' | 'DECLINED' | 'EXPIRED';
}

/** A dispatch (派工单) as who dispatched keeps it, with the road he measured. */
export interface DispatchValues {
  requestNo: string;
  stationCode: string;
  dispatchedAtMs: number;
  dispatchedBy: string;
  acceptedAtMs?: number | null;
  arrivedAtMs?: number | null;
  refusedReason?: string | null;
  /** The road there and back (0330). */
  routeKm?: number | null;
  arriveLatMicro?: number | null;
  arriveLngMicro?: number | null;
}

export interface ThingValuesByKind {
  stations: StationValues;
  customers: PlainValues;
  vehicles: VehicleValues;
  parts: PlainValues;
  prices: PlainValues;
  applicability: PlainValues;
  labourOperations: LabourOperationValues;
  suppliers: PlainValues;
  campaigns: CampaignValues;
  claims: ClaimValues;
  openingStock: OpeningStockValues;
  stockMovements: StockMovementValues;
  countSheets: CountSheetValues;
  erpBalances: PlainValues;
  erpDocuments: PlainValues;
  invoices: InvoiceValues;
  divisions: PlainValues;
  nameLists: PlainValues;
  followUpCalls: FollowUpCallValues;
  oldPartReceipts: OldPartReceiptValues;
  preauths: PreauthValues;
  dispatches: DispatchValues;
}
