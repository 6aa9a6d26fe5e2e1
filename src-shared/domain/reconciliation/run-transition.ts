/** OPEN and LOADED of stock §3.2 are no states of their own: a run loads and matches in the transaction that makes it. */
export const RECON_STATUSES = ['MATCHED', 'WORKING', 'SIGNED', 'CANCELLED'] as const;
export type ReconStatus = (typeof RECON_STATUSES)[number];

interface ReconRule {
  from: readonly ReconStatus[];
  roles: readonly string[];
  needsNote: boolean;
}

const UNSIGNED: readonly ReconStatus[] = ['MATCHED', 'WORKING'];

/** What may be done with a run, by whom and while it stands where. Stock §3.2. */
export const RECON_ACTIONS = {
  refresh: { from: UNSIGNED, roles: ['partsManager', 'warehouse', 'planner'], needsNote: false },
  assign: { from: UNSIGNED, roles: ['partsManager', 'warehouse'], needsNote: false },
  accept: { from: UNSIGNED, roles: ['partsManager', 'warehouse'], needsNote: false },
  sign: { from: UNSIGNED, roles: ['partsManager'], needsNote: false },
  cancel: { from: UNSIGNED, roles: ['partsManager'], needsNote: true },
} as const satisfies Readonly<Record<string, ReconRule>>;
export type ReconAction = keyof typeof RECON_ACTIONS;

/** Who may begin a run. */
export const RECON_STARTERS = ['partsManager', 'warehouse', 'planner'] as const;

/** Why somebody may not do this with a run that stands there; null when he may. */
export function reconRefusal(
  status: string,
  action: ReconAction,
  roles: readonly string[],
  note = '',
): 'recon-not-yours' | 'recon-locked' | 'recon-needs-note' | null {
  const rule: ReconRule = RECON_ACTIONS[action];
  if (!rule.from.some((each) => each === status)) return 'recon-locked';
  if (!rule.roles.some((role) => roles.includes(role))) return 'recon-not-yours';
  return rule.needsNote && note.trim() === '' ? 'recon-needs-note' : null;
}

/** How many residuals stand in the way of signing: unexplained, and nobody answers for them by a day. Stock §3.2. */
export function unownedResiduals(
  items: readonly { unexplainedMilli: number; ownerUserId: string | null; dueDate: string | null }[],
): number {
  return items.filter(
    ({ unexplainedMilli, ownerUserId, dueDate }) =>
      unexplainedMilli !== 0 && (ownerUserId === null || dueDate === null),
  ).length;
}
