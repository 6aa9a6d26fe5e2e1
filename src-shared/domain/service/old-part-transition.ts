export type OldPartStatus =
  | 'DUE'
  | 'TAGGED'
  | 'BOXED'
  | 'SHIPPED'
  | 'OVERDUE'
  | 'HELD'
  | 'RECEIVED'
  | 'INSPECTED_OK'
  | 'INSPECTED_BAD'
  | 'MISSING_CHARGED';
export type OldPartEvent = 'receive' | 'pass' | 'fail';

/** What the inspection of an old part may find; the first is the good one. */
export const INSPECT_RESULTS = ['OK', 'WRONG_PART', 'NOT_FAULTY', 'TAMPERED', 'MISSING', 'DAMAGED_BY_PACKING'] as const;

interface OldPartTransition {
  from: readonly OldPartStatus[];
  event: OldPartEvent;
  to: OldPartStatus;
}

const AWAITED: readonly OldPartStatus[] = ['DUE', 'TAGGED', 'BOXED', 'SHIPPED', 'OVERDUE', 'HELD'];

/**
 * The arrival and the inspection of an old part, claims §3.4. One that was charged as missing is not among them: what was charged
 * comes back by an adjustment (0323).
 */
export const OLD_PART_TRANSITIONS: readonly OldPartTransition[] = [
  { from: AWAITED, event: 'receive', to: 'RECEIVED' },
  { from: ['RECEIVED', 'INSPECTED_BAD'], event: 'pass', to: 'INSPECTED_OK' },
  { from: ['RECEIVED', 'INSPECTED_OK'], event: 'fail', to: 'INSPECTED_BAD' },
];

/** The status an event leads an old part to, or null when it is not allowed. Claims §3.4. */
export function nextOldPartStatus(status: string, event: OldPartEvent): OldPartStatus | null {
  const found = OLD_PART_TRANSITIONS.find(
    ({ from, event: listed }) => listed === event && (from as readonly string[]).includes(status),
  );
  return found?.to ?? null;
}
