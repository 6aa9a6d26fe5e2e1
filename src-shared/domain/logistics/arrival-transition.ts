/** How what is on the road becomes a receipt, and who must act on what has been on it for too long (stock §2.4, §3.2). */
export const ARRIVAL_STATUSES = ['EXPECTED', 'ARRIVED', 'CHECKED', 'POSTED'] as const;
export type ArrivalStatus = (typeof ARRIVAL_STATUSES)[number];

export const ARRIVAL_ACTIONS = ['arrive', 'check', 'post', 'takeBack'] as const;
export type ArrivalAction = (typeof ARRIVAL_ACTIONS)[number];

interface ArrivalRule {
  /** Where it may be done, and where it leads. What is not listed is refused. */
  moves: Readonly<Partial<Record<ArrivalStatus, ArrivalStatus>>>;
  roles: readonly string[];
  needsNote?: true;
}

/** The whitelist of stock §3.2; what was noted by mistake is expected again, with a reason. */
export const ARRIVAL_RULES: Readonly<Record<ArrivalAction, ArrivalRule>> = {
  arrive: { moves: { EXPECTED: 'ARRIVED', ARRIVED: 'ARRIVED' }, roles: ['warehouse'] },
  check: { moves: { ARRIVED: 'CHECKED', CHECKED: 'CHECKED' }, roles: ['warehouse'] },
  post: { moves: { CHECKED: 'POSTED' }, roles: ['warehouse'] },
  takeBack: { moves: { ARRIVED: 'EXPECTED', CHECKED: 'EXPECTED' }, roles: ['warehouse'], needsNote: true },
};

/** Why somebody with these roles may not do this to an arrival, as a reason word; null when they may. Stock §3.2. */
export function arrivalRefusal(
  status: ArrivalStatus,
  action: ArrivalAction,
  { roles, note = '' }: { roles: readonly string[]; note?: string },
): string | null {
  const rule = ARRIVAL_RULES[action];
  if (rule.moves[status] === undefined) return 'arrival-step-not-allowed';
  if (!rule.roles.some((role) => roles.includes(role))) return 'arrival-not-your-role';
  return rule.needsNote === true && note.trim() === '' ? 'arrival-needs-note' : null;
}

/** What somebody with these roles may do to an arrival now, notes apart. Stock §3.2. */
export function allowedArrivalActions(status: ArrivalStatus, roles: readonly string[]): ArrivalAction[] {
  return ARRIVAL_ACTIONS.filter((action) => arrivalRefusal(status, action, { roles, note: 'n' }) === null);
}

export const ROAD_SOURCES = ['TRANSFER', 'PURCHASE', 'RETURN', 'SALE'] as const;
export type RoadSource = (typeof ROAD_SOURCES)[number];

interface RoadRule {
  source: RoadSource;
  /** The setting with the days it may be on the road. */
  days: 'transitTransferDays' | 'transitPurchaseDays' | 'transitReturnDays' | 'transitSaleDays';
  /** Who waits for it, and who must act when it is too long on the road. */
  holder: 'warehouse' | 'station';
  overdueHolder: 'partsManager' | 'station';
}

/**
 * What is on the road by where it comes from: the storekeeper takes it in, and the parts manager finds out what became of it;
 * of a sale the station says whether it has come. Stock §3.2 (in transit for more than n days → exception list).
 */
export const ROAD_RULES: readonly RoadRule[] = [
  { source: 'TRANSFER', days: 'transitTransferDays', holder: 'warehouse', overdueHolder: 'partsManager' },
  { source: 'PURCHASE', days: 'transitPurchaseDays', holder: 'warehouse', overdueHolder: 'partsManager' },
  { source: 'RETURN', days: 'transitReturnDays', holder: 'warehouse', overdueHolder: 'partsManager' },
  { source: 'SALE', days: 'transitSaleDays', holder: 'station', overdueHolder: 'station' },
];
