import { daysBetween } from '../units/dates.ts';

/** An application as far as another one may repeat it; parts are those that supersession ends at. */
export interface ComparedApplication {
  id: string;
  appNo: string;
  vin: string | null;
  workOrderNo: string | null;
  submittedDate: string;
  partIds: readonly string[];
}

export interface DuplicateSuspect {
  applicationId: string;
  appNo: string;
  /** Same vehicle and part within the window, or the same work order. */
  because: ('VIN_PART' | 'WORK_ORDER')[];
  /** The parts both ask for. */
  partIds: string[];
  daysBefore: number;
}

/**
 * The applications that ask for the same thing, the nearest first: the same vehicle and part, after supersession, within so
 * many days either way, or the same work order. Which others count (none that were refused or given up) is the caller's.
 * Refuses `invalid-date`. Stock §3.2.
 */
export function findDuplicates(
  application: ComparedApplication,
  others: readonly ComparedApplication[],
  windowDays: number,
): DuplicateSuspect[] {
  const suspects = others
    .filter(({ id }) => id !== application.id)
    .map((other) => suspectOf(application, other, windowDays))
    .filter(({ because }) => because.length > 0);
  return suspects.sort((a, b) => Math.abs(a.daysBefore) - Math.abs(b.daysBefore) || (a.appNo < b.appNo ? 1 : -1));
}

function suspectOf(application: ComparedApplication, other: ComparedApplication, windowDays: number): DuplicateSuspect {
  const daysBefore = daysBetween(other.submittedDate, application.submittedDate);
  const partIds = application.partIds.filter((id) => other.partIds.includes(id));
  const isSameVehicle = (application.vin ?? '') !== '' && application.vin === other.vin;
  const isSameOrder = (application.workOrderNo ?? '') !== '' && application.workOrderNo === other.workOrderNo;
  const because: DuplicateSuspect['because'] = [];
  if (isSameVehicle && partIds.length > 0 && Math.abs(daysBefore) <= windowDays) because.push('VIN_PART');
  if (isSameOrder) because.push('WORK_ORDER');
  return { applicationId: other.id, appNo: other.appNo, because, partIds, daysBefore };
}
