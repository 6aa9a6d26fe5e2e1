import type { DemoOperation } from './catalogue.ts';
import type { DemoPart } from './parts.ts';
import type { DemoGroup } from './products.ts';
import type { DemoStation } from './stations.ts';
import type { DemoEngineer } from './users.ts';
import type { DemoVehicle } from './vehicles.ts';

export interface CaseLabour {
  operation: DemoOperation | null;
  description: string;
  hoursCenti: number;
  /** What the station claims an hour; the honest one is the base rate times its grade. */
  rateFen: number;
  claimedFen: number;
  technician: string;
}

export interface CasePart {
  part: DemoPart;
  qty: number;
  unitFen: number;
  supplyMode: 'FREE_ISSUE' | 'STATION_STOCK' | 'LOCAL_BUY';
  causal: boolean;
  issueDoc: string | null;
  oldSerial: string | null;
  newSerial: string | null;
}

export interface CaseTravel {
  toLatMicro: number;
  toLngMicro: number;
  routeKm: number;
  km: number;
  tollFen: number;
  night: boolean;
  holiday: boolean;
}

export interface CasePhoto {
  kind: string;
  sha256: string;
  phash64: string;
  takenAtMs: number;
  latMicro: number;
  lngMicro: number;
}

export interface CaseCall {
  result: 'CONFIRMED' | 'DENIED' | 'PARTIAL' | 'UNREACHED';
  repaired: boolean;
  paidAnything: boolean;
  atMs: number;
}

/** One repair from the telephone call to the claim as the station submitted it, honest or not. */
export interface RepairCase {
  claimId: string;
  workOrderId: string;
  requestId: string;
  number: number;
  /** How far the station has come with the paper: written, thrown away, or at the door this minute; absent = taken in. */
  paper?: 'DRAFT' | 'DELETED' | 'ARRIVING';
  type: 'WARRANTY' | 'GOODWILL' | 'CAMPAIGN' | 'PDI' | 'FIRST_SERVICE' | 'SEASON_CHECK';
  vehicle: DemoVehicle;
  vinText: string;
  /** False when the claim names a vehicle the maker does not know. */
  vehicleKnown: boolean;
  plateNo: string | null;
  engineNo: string;
  station: DemoStation;
  engineer: DemoEngineer | null;
  group: DemoGroup;
  complaintCode: string;
  causeCode: string;
  actionCode: string;
  complaintText: string;
  responsibility: 'MAKER' | 'SUPPLIER' | 'STATION' | 'CUSTOMER' | 'UNKNOWN';
  failureDay: number;
  finishDay: number;
  reportedAtMs: number;
  startAtMs: number;
  finishAtMs: number;
  submittedAtMs: number;
  mileageKm: number;
  place: 'SHOP' | 'FIELD';
  dispatched: boolean;
  campaignId: string | null;
  preauthorised: boolean;
  labour: CaseLabour[];
  parts: CasePart[];
  travel: CaseTravel | null;
  photos: CasePhoto[];
  call: CaseCall | null;
}

export function rhu(numerator: number, denominator: number): number {
  return Math.floor((2 * numerator + denominator) / (2 * denominator));
}

const GRADE_BP = { A: 11_000, B: 10_000, C: 9000, D: 8000 } as const;

/** The hourly rate the contract gives a station of this grade. */
export function contractRateFen(line: 'COACH' | 'TRUCK', grade: 'A' | 'B' | 'C' | 'D'): number {
  return rhu((line === 'COACH' ? 6000 : 5500) * GRADE_BP[grade], 10_000);
}

/** The photographs of a trip as they are when the work was done at the station after all. */
export function photosAtStation({ photos, station, travel }: RepairCase): CasePhoto[] {
  if (travel === null) return photos;
  return photos.map((photo) => ({
    ...photo,
    latMicro: photo.latMicro - travel.toLatMicro + station.latMicro,
    lngMicro: photo.lngMicro - travel.toLngMicro + station.lngMicro,
  }));
}

/** What a station asks for a part from its own stock: list price and a tenth on it. */
export function partClaimFen(part: CasePart): number {
  if (part.supplyMode === 'FREE_ISSUE') return 0;
  const unit = part.supplyMode === 'STATION_STOCK' ? rhu(part.unitFen * 11_000, 10_000) : part.unitFen;
  return unit * part.qty;
}

export function handlingClaimFen(part: CasePart): number {
  return Math.min(20_000, rhu(part.part.issueFen * part.qty * 500, 10_000));
}

/** 20 km free, then 1.20 yuan a km up to 100 payable km and 1.00 beyond; night and holiday multiply; tolls on top. */
export function travelClaimFen(travel: CaseTravel): number {
  const payable = Math.max(0, travel.km - 20);
  const base = Math.min(payable, 100) * 120 + Math.max(0, payable - 100) * 100;
  const coefficientBp = rhu((travel.night ? 12_000 : 10_000) * (travel.holiday ? 15_000 : 10_000), 10_000);
  return rhu(base * coefficientBp, 10_000) + travel.tollFen;
}
