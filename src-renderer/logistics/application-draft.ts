import type { ApplicationLookup, ApplicationRequest } from '../../src-shared/contract/logistics.contract.ts';
import { applicationFaults, type FaultReason } from '../../src-shared/domain/logistics/application-faults.ts';

/** An application as it is being typed. */
export interface ApplicationDraft extends Omit<ApplicationRequest, 'mileageKm' | 'lines'> {
  mileage: string;
  lines: { partNo: string; qty: string }[];
}

export const EMPTY_DRAFT: ApplicationDraft = {
  ...{ kind: 'WARRANTY', urgency: 'NORMAL', stationCode: '', workOrderNo: '', vin: '', mileage: '' },
  ...{ faultCode: '', faultText: '', note: '', lines: [{ partNo: '', qty: '' }] },
};

export function draftOf({ mileageKm, lines, ...request }: ApplicationRequest): ApplicationDraft {
  return {
    ...request,
    mileage: mileageKm === null ? '' : String(mileageKm),
    lines: lines.map(({ partNo, qtyMilli }) => ({ partNo, qty: qtyMilli === null ? '' : String(qtyMilli / 1000) })),
  };
}

/** Thousandths of a decimal text without going through fractions; null for what is no number. */
export function milliOf(text: string): number | null {
  const [, whole, part = ''] = /^(\d{1,9})(?:\.(\d{1,3}))?$/.exec(text.normalize('NFKC').trim()) ?? [];
  return whole === undefined ? null : Number(`${whole}${part.padEnd(3, '0')}`);
}

/** Fen of an amount written in yuan, without going through fractions; null for what is none. */
export function fenOf(text: string): number | null {
  const [, yuan, part = ''] = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(text.normalize('NFKC').trim()) ?? [];
  return yuan === undefined ? null : Number(`${yuan}${part.padEnd(2, '0')}`);
}

const trimmed = (text: string): string => text.normalize('NFKC').trim();

/** What is sent: lines nobody has written anything into are left out. */
export function requestOf({ mileage, lines, ...draft }: ApplicationDraft): ApplicationRequest {
  const km = trimmed(mileage);
  return {
    ...draft,
    ...{ vin: trimmed(draft.vin).toUpperCase(), workOrderNo: trimmed(draft.workOrderNo) },
    ...{ faultCode: trimmed(draft.faultCode), stationCode: draft.stationCode },
    mileageKm: /^\d{1,7}$/.test(km) ? Number(km) : null,
    lines: lines
      .filter(({ partNo, qty }) => trimmed(partNo) !== '' || trimmed(qty) !== '')
      .map(({ partNo, qty }) => ({ partNo: trimmed(partNo), qtyMilli: milliOf(qty) })),
  };
}

/** What the server would refuse, by field, as far as the local copy knows the things that are named. */
export function faultsOf(
  request: ApplicationRequest,
  { lookup, stations }: { lookup: ApplicationLookup; stations: readonly { code: string }[] },
): Record<string, FaultReason> {
  return applicationFaults({
    ...request,
    station: stations.some(({ code }) => code === request.stationCode) ? { status: 'ACTIVE' } : null,
    ...{ vehicle: lookup.vehicle, workOrder: lookup.workOrder, fault: lookup.fault },
    lines: request.lines.map((line) => {
      const part = lookup.parts[line.partNo] ?? null;
      return { ...line, part: part === null ? null : { isWhole: part.isWhole, status: 'ACTIVE' } };
    }),
  });
}

/** What the work order already says, where nothing has been written yet. */
export function withWorkOrder(
  draft: ApplicationDraft,
  order: NonNullable<ApplicationLookup['workOrder']>,
): ApplicationDraft {
  const orKnown = (written: string, known: string | null): string => (written === '' ? (known ?? '') : written);
  return {
    ...draft,
    stationCode: orKnown(draft.stationCode, order.stationCode),
    vin: orKnown(draft.vin, order.vin),
    mileage: orKnown(draft.mileage, order.mileageKm === null ? null : String(order.mileageKm)),
    faultCode: orKnown(draft.faultCode, order.faultCode),
    faultText: orKnown(draft.faultText, order.faultText),
  };
}
