import { needsVerdict, type ApplicationKind } from './application-transition.ts';

/** What is written on an application, with what is known of the things it names; null = there is no such thing. */
export interface ApplicationFacts {
  kind: ApplicationKind;
  station: { status: string } | null;
  vin: string;
  vehicle: object | null;
  /** The work order's number is written; whether there is one by it. */
  workOrderNo: string;
  workOrder: { vin: string } | null;
  mileageKm: number | null;
  faultCode: string;
  fault: object | null;
  lines: readonly { partNo: string; part: { isWhole: boolean; status: string } | null; qtyMilli: number | null }[];
}

export type FaultReason = 'missing' | 'unknown' | 'inactive' | 'notPositive' | 'notWhole' | 'repeated' | 'otherVehicle';

/**
 * What stands in the way of submitting, by field (`vin`, `lines.2.qty`, …): nothing is left for a second attempt to find.
 * Quantities are in thousandths of the part's unit. Stock §2.4, §3.2.
 */
export function applicationFaults(facts: ApplicationFacts): Record<string, FaultReason> {
  const faults: Record<string, FaultReason> = {};
  const note = (field: string, reason: FaultReason | null): void => {
    if (reason !== null) faults[field] = reason;
  };
  note('station', facts.station === null ? 'missing' : facts.station.status === 'ACTIVE' ? null : 'inactive');
  note('vin', vinFault(facts));
  note('workOrderNo', workOrderFault(facts));
  note('mileageKm', facts.mileageKm !== null && facts.mileageKm < 0 ? 'notPositive' : null);
  note('faultCode', facts.faultCode !== '' && facts.fault === null ? 'unknown' : null);
  if (facts.lines.length === 0) note('lines', 'missing');
  const seen = new Set<string>();
  for (const [index, line] of facts.lines.entries()) {
    note(`lines.${String(index)}.part`, partFault(line, seen));
    note(`lines.${String(index)}.qty`, qtyFault(line));
    seen.add(line.partNo);
  }
  return faults;
}

function vinFault({ kind, vin, vehicle }: ApplicationFacts): FaultReason | null {
  if (vin === '') return needsVerdict(kind) ? 'missing' : null;
  return vehicle === null ? 'unknown' : null;
}

function workOrderFault({ workOrderNo, workOrder, vin }: ApplicationFacts): FaultReason | null {
  if (workOrderNo === '') return null;
  if (workOrder === null) return 'unknown';
  return vin !== '' && workOrder.vin !== vin ? 'otherVehicle' : null;
}

type Line = ApplicationFacts['lines'][number];

function partFault({ partNo, part }: Line, seen: ReadonlySet<string>): FaultReason | null {
  if (partNo === '') return 'missing';
  if (part === null) return 'unknown';
  return seen.has(partNo) ? 'repeated' : null;
}

function qtyFault({ part, qtyMilli }: Line): FaultReason | null {
  if (qtyMilli === null) return 'missing';
  if (qtyMilli <= 0) return 'notPositive';
  return part?.isWhole === true && qtyMilli % 1000 !== 0 ? 'notWhole' : null;
}

export type VerdictGap = 'vin' | 'mileageKm' | 'fault' | 'photo';

/** What the warranty reviewer still needs before he can judge: VIN, mileage, fault and photographs. Stock §3.2. */
export function verdictGaps(
  application: { vin: string | null; mileageKm: number | null; faultCode: string | null; faultText: string | null },
  photos: number,
  minPhotos: number,
): VerdictGap[] {
  const { vin, mileageKm, faultCode, faultText } = application;
  const gaps: readonly (readonly [VerdictGap, boolean])[] = [
    ['vin', vin === null || vin === ''],
    ['mileageKm', mileageKm === null],
    ['fault', (faultCode ?? '') === '' && (faultText ?? '').trim() === ''],
    ['photo', photos < minPhotos],
  ];
  return gaps.filter(([, isMissing]) => isMissing).map(([gap]) => gap);
}
