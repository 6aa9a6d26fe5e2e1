/** Work that passes from one person to another in one order, in the order it is shown. Design §8 "people come and go". */
export const HANDOVER_KINDS = ['CLAIM', 'COUNT_SHEET', 'DIFFERENCE', 'APPLICATION', 'REGION'] as const;
export type HandoverKind = (typeof HANDOVER_KINDS)[number];

/** Whose work a role may hand over besides its own; an administrator's is everybody's. */
const SUPERVISES: Readonly<Record<string, readonly string[]>> = {
  l2: ['l1'],
  l3: ['l1', 'l2'],
  partsManager: ['warehouse', 'counter', 'recounter', 'planner'],
  management: [
    ...['l3', 'finance', 'recovery', 'partsManager', 'regionManager', 'dispatcher', 'agent', 'warrantyAdmin'],
    'management',
  ],
};

interface Person {
  userId: string;
  roles: readonly string[];
  /** Null = every region. */
  regionId: string | null;
}

/**
 * Why this person may not order the hand-over of another's work, or null: one's own always, else of those one supervises in
 * every role they have and in one's own region, or of everybody as an administrator. An auditor only reads. Decision 0210.
 */
export function handoverOrderRefusal(actor: Person, from: Person): 'handover-not-yours-to-order' | null {
  if (actor.roles.includes('auditor')) return 'handover-not-yours-to-order';
  if (actor.userId === from.userId || actor.roles.includes('admin')) return null;
  const isOfRegion = actor.regionId === null || actor.regionId === from.regionId;
  const under = new Set(actor.roles.flatMap((role) => SUPERVISES[role] ?? []));
  const isSupervised = from.roles.length > 0 && from.roles.every((role) => under.has(role));
  return isOfRegion && isSupervised ? null : 'handover-not-yours-to-order';
}

const CONTROL_DIGITS = 1_000_000_000;

/** A number over which things in which version go, whatever their order: nine digits, to be compared with what was looked at. */
export function handoverControlNo(items: readonly { key: number; version: number }[]): number {
  return items.reduce((sum, { key, version }) => (sum + (key % CONTROL_DIGITS) + version * 7919) % CONTROL_DIGITS, 0);
}
